"""From what a phone sent to a post. Each step is done once for its key, so whatever was cut in the middle goes on."""

from django.db import transaction

from facevalue.faces.creator.compose_errors import UploadGone
from facevalue.faces.creator.compose_input import ALT_MAX, CAPTION_MAX, Chosen, words
from facevalue.studio import actions, errors
from facevalue.studio.queries import Composition
from facevalue.trust import actions as trust
from facevalue.trust.queries import Submission


def compose(person: int, chosen: Chosen, now_ms: int) -> Composition:
    """The picture of a photo that has arrived whole, rendered. Raises UploadGone, and what the studio raises."""
    try:
        photo = actions.finish_upload(person, int(chosen.upload), now_ms)
    except errors.NotFound as error:
        raise UploadGone(error.detail) from None
    frame, background = (int(version) if version else None for version in (chosen.frame, chosen.background))
    with transaction.atomic():
        made = actions.compose(person, chosen.key, photo.pk, frame, chosen.placements, background, now_ms)
    # It takes a while, so no transaction is open meanwhile.
    actions.render(made.pk)
    return made


def submit(app: int, person: int, campaign: int, composition: int, key: str, caption: str, alt: str, now_ms: int) -> Submission:
    """Out at once, or to be looked at. Raises Unreadable, and what trust and campaigns raise."""
    texts = words("caption", caption, CAPTION_MAX), words("description", alt, ALT_MAX)
    return trust.submit(person, key, composition, campaign, app, *texts, now_ms)


def post(app: int, person: int, chosen: Chosen, now_ms: int) -> Submission:
    """Both at once."""
    # A caption that cannot be taken is told before anything is made.
    words("caption", chosen.caption, CAPTION_MAX)
    words("description", chosen.alt, ALT_MAX)
    made = compose(person, chosen, now_ms)
    return submit(app, person, int(chosen.campaign), made.pk, chosen.key, chosen.caption, chosen.alt, now_ms)
