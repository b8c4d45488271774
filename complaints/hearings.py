"""What is put on file beside texts: statements, sessions, hearings, powers of attorney, medical reports. Pure.

Source: "The other side" and "Office habits" of docs/domain.md; consistency of findings after paragraph 187 of the
Istanbul Protocol (2004; the same five degrees in the edition of 2022).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from complaints.moves import Ask, Guard, Target, Who, row
from complaints.vocabulary import Stage


class ProceedingKind(TextChoices):
    """What is put on file."""

    STATEMENT = "statement", _("Statement of the person complained of")
    SESSION = "session", _("Session of the committee")
    HEARING = "hearing", _("Hearing")
    ATTORNEY = "attorney", _("Power of attorney")
    MEDICAL = "medical", _("Medical report")


class Given(TextChoices):
    """How a statement was given."""

    WRITTEN = "written", _("In writing")
    SPOKEN = "spoken", _("Orally, and written down")
    REFUSED = "refused", _("The person was asked and gave none")


class Scope(TextChoices):
    """What a lawyer may do by a power of attorney."""

    FOLLOW = "follow", _("Follow the case and ask about it")
    SPEAK = "speak", _("Make statements and give evidence")
    RECEIVE = "receive", _("Receive letters and decisions")
    REVIEW = "review", _("Ask for a review")
    SETTLE = "settle", _("Accept a settlement")
    WITHDRAW = "withdraw", _("Withdraw the complaint")


class Consistency(TextChoices):
    """How far what was found agrees with what is alleged (Istanbul Protocol, paragraph 187)."""

    NOT = "not", _("Not consistent: it could not have been caused by what is alleged")
    CONSISTENT = (
        "consistent",
        _("Consistent with: it could have been, and there are many other possible causes"),
    )
    HIGHLY = "highly", _("Highly consistent: it could have been, and there are few other possible causes")
    TYPICAL = "typical", _("Typical of: it is usually found after this, and there are other possible causes")
    DIAGNOSTIC = "diagnostic", _("Diagnostic of: it could not have been caused in any other way")


PROCEEDINGS = (
    row("put_on_file", Stage, Target.STAY, (Who.LEAD, Who.APPROVER, Who.INDEPENDENT), Ask.PROCEEDING),
    row(
        "approve_minutes",
        Stage,
        Target.STAY,
        (Who.LEAD, Who.APPROVER, Who.INDEPENDENT, Who.MEMBER),
        guards=(Guard.MINUTES_OPEN,),
    ),
)
APPROVALS = 2
"""Members present, other than whoever wrote them, who must agree to minutes."""
