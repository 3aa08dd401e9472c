"""What people did and what it brought, in the words of creators."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy, pgettext_lazy

from facevalue.ledger.queries import Code
from facevalue.settlement.queries import Outcome
from facevalue.social.actions import COMMENT, LIKE, SHARE
from facevalue.trust import queries as trust
from facevalue.trust.queries import Reason, State


class Told(NamedTuple):
    """A title and what it means; `tone` is that of a notice."""

    title: Any
    explanation: Any
    tone: str


# With the name of whoever did it before.
DEEDS: dict[int, Any] = {
    LIKE: pgettext_lazy("somebody", "likes it"),
    COMMENT: pgettext_lazy("somebody", "says something"),
    SHARE: pgettext_lazy("somebody", "shares it"),
}
SIGNS = {LIKE: "heart", COMMENT: "comment", SHARE: "share"}
KINDS: dict[int, Any] = {LIKE: gettext_lazy("a like"), COMMENT: gettext_lazy("a comment"), SHARE: gettext_lazy("a share")}

# Why an engagement brought what it brought.
OUTCOMES: dict[int, Any] = {
    Outcome.LATE: gettext_lazy("after the time in which the picture earns"),
    Outcome.SECOND_DEGREE: gettext_lazy("through somebody's share: free for the brand"),
    Outcome.STRANGER: gettext_lazy("does not follow you: free for the brand"),
    Outcome.UNRATED: gettext_lazy("the campaign pays nothing for this"),
    Outcome.CAP_ACTOR: gettext_lazy("has reached what one person can earn you in a day"),
    Outcome.CAP_POST: gettext_lazy("the picture has earned all that it can"),
    Outcome.BUDGET: gettext_lazy("the picture's budget is used up"),
    Outcome.HELD: gettext_lazy("earned, and being checked"),
    Outcome.PAID: gettext_lazy("in your own network: earned"),
    Outcome.UNDONE: gettext_lazy("taken back"),
}

# Why a picture is not shown, by trust's own sentence.
REASONS: dict[str, Any] = {
    trust.REASONS[Reason.FACES]: gettext_lazy("Your face cannot be seen well enough, or something covers it."),
    trust.REASONS[Reason.UNCLEAR]: gettext_lazy("The picture is too blurred or too dark."),
    trust.REASONS[Reason.SCREENSHOT]: gettext_lazy("This is a screenshot or a picture of another screen."),
    trust.REASONS[Reason.CONTACT]: gettext_lazy("A link, QR code, phone number or address is in the picture or the text."),
    trust.REASONS[Reason.COPIED]: gettext_lazy("The photo was posted before, by you or somebody else."),
    trust.REASONS[Reason.OFF_BRAND]: gettext_lazy("It does not fit what the brand asks for in this campaign."),
    trust.REASONS[Reason.LANGUAGE]: gettext_lazy("The text has words that hurt people."),
    trust.REASONS[Reason.NUDITY]: gettext_lazy("There is nudity, or something sexual."),
    trust.REASONS[Reason.HARM]: gettext_lazy("It shows or asks for something dangerous or forbidden."),
    trust.REASONS[Reason.OVER]: gettext_lazy("The campaign has ended, or its budget is used up."),
}
# What one can report.
REPORTS: dict[str, Any] = {
    Reason.NUDITY: gettext_lazy("Nudity, or something sexual"),
    Reason.HARM: gettext_lazy("Something dangerous or forbidden"),
    Reason.LANGUAGE: gettext_lazy("Words that hurt people"),
    Reason.COPIED: gettext_lazy("The photo is somebody else's"),
    Reason.CONTACT: gettext_lazy("Advertising of their own, or a way to get in touch"),
}

# Why tokens moved.
MOVEMENTS: dict[int, Any] = {
    Code.SETTLE: gettext_lazy("Earned with a picture"),
    Code.WITHDRAW: gettext_lazy("Taken back: somebody undid what they did"),
    Code.CLEAR: gettext_lazy("Ready to spend"),
    Code.REJECT: gettext_lazy("Set aside: a picture was taken down"),
    Code.RESTORE: gettext_lazy("Given back: a picture is shown again"),
    Code.CAPTURE: gettext_lazy("Spent"),
}
# What became of an appeal.
APPEALS = {
    "open": gettext_lazy("Your appeal has arrived. Somebody who has not seen it yet looks at it."),
    "upheld": gettext_lazy("Your appeal was right: it is out again, and pays what it would have paid."),
    "lost": gettext_lazy("Somebody else has looked at it again, and it stays as it is."),
}

# What became of a picture.
TOLD = {
    State.PUBLISHED: Told(
        gettext_lazy("It is out"),
        gettext_lazy("Your people see it now. When they like, comment or share it, you earn."),
        "success",
    ),
    State.WAITING: Told(
        gettext_lazy("Somebody has a look first"),
        gettext_lazy("It is out as soon as a person has looked at it, within a day. You need not do anything."),
        "warning",
    ),
    State.REJECTED: Told(gettext_lazy("It cannot be shown"), gettext_lazy("This is why:"), "error"),
    State.WITHDRAWN: Told(gettext_lazy("You took it back"), gettext_lazy("Nobody sees it any more."), "warning"),
}
