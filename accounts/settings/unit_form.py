"""What an administrator types about a unit."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes.kinds import Value
from accounts.models import Governorate, Unit, UnitKind
from accounts.settings.forms import NamesForm, Place
from accounts.settings.units import NEW


class UnitForm(NamesForm):
    """A unit; where it stands in the tree is chosen when it is new, and stays."""

    asks_day: ClassVar[bool] = False  # the tree is one for everybody, a spreadsheet changes it at once too

    kind = forms.ChoiceField(label=gettext_lazy("What kind of unit is it?"))
    parent = forms.ChoiceField(label=gettext_lazy("Below"))
    governorate = forms.ChoiceField(label=gettext_lazy("Governorate"), required=False)
    is_closed = forms.BooleanField(
        label=gettext_lazy("Closed: no longer offered when a case is filed"), required=False
    )

    def __init__(self, *args: Any, place: Place, value: Value, **kwargs: Any) -> None:
        super().__init__(*args, place=place, value=value, **kwargs)
        self.known = value.get("value") or {}
        state = place.state.code
        listed = Governorate.objects.filter(state=state)
        self._offer("governorate", [("", _("not stated")), *((row.code, row.name) for row in listed)])
        kinds = [one for one in UnitKind if one != UnitKind.SERVICE]
        self._offer("kind", [("", _("choose")), *((one.value, one.label) for one in kinds)])
        if place.target == NEW:
            above = Unit.objects.filter(state=state, closed_on=None)
            self._offer("parent", [(row.code, row.name) for row in above])
            del self.fields["is_closed"]
        else:
            del self.fields["parent"]
            if not self.known.get("parent"):
                del self.fields["kind"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        return {**value["value"], "is_closed": bool(value["value"].get("closed_on"))}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_named = self.place.target == NEW and given.get("parent") and given.get("en")
        # Without this, a code that exists would be the other unit's page.
        if is_named and Unit.objects.filter(code=self._new_code(given)).exists():
            self.add_error("en", _("There is another unit with this code."))
        return given

    def _new_code(self, given: dict[str, Any]) -> str:
        return slugify(f"{given['parent']}-{given['en']}")[:40].strip("-")

    @property
    def target(self) -> str:
        """A new unit's code comes from the one above it and its English name."""
        return self._new_code(self.cleaned_data) if self.place.target == NEW else self.place.target

    def bare(self) -> Any:
        names = ("ar", "en", "kind", "parent", "governorate")
        closed_on = self.known.get("closed_on") or self.place.today.isoformat()
        return {
            **{name: self.cleaned_data.get(name, "") for name in names},
            "closed_on": closed_on if self.cleaned_data.get("is_closed") else "",
        }
