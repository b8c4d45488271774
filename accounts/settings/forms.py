"""What an administrator types about each thing that can be set; the same form before and after the preview."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.changes.kinds import Value
from accounts.changes.services import REASON
from accounts.models import State
from accounts.settings import limits, supervision
from accounts.settings.calendar import WEEKDAYS, Day
from accounts.settings.facts import SOURCE
from accounts.settings.institutions import NAME, SERVICES
from common.fields import CountField, DayField, WordsField
from common.languages import month_name


@dataclass(frozen=True, slots=True)
class Place:
    """Whose thing is set: the state, which one of its kind, and today there."""

    state: State
    target: str
    today: date


class SettingForm(forms.Form):
    """The end that every such form has: where it was read, from when it holds, why it is changed."""

    asks_source: ClassVar[bool] = True
    asks_day: ClassVar[bool] = True

    source = WordsField(
        label=gettext_lazy("Where this was read"),
        help_text=gettext_lazy(
            "The law, decree or letter, with its number and date. It is published with the change."
        ),
        limit=SOURCE,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    as_of = DayField(
        label=gettext_lazy("Date of that source"),
        help_text=gettext_lazy("For example 14/3/2026."),
        required=False,
    )
    holds_from = DayField(
        label=gettext_lazy("Holds from"),
        help_text=gettext_lazy("For example 14/3/2026. Left empty: as early as it can be."),
        required=False,
    )
    reason = WordsField(
        label=gettext_lazy("Reason for the change"),
        help_text=gettext_lazy("It is published with the change. Name nobody."),
        limit=REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, place: Place, value: Value, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self.start(value))
        super().__init__(*args, **kwargs)
        self.place = place
        if not self.asks_source:
            del self.fields["source"], self.fields["as_of"]
        if not self.asks_day:
            del self.fields["holds_from"]
        end = ("source", "as_of", "holds_from", "reason")
        self.order_fields([*(name for name in self.fields if name not in end), *end])

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        """What the fields show before anybody types: the value that holds."""
        return {"value": value.get("value")}

    @property
    def target(self) -> str:
        """Which one of its kind is changed."""
        return self.place.target

    def bare(self) -> Any:
        """The value as it was typed."""
        return self.cleaned_data["value"]

    def after(self) -> Value:
        """The new value, as its kind keeps it."""
        return {"value": self.bare(), **self.origin()}

    def origin(self) -> dict[str, str]:
        given = self.cleaned_data
        as_of = given.get("as_of")
        return {"source": given.get("source", ""), "as_of": as_of.isoformat() if as_of else ""}


class WeekendForm(SettingForm):
    """Days of rest."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of rest"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain"}),
    )

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        return {"days": value["days"]}

    def after(self) -> Value:
        return {"days": self.cleaned_data["days"], **self.origin()}


class HolidaysForm(SettingForm):
    """The holidays of a year, a row each, and some empty rows for more."""

    template_name = "accounts/settings/holidays_form.html"
    asks_day = False
    MORE = 4
    parts: ClassVar[tuple[str, ...]] = ("day", "ar", "en", "confirmed")

    def __init__(self, *args: Any, place: Place, value: Value, **kwargs: Any) -> None:
        super().__init__(*args, place=place, value=value, **kwargs)
        self.fields["source"].required = False  # an empty list has none; the kind asks for it otherwise
        self.rows_count = self._rows(len(value["days"]))
        self.fields["rows"] = forms.CharField(
            widget=forms.HiddenInput, initial=self.rows_count, required=False
        )
        for row in range(self.rows_count):
            self._add(row)

    def _rows(self, known: int) -> int:
        typed = str(self.data.get("rows", "")) if self.is_bound else ""
        return min(int(typed), 80) if typed.isdigit() else known + self.MORE

    def _add(self, row: int) -> None:
        self.fields[f"day_{row}"] = DayField(label=_("Day"), required=False)
        self.fields[f"ar_{row}"] = WordsField(label=_("Name in Arabic"), limit=120, required=False)
        self.fields[f"en_{row}"] = WordsField(label=_("Name in English"), limit=120, required=False)
        self.fields[f"confirmed_{row}"] = forms.BooleanField(label=_("Confirmed"), required=False)

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        typed: dict[str, Any] = {"source": value["source"]}
        for row, day in enumerate(value["days"]):
            typed |= {f"{part}_{row}": day[part] for part in HolidaysForm.parts}
        return typed

    @property
    def grid(self) -> Iterator[list[BoundField]]:
        """The fields of each row."""
        for row in range(self.rows_count):
            yield [self[f"{part}_{row}"] for part in self.parts]

    @property
    def tail(self) -> list[BoundField]:
        """What is asked once."""
        return [self[name] for name in ("source", "as_of", "reason")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for row in range(self.rows_count):
            named = given.get(f"ar_{row}") or given.get(f"en_{row}")
            if named and not given.get(f"day_{row}") and f"day_{row}" not in self.errors:
                self.add_error(f"day_{row}", _("Say on which day it is, or clear the row."))
        return given

    def after(self) -> Value:
        given = self.cleaned_data
        days: list[Day] = [
            {
                "day": given[f"day_{row}"].isoformat(),
                **{part: given[f"{part}_{row}"] for part in self.parts[1:]},
            }
            for row in range(self.rows_count)
            if given.get(f"day_{row}")
        ]
        return {"days": days, **self.origin()}


class NumberForm(SettingForm):
    """The emergency number."""

    value = WordsField(
        label=gettext_lazy("Emergency number"),
        help_text=gettext_lazy("Left empty: none is shown."),
        limit=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "class": "input-short"}),
    )


