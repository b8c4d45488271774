"""Words of the work on a case: standards of proof, the fate of a recommendation, kinds of tasks.

Like the vocabulary: permanent values that code branches on, their Arabic in locale/ar.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standard(TextChoices):
    """How sure somebody must be before an allegation counts as proven."""

    REASONABLE_GROUNDS = "reasonable_grounds", _("Reasonable grounds to believe it")
    BALANCE = "balance", _("More likely than not")
    CLEAR = "clear", _("Clear and convincing evidence")
    BEYOND_DOUBT = "beyond_doubt", _("Beyond reasonable doubt")


class Fate(TextChoices):
    """Where a recommendation stands. Claimed is what the authority says; verified is what was checked."""

    MADE = "made", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Accepted in part")
    REJECTED = "rejected", _("Rejected, with reasons")
    CLAIMED = "claimed", _("Carried out, the authority says")
    VERIFIED = "verified", _("Carried out, as was checked")
    NOT_IMPLEMENTED = "not_implemented", _("Not carried out, as was checked")
    SET_ASIDE = "set_aside", _("Fell with the decision")


STANCES = (Fate.ACCEPTED, Fate.PARTLY, Fate.REJECTED)
VERDICTS = (Fate.VERIFIED, Fate.NOT_IMPLEMENTED)
SETTLED = frozenset({Fate.VERIFIED, Fate.SET_ASIDE})  # nothing is waited for any more


class ErrandKind(TextChoices):
    """What a task in a case is about, as the list of one's tasks shows it."""

    CALL = "call", _("Speak with the complainant")
    WITNESS = "witness", _("Hear a witness")
    VISIT = "visit", _("Visit a place")
    DOCUMENT = "document", _("Get a document")
    LETTER = "letter", _("Write a letter")
    MEDICAL = "medical", _("Follow up a medical examination")
    COURT = "court", _("Ask the court how far it is")
    FOLLOW_UP = "follow_up", _("Follow up what was promised")
    MEETING = "meeting", _("Prepare a meeting")
    DRAFT = "draft", _("Draft the decision")
    OTHER = "other", _("Something else to do")
