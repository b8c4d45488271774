"""Fields of the form that corrects a place: the state's services, its units, its governorates."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import selectors as accounts
from accounts.models import Governorate, Unit
from complaints.casework.step import Place
from complaints.moves import Ask

if TYPE_CHECKING:
    from complaints.casework.forms import ActionForm


def add_fields(form: "ActionForm") -> None:
    """Service, unit and governorate, as they stand in the case."""
    case = form.file.case
    unit = next((row.unit_id for row in form.file.allegations), None)
    services = accounts.held_in([case.state]).supervised[case.state].values()
    form.add(
        "service",
        _choice(_("Service"), [(row.service, row.name) for row in services], case.service),
        Ask.PLACE,
    )
    form.add("unit", _choice(_("Unit"), _units(case.state), unit, required=False), Ask.PLACE)
    places = Governorate.objects.filter(state=case.state)
    named = [(str(row.pk), row.name) for row in places]
    form.add("governorate", _choice(_("Governorate"), named, case.governorate_id, required=False), Ask.PLACE)


def _choice(
    label: object, choices: list[tuple[str, str]], initial: object, *, required: bool = True
) -> forms.ChoiceField:
    unknown = [("", _("choose") if required else _("not known"))]
    return forms.ChoiceField(
        label=label,  # type: ignore[arg-type]  # a lazy sentence
        choices=[*unknown, *choices],
        required=required,
        initial=str(initial or ""),
    )


def _units(state: str) -> list[tuple[str, str]]:
    """Open units below their services, each with the one above it."""
    rows = Unit.objects.filter(state=state, closed_on=None).select_related("parent")
    return [(str(row.pk), f"{row.name} · {row.parent.name}" if row.parent else row.name) for row in rows]


def given(data: dict[str, object]) -> Place | None:
    """What was chosen; None where nothing was asked."""
    if "service" not in data:
        return None
    unit, governorate = (str(data.get(name) or "") for name in ("unit", "governorate"))
    return Place(
        service=str(data["service"]),
        unit=int(unit) if unit else None,
        governorate=int(governorate) if governorate else None,
    )
