"""The versions of a campaign's rules: written, replayed, live, retired. What takes a brand refuses others' campaigns."""

from dataclasses import dataclass

from django.db import connection

from facevalue.campaigns import queries as campaigns
from facevalue.kit.db import wrap
from facevalue.studio import queries as studio
from facevalue.trust import brandrules, replaying, rules
from facevalue.trust.brandrules import Outcome
from facevalue.trust.errors import InvalidRules, NotFound, NotReplayed, WrongState
from facevalue.trust.models import Replay, RuleSet, Submission
from facevalue.trust.replaying import Replayed


def versions(brand: int, campaign: int) -> list[RuleSet]:
    """The versions of a campaign's rules, the newest first. Raises campaigns' NotFound."""
    found = RuleSet.objects.filter(campaign=campaigns.campaign(brand, campaign)).order_by("-version")
    return list(found.select_related("replay").defer("replay__rows"))


def version(brand: int, campaign: int, number: int) -> RuleSet:
    """Raises NotFound."""
    found = RuleSet.objects.filter(campaign=campaign, campaign__brand=brand, version=number).first()
    if found is None:
        raise NotFound("The campaign has no such version of its rules")
    return found


def write(brand: int, campaign: int, source: str, person: int, now_ms: int) -> RuleSet:
    """A new version; the newest one if it says the same. Raises InvalidRules, campaigns' NotFound."""
    of_campaign = campaigns.campaign(brand, campaign).id
    declared = brandrules.parse(source)
    # Asked of what is written only: older versions go on to be read as they are.
    brandrules.check_words(declared)
    if declared.backgrounds is not None:
        own = {str(version.asset_id) for version in studio.assets(brand)}
        strange = sorted(set(declared.backgrounds.assets) - own)
        if strange:
            raise InvalidRules(f"$.backgrounds.assets: {strange[0]} is none of yours", path="$.backgrounds.assets")
    newest = RuleSet.objects.filter(campaign=of_campaign).order_by("-version").first()
    if newest is not None and newest.source == source:
        return newest
    number = newest.version + 1 if newest else 1
    draft = RuleSet(campaign_id=of_campaign, version=number, source=source, written_by=person, written_at=now_ms)
    # Of two who write at once the second one sees the first one's version, and may write again.
    RuleSet.objects.bulk_create([draft], ignore_conflicts=True)
    return RuleSet.objects.get(campaign=of_campaign, version=number)


def would_decide(brand: int, campaign: int, number: int, now_ms: int, *, whole_brand: bool) -> Replayed:
    """What a version would have decided in the last month, of the campaign or of all of the brand's. Raises NotFound."""
    declared = brandrules.parse(version(brand, campaign, number).source)
    among = [found.id for found in campaigns.campaigns(brand)] if whole_brand else [campaign]
    connection.ensure_connection()
    return replaying.replay(wrap(connection.connection), declared, among, now_ms - rules.REPLAYED_MS)


def keep_replay(brand: int, campaign: int, number: int, replayed: Replayed, now_ms: int) -> Replay:
    """Keeps what was found, instead of what was before."""
    found = version(brand, campaign, number)
    kept, _ = Replay.objects.update_or_create(
        rules=found,
        defaults={
            "since": now_ms - rules.REPLAYED_MS,
            "until": now_ms,
            "counts": {"decided": replayed.counts, "broken": replayed.broken},
            "rows": replaying.packed(replayed),
            "took_ms": replayed.took_ms,
        },
    )
    return kept


@dataclass(frozen=True, slots=True)
class Changed:
    """A submission, what was decided, what would be, and why: a sentence for each rule that it breaks."""

    submission: Submission
    was: Outcome
    would: Outcome
    why: list[str]


def changed(found: RuleSet, was: Outcome | None, would: Outcome | None, start: int, limit: int) -> tuple[list[Changed], int]:
    """Of a replayed version, picture by picture, those that were and would be decided so (None: whatever); and how many."""
    rows, total = replaying.rows_of(bytes(found.replay.rows), was, would, start, limit)
    submissions = Submission.objects.in_bulk(rows["submission"].tolist())
    listed = zip(*(rows[name].tolist() for name in ("submission", "was", "would", "broken")), strict=True)
    made = [
        Changed(
            submissions[submission],
            Outcome(before),
            Outcome(after),
            [brandrules.SENTENCES[name] for name in brandrules.names(broken)],
        )
        for submission, before, after, broken in listed
        if submission in submissions
    ]
    return made, total


def go_live(brand: int, campaign: int, number: int, now_ms: int) -> None:
    """From now on this version decides, and no other does. Raises NotFound, NotReplayed."""
    found = version(brand, campaign, number)
    if not Replay.objects.filter(rules=found).exists():
        raise NotReplayed("See first what these rules would have decided of last month's posts")
    RuleSet.objects.select_for_update().filter(campaign=campaign, live_at__gt=0, retired_at=0).exclude(id=found.id).update(
        retired_at=now_ms
    )
    if not found.live_at or found.retired_at:
        RuleSet.objects.filter(id=found.id).update(live_at=now_ms, retired_at=0)


def retire(brand: int, campaign: int, number: int, now_ms: int) -> None:
    """This version decides nothing from now on. Raises NotFound, WrongState."""
    found = version(brand, campaign, number)
    if not RuleSet.objects.filter(id=found.id, live_at__gt=0, retired_at=0).update(retired_at=now_ms):
        raise WrongState("These rules are not live")
