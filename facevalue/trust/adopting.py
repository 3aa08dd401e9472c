"""Posts that were published past this room, as partners' servers do: it knows them once somebody reports them."""

from facevalue.identity import queries as identity
from facevalue.social import queries as social
from facevalue.trust import moves, words
from facevalue.trust.models import Examination, Submission
from facevalue.trust.rules import State


def adopt(post: int, now_ms: int) -> None:
    """Takes a visible post in as a submission that is published; one that is known, or that nobody sees, stays as it is."""
    if Submission.objects.filter(post=post).exists():
        return
    shown = social.content(moves.database(), [post]).get(post)
    if shown is None or not shown.visible:
        return
    spoken = words.language_of(shown.caption, identity.person(shown.creator).language)
    made = Submission(
        owner=shown.creator,
        key=f"post {post}",
        composition=shown.composition,
        campaign_id=shown.campaign,
        app_id=shown.app,
        caption=shown.caption,
        alt=shown.alt,
        language=spoken,
        plain=words.plain(shown.caption, spoken),
        post=post,
        state=State.PUBLISHED,
        submitted_at=shown.published_at,
        published_at=shown.published_at or now_ms,
    )
    # Of two who report at once the second finds the first one's row.
    Submission.objects.bulk_create([made], ignore_conflicts=True)
    kept = Submission.objects.filter(post=post).first()
    if kept is not None:
        Examination.objects.get_or_create(submission=kept, defaults={"checks": []})