class DutyForm(SettingForm):
    """Whether a duty officer is confirmed."""

    value = forms.TypedChoiceField(
        label=gettext_lazy("Does somebody answer on days of rest, too?"),
        coerce=lambda typed: typed == "yes",
        choices=[
            ("yes", gettext_lazy("Yes: danger is acknowledged within 24 hours on every day")),
            ("no", gettext_lazy("No: it is acknowledged on the next working day, and the page says so")),
        ],
        widget=forms.RadioSelect,
    )

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        return {"value": "yes" if value["value"] else "no"}


class MandatesForm(SettingForm):
    """Services an institution may examine."""

    value = forms.MultipleChoiceField(
        label=gettext_lazy("Services it may examine complaints about"),
        choices=list(SERVICES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain"}),
    )


class SupervisionForm(SettingForm):
    """The authority of a service, and whether complaints about it are received."""

    authority = forms.ChoiceField(label=gettext_lazy("Who supervises it?"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("Complaints about it are received"), required=False)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, place=place, **kwargs)
        listed = supervision.authorities(place.state.code)
        assumed = ("", _("the interior ministry, assumed"))
        field = self.fields["authority"]
        field.choices = [assumed, *((row.code, row.name) for row in listed)]  # type: ignore[attr-defined]

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        return dict(value["value"])

    def bare(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("authority", "is_active")}


class NamesForm(SettingForm):
    """A name in both languages."""

    ar = WordsField(
        label=gettext_lazy("Name in Arabic"),
        limit=NAME,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar"}),
    )
    en = WordsField(
        label=gettext_lazy("Name in English"),
        limit=NAME,
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "en"}),
    )

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        names = value.get("value", value)
        return {"ar": names.get("ar", ""), "en": names.get("en", "")}

    def bare(self) -> Any:
        return {"ar": self.cleaned_data["ar"], "en": self.cleaned_data["en"]}


class MonthForm(SettingForm):
    """A month of the year."""

    value = forms.TypedChoiceField(label=gettext_lazy("The reporting year begins in"), coerce=int)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, place=place, **kwargs)
        language = (get_language() or "ar")[:2]
        named = [
            (month, month_name(month, language=language, months=place.state.months)) for month in range(1, 13)
        ]
        field = self.fields["value"]
        if isinstance(field, forms.ChoiceField):
            field.choices = named


class LimitsForm(SettingForm):
    """Limits of files."""

    asks_source = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in limits.NAMES.items():
            shipped = getattr(limits.SHIPPED, name)
            self.fields[name] = CountField(
                label=label,
                help_text=_("As shipped: %(number)s.") % {"number": shipped},
                min_value=1,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
            )
        self.order_fields([*limits.NAMES])

    @staticmethod
    def start(value: Value) -> dict[str, Any]:
        return dict(value["value"])

    def bare(self) -> Any:
        return {name: self.cleaned_data[name] for name in limits.NAMES}


class RefusalForm(forms.Form):
    """Why a second signature is refused."""

    reason = WordsField(
        label=gettext_lazy("Why it is refused"),
        help_text=gettext_lazy("It is published with the change. Name nobody."),
        limit=REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
