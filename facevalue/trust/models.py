"""The tables of trust. Times are milliseconds since the Unix epoch; 0 stands for never, for nobody, or for the machine."""

from django.db import models
from django.db.models import Q

from facevalue.kit import ids
from facevalue.trust.rules import (
    ALT_LETTERS_MAX,
    APPEAL_LETTERS_MAX,
    CAPTION_LETTERS_MAX,
    KEY_LETTERS_MAX,
    NOTE_LETTERS_MAX,
    OPINIONS_MAX,
    RISK_MAX,
    CaseKind,
    Concern,
    Reason,
    State,
    Verdict,
)

_SAID = (Verdict.APPROVE.value, Verdict.REJECT.value)
_OUT = (State.WAITING.value, State.PUBLISHED.value)


def _check(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=f"trust_{name}")


def _one_of(field: str, words: type[State] | type[CaseKind] | type[Concern] | type[Verdict]) -> Q:
    return Q(**{f"{field}__in": [word.value for word in words]})


class Submission(models.Model):
    """A composition that its owner wants to publish for a campaign.

    `post`: the id that it is or will be published with; `published_at`: when it first was, whatever became of it since. A
    published one that is rejected can be restored until `voided_at`; it is voided at `voids_at` unless its owner appeals.

    What brands' rules look at stands in columns: `faces` and `face_permille` (the largest face's width, of the picture's; both
    -1 if nobody counted), `stickers`, `background` (an asset, 0 for the photo's own), and `plain`, the caption as `words.plain`
    makes it.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    owner = models.BigIntegerField()
    key = models.CharField(max_length=KEY_LETTERS_MAX)
    composition = models.BigIntegerField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    app = models.ForeignKey("identity.App", on_delete=models.PROTECT, related_name="+")
    caption = models.TextField(max_length=CAPTION_LETTERS_MAX)
    alt = models.TextField(max_length=ALT_LETTERS_MAX)
    language = models.CharField(max_length=8)
    post = models.BigIntegerField(unique=True)
    state = models.CharField(max_length=9, choices=[(state.value, state.value) for state in State])
    risk = models.SmallIntegerField(default=0)
    submitted_at = models.BigIntegerField()
    published_at = models.BigIntegerField(default=0)
    voids_at = models.BigIntegerField(default=0)
    voided_at = models.BigIntegerField(default=0)
    faces = models.SmallIntegerField(default=-1)
    face_permille = models.SmallIntegerField(default=-1)
    stickers = models.SmallIntegerField(default=0)
    background = models.BigIntegerField(default=0)
    plain = models.TextField(default="")

    class Meta:
        db_table = "trust_submission"
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="trust_submission_once"),
            models.UniqueConstraint(
                fields=["composition"], condition=Q(state__in=_OUT, composition__gt=0), name="trust_submission_out_once"
            ),
            _check("submission_state", _one_of("state", State)),
            _check("submission_risk", Q(risk__range=(0, RISK_MAX))),
            _check("submission_published", ~Q(state=State.PUBLISHED.value) | Q(published_at__gt=0)),
            _check("submission_voided", Q(voided_at=0) | Q(state=State.REJECTED.value, published_at__gt=0)),
        ]
        indexes = [
            models.Index(fields=["owner", "id"], name="trust_submission_owner"),
            models.Index(fields=["campaign", "id"], name="trust_submission_campaign"),
            models.Index(fields=["composition"], name="trust_submission_composition"),
            models.Index(fields=["voids_at"], condition=Q(voids_at__gt=0, voided_at=0), name="trust_submission_voids"),
        ]

    def __str__(self) -> str:
        return f"submission {self.id}"


class Examination(models.Model):
    """What the checks said of a submission: `checks` is a JSON array of {name, version, score, reason, details}."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, primary_key=True, related_name="examination")
    checks = models.JSONField()

    class Meta:
        db_table = "trust_examination"

    def __str__(self) -> str:
        return f"examination of {self.submission_id}"


