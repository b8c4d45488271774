"""Further words of the desk: transfers to other states, safety, what is put on file. `sentences` has the rest."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from complaints.moves import Ask, Guard

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Words(NamedTuple):
    """What an action's button says, and the sentence beside it: what it does, and who sees it."""

    label: "StrPromise"
    does: "StrPromise"


ACTIONS: dict[str, Words] = {
    "propose_transfer": Words(
        _("Propose a transfer to another state"),
        _(
            "The complainant reads your message and is asked. Nothing leaves before they agree, and nothing that is "
            "written after that goes along."
        ),
    ),
    "transfer": Words(
        _("Send the case to the other state"),
        _(
            "What the complainant agreed to goes, sealed to the other national institution alone. The file is "
            "referred here; the complainant sees it."
        ),
    ),
    "follow_up_safety": Words(
        _("Follow up what was told about safety"),
        _(
            "Stays with the independent body: what the complainant told is read, and what was done about it noted."
        ),
    ),
}
ASKS: dict[Ask, "StrPromise"] = {
    Ask.SATISFACTION: _("Answer at least one of the questions."),
    Ask.DESTINATION: _("Choose an institution from the list."),
    Ask.PROCEEDING: _("Fill in what the form asks for; whoever is recused is not present as well."),
}
OF_ACTIONS: dict[tuple[str, Ask], "StrPromise"] = {
    ("exclude", Ask.PERSON): _("Choose whom the case is to be kept from; not yourself."),
    ("lift_exclusion", Ask.PERSON): _("Choose somebody whose exclusion your institution may lift."),
}
"""What is said instead where an action asks for something else than the others do."""
GUARDS: dict[Guard, "StrPromise"] = {
    Guard.SAFETY_TOLD: _("Nothing that was told about safety waits."),
    Guard.SATISFACTION_OPEN: _("The questions after the end were answered already."),
    Guard.TRANSFER_ASKED: _("No question about a transfer to another state is open."),
    Guard.TRANSFER_AGREED: _(
        "The complainant has not agreed yet that it goes to another state’s institution."
    ),
    Guard.NOT_GONE: _(
        "The case went to another state’s institution with its complainant’s code. It comes back by a transfer "
        "from there."
    ),
    Guard.MINUTES_OPEN: _(
        "No minutes wait for you: members agree who were present, and not whoever wrote them."
    ),
}
