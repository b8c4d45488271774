"""The vocabulary of letters: which way they go, to whom, and for what. Pure: no queries."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.vocabulary import Matter, Mode


class Direction(TextChoices):
    """Each has its own register: وارد and صادر."""

    OUTGOING = "out", _("Outgoing")
    INCOMING = "in", _("Incoming")


class LetterStatus(TextChoices):
    """How far a letter has come. A number belongs to those sent or received alone."""

    DRAFT = "draft", pgettext_lazy("letter", "Draft")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    RECEIVED = "received", pgettext_lazy("letter", "Received")


class Purpose(TextChoices):
    """What an outgoing letter is for: a folder of templates/complaints/letters each."""

    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement to the complainant")
    ANSWER_REQUEST = "answer_request", _("Request for an answer")
    REMINDER = "reminder", _("Reminder")
    PRESERVATION = "preservation", _("Request to preserve evidence")
    EXAMINATION = "examination", _("Request for a medical examination")
    OUTCOME = "outcome", _("Notice of the outcome")
    REFERRAL = "referral", _("Referral to another body")
    RECOMMENDATION = "recommendation", _("Recommendation")
    HEARING = "hearing", _("Invitation to a hearing")
    FAMILY_REPLY = "family_reply", _("Reply to the family of somebody held")


class Correspondent(TextChoices):
    """Whom a letter goes to or comes from, in clear: persons are named in the sealed part alone."""

    COMPLAINANT = "complainant", _("Complainant")
    FAMILY = "family", _("Family")
    REPRESENTATIVE = "representative", _("Lawyer or representative")
    UNIT = "unit", _("Unit or service")
    AUTHORITY = "authority", _("Ministry")
    BODY = "body", _("National institution or other body")
    PROSECUTION = "prosecution", _("Public prosecution")
    COURT = "court", _("Court")
    HOSPITAL = "hospital", _("Hospital or doctor")
    OTHER = "other", _("Somebody else")


OTHER_SIDE = frozenset({Correspondent.UNIT, Correspondent.AUTHORITY})
"""Whoever answers for what is complained of: the complainant is not named to them by default."""
TO_THE_COMPLAINANT = frozenset({Purpose.ACKNOWLEDGEMENT, Purpose.OUTCOME})
WAITS_FOR_AN_ANSWER = frozenset(
    {
        *(Purpose.ANSWER_REQUEST, Purpose.REMINDER, Purpose.PRESERVATION),
        *(Purpose.EXAMINATION, Purpose.REFERRAL, Purpose.RECOMMENDATION),
    }
)
"""Letters that say until when an answer is awaited."""
USUALLY = {
    Purpose.ACKNOWLEDGEMENT: Correspondent.COMPLAINANT,
    Purpose.ANSWER_REQUEST: Correspondent.AUTHORITY,
    Purpose.REMINDER: Correspondent.AUTHORITY,
    Purpose.PRESERVATION: Correspondent.UNIT,
    Purpose.EXAMINATION: Correspondent.HOSPITAL,
    Purpose.OUTCOME: Correspondent.COMPLAINANT,
    Purpose.REFERRAL: Correspondent.BODY,
    Purpose.RECOMMENDATION: Correspondent.AUTHORITY,
    Purpose.HEARING: Correspondent.COMPLAINANT,
    Purpose.FAMILY_REPLY: Correspondent.FAMILY,
}
"""To whom each usually goes."""


STEPS = {
    Purpose.ACKNOWLEDGEMENT: "acknowledge",
    Purpose.ANSWER_REQUEST: "request_answer",
    Purpose.PRESERVATION: "preserve_evidence",
    Purpose.EXAMINATION: "ask_examination",
    Purpose.OUTCOME: "notify_outcome",
    Purpose.REFERRAL: "refer",
    Purpose.RECOMMENDATION: "recommend_remedy",
    Purpose.FAMILY_REPLY: "report_whereabouts",
}
"""The step of the procedure that says the same: clocks and stages follow the step, never the letter."""


class PaperKind(TextChoices):
    """What a file of a letter is."""

    MADE = "made", _("As it was written here")
    SCAN = "scan", _("Signed and stamped")


def purposes_for(*, matter: str, mode: str, is_held: bool) -> list[Purpose]:
    """What a case may need letters for: nobody knows where to write to whoever gave no name."""
    unfit: set[Purpose] = set()
    if mode == Mode.ANONYMOUS:
        unfit |= TO_THE_COMPLAINANT
    if matter != Matter.CUSTODY and not is_held:
        unfit.add(Purpose.FAMILY_REPLY)
    return [purpose for purpose in Purpose if purpose not in unfit]


def written_number(year: int, number: int) -> str:
    """A number of the register as it stands on a letter: 2026/15. Show it left to right."""
    return f"{year}/{number}"
