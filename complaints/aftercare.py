"""Rows of the procedure that look after people beyond the case: their safety, and what they thought of it. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.moves import Ask, Guard, Target, Who, row
from complaints.vocabulary import Stage


class Question(TextChoices):
    """What a complainant may be asked once a case has ended. Counted, and kept with nobody's case."""

    CLEAR = "clear", _("Was it clear to you where your complaint stood and what came next?")
    RESPECT = "respect", _("Were you treated with respect?")
    AGAIN = "again", _("Would you complain here again?")


class Opinion(TextChoices):
    """The answers to each of these questions."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


ENDS_ASKED = (Stage.CLOSED, Stage.INADMISSIBLE, Stage.WITHDRAWN)

AFTERCARE = (
    row("answer_safety", Stage, Target.STAY, Who.COMPLAINANT, Ask.SAFETY, guards=(Guard.SAFETY_ASKED,)),
    # Every answer is followed up, so that nothing outside its seal tells a good one from a bad one.
    row("follow_up_safety", Stage, Target.STAY, Who.INDEPENDENT, Ask.REASON, guards=(Guard.SAFETY_TOLD,)),
    row(
        "answer_satisfaction",
        ENDS_ASKED,
        Target.STAY,
        Who.COMPLAINANT,
        Ask.SATISFACTION,
        guards=(Guard.SATISFACTION_OPEN,),
    ),
)
