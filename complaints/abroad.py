"""Rows of the procedure for a case that goes to another state's institution: proposed, agreed to, sent. Pure."""

from complaints.moves import Ask, Guard, Target, Who, row
from complaints.requests import ALL_CLOCKS
from complaints.vocabulary import OPEN, Stage

TRANSFERS = (
    row("propose_transfer", OPEN, Target.STAY, (Who.INDEPENDENT, Who.APPROVER), Ask.DESTINATION, Ask.MESSAGE),
    # What goes along is sealed in the complainant's own visit, to the receiving institution alone.
    row(
        "consent_to_transfer", OPEN, Target.STAY, Who.COMPLAINANT, Ask.CONSENT, guards=(Guard.TRANSFER_ASKED,)
    ),
    row("refuse_transfer", OPEN, Target.STAY, Who.COMPLAINANT, guards=(Guard.TRANSFER_ASKED,)),
    row(
        "transfer",
        OPEN,
        Stage.REFERRED,
        (Who.INDEPENDENT, Who.APPROVER),
        Ask.REASON,
        guards=(Guard.TRANSFER_AGREED,),
        starts=("referral_enquiry",),
        stops=("route", *ALL_CLOCKS),
    ),
)