class Case(models.Model):
    """A submission that a person has to look at. `turn_at` orders the queue (`rules.turn_at`), `due_at` is promised.

    `opinions`: how many people have to say the same; `holder` has it on the screen until `held_until`.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in CaseKind])
    concern = models.CharField(max_length=8, choices=[(concern.value, concern.value) for concern in Concern])
    why = models.JSONField(default=list)
    risk = models.SmallIntegerField()
    opinions = models.SmallIntegerField(default=1)
    opened_at = models.BigIntegerField()
    turn_at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    holder = models.BigIntegerField(default=0)
    held_until = models.BigIntegerField(default=0)
    closed_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "trust_case"
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(closed_at=0), name="trust_case_open_once"),
            _check("case_kind", _one_of("kind", CaseKind)),
            _check("case_concern", _one_of("concern", Concern)),
            _check("case_risk", Q(risk__range=(0, RISK_MAX))),
            _check("case_opinions", Q(opinions__range=(1, OPINIONS_MAX))),
        ]
        indexes = [
            models.Index(fields=["turn_at"], condition=Q(closed_at=0), name="trust_case_queue"),
            models.Index(fields=["submission"], name="trust_case_submission"),
        ]

    def __str__(self) -> str:
        return f"case {self.id}"


class Decision(models.Model):
    """What a person (`person`) or a machine (`algorithm`, `version`) said of a submission, and what it stood like before.

    `moved_to` is empty where it was an opinion only. Rows stay as they are, but for being undone.
    """

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="decisions")
    person = models.BigIntegerField(default=0)
    algorithm = models.CharField(max_length=24, default="")
    version = models.IntegerField(default=0)
    verdict = models.CharField(max_length=8, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    reason = models.CharField(max_length=12, default="", choices=[(reason.value, reason.value) for reason in Reason])
    note = models.TextField(max_length=NOTE_LETTERS_MAX, default="")
    moved_from = models.CharField(max_length=9)
    moved_to = models.CharField(max_length=9, default="")
    decided_at = models.BigIntegerField()
    undone_at = models.BigIntegerField(default=0)
    undone_by = models.BigIntegerField(default=0)

    class Meta:
        db_table = "trust_decision"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(undone_at=0, case__isnull=False, verdict__in=_SAID),
                name="trust_decision_one_each",
            ),
            _check("decision_verdict", _one_of("verdict", Verdict)),
            _check("decision_by", Q(person__gt=0, algorithm="") | (Q(person=0) & ~Q(algorithm=""))),
        ]
        indexes = [models.Index(fields=["person", "id"], condition=Q(person__gt=0), name="trust_decision_person")]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.person or self.algorithm}"


class Report(models.Model):
    """What a person told us about a published submission, once."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reports")
    person = models.BigIntegerField()
    reason = models.CharField(max_length=12, choices=[(reason.value, reason.value) for reason in Reason])
    note = models.TextField(max_length=NOTE_LETTERS_MAX, default="")
    reported_at = models.BigIntegerField()

    class Meta:
        db_table = "trust_report"
        constraints = [models.UniqueConstraint(fields=["submission", "person"], name="trust_report_once")]

    def __str__(self) -> str:
        return f"{self.reason} by {self.person}"


class Appeal(models.Model):
    """What a creator says against a rejection, once for each; `case` is where somebody else decides it."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField(max_length=APPEAL_LETTERS_MAX)
    filed_at = models.BigIntegerField()

    class Meta:
        db_table = "trust_appeal"

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"


class RuleSet(models.Model):
    """A version of a campaign's rules: `source` as the brand wrote it. At most one is live, from `live_at` to `retired_at`."""

    id = models.BigIntegerField(primary_key=True, default=ids.make)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    version = models.IntegerField()
    source = models.TextField()
    written_by = models.BigIntegerField()
    written_at = models.BigIntegerField()
    live_at = models.BigIntegerField(default=0)
    retired_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "trust_rules"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "version"], name="trust_rules_version"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(live_at__gt=0, retired_at=0), name="trust_rules_live_once"
            ),
        ]

    def __str__(self) -> str:
        return f"rules {self.version} of {self.campaign_id}"


class Replay(models.Model):
    """What a version of the rules would have decided: `rows` holds packed columns (`kit.columns`), the newest submission
    first: submission, was, would (codes of `brandrules.Outcome`), broken (a bit for each rule)."""

    rules = models.OneToOneField(RuleSet, on_delete=models.CASCADE, primary_key=True, related_name="replay")
    since = models.BigIntegerField()
    until = models.BigIntegerField()
    counts = models.JSONField()
    rows = models.BinaryField()
    took_ms = models.IntegerField()

    class Meta:
        db_table = "trust_replay"

    def __str__(self) -> str:
        return f"replay of {self.rules_id}"


class Outbox(models.Model):
    """What the log has to be told about a post. The id is a sequence of the database: see `campaigns.models.Outbox`."""

    id = models.BigAutoField(primary_key=True)
    op = models.CharField(max_length=8)
    details = models.TextField()
    at_ms = models.BigIntegerField()
    sent_at = models.BigIntegerField()

    class Meta:
        db_table = "trust_outbox"
        indexes = [models.Index(fields=["id"], condition=Q(sent_at=0), name="trust_outbox_unsent")]

    def __str__(self) -> str:
        return f"{self.op} {self.id}"
