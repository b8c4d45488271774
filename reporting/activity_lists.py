"""Finding activities in the register: filters, pages, and what one of them looked like before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.models import Institution, State
from accounts.roles import Permission
from common import keyset
from common.fields import DayField
from reporting import activities
from reporting.activity_forms import choices_of, current_measures
from reporting.models import REGION, Activity, ActivityKind, Measure, Verdict

ORDER = ("-start", "-pk")


class FilterForm(forms.Form):
    """Which part of the register to show. What is not valid in it filters nothing."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of activity"), required=False)
    verdict = forms.ChoiceField(label=gettext_lazy("Verification"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), required=False)
    institution = forms.ChoiceField(label=gettext_lazy("Kept by"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    since = DayField(label=gettext_lazy("From day"), required=False)
    until = DayField(label=gettext_lazy("To day"), required=False)
    withdrawn = forms.BooleanField(label=gettext_lazy("Withdrawn ones too"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})
        everything = ("", _("all"))
        choices_of(self, "kind").choices = [everything, *ActivityKind.choices]
        choices_of(self, "verdict").choices = [everything, *Verdict.choices]
        codes = [(row.code, f"{row.code} – {row.title}") for row in current_measures()]
        choices_of(self, "measure").choices = [everything, *codes]
        if actor.may(Permission.REGION):
            states = [(row.code, row.name) for row in State.objects.exclude(pk=REGION)]
            choices_of(self, "state").choices = [everything, *states]
            del self.fields["institution"]
        else:
            kept = Institution.objects.filter(state=actor.state, is_active=True)
            choices_of(self, "institution").choices = [everything, *((row.code, row.name) for row in kept)]
            del self.fields["state"]

    @property
    def chosen(self) -> dict[str, Any]:
        """What is chosen and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


FILTERS = {
    "kind": "kind",
    "verdict": "verdict",
    "measure": "measures__code",
    "institution": "institution__code",
    "state": "state",
    "since": "end__gte",
    "until": "start__lte",
}


def found(actor: Actor, chosen: Mapping[str, Any]) -> QuerySet[Activity]:
    """The activities of the register that fit, within what the actor may see."""
    rows: QuerySet[Activity] = activities.visible_to(actor)
    for name, column in FILTERS.items():
        if name in chosen:
            rows = rows.filter(**{column: chosen[name]})
    if not chosen.get("withdrawn"):
        rows = rows.filter(withdrawn_at=None)
    return rows.distinct() if "measure" in chosen else rows


def page(actor: Actor, chosen: Mapping[str, Any], data: Mapping[str, str]) -> keyset.Page[Activity]:
    """One page, the newest first, each with how many documents stand beside it."""
    papers = Count("documents", filter=Q(documents__withdrawn_at=None), distinct=True)
    return keyset.page(found(actor, chosen).annotate(papers=papers), by=ORDER, data=data)


def kept(chosen: Mapping[str, Any]) -> dict[str, str]:
    """The filters as an address carries them."""
    return {
        name: value.isoformat() if isinstance(value, date) else "on" if value is True else str(value)
        for name, value in chosen.items()
    }


def not_assessed(actor: Actor) -> int:
    """How many activities wait for a word of the national institution, up to a hundred."""
    rows = Activity.objects.visible_to(actor).standing().filter(verdict=Verdict.NOT_ASSESSED)
    return len(rows.values("pk")[:100])


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an activity before and after a correction."""

    label: Any
    before: str
    after: str


LABELS: dict[str, Any] = {
    "kind": gettext_lazy("Kind of activity"),
    "title_ar": gettext_lazy("Title in Arabic"),
    "title_en": gettext_lazy("Title in English"),
    "start": gettext_lazy("First day"),
    "end": gettext_lazy("Last day"),
    "partners": gettext_lazy("Partners"),
    "place": gettext_lazy("Place"),
    "participants": gettext_lazy("Number of participants"),
    "women": gettext_lazy("Women among them"),
    "officers": gettext_lazy("Officers among them"),
    "other_ranks": gettext_lazy("Other ranks among them"),
    "civilians": gettext_lazy("Civilians among them"),
    "quantity": gettext_lazy("Quantity"),
    "measures": gettext_lazy("Measures it serves"),
}


def history(row: Activity) -> list[dict[str, Any]]:
    """What each correction changed, newest first, with what had been said of the earlier words."""
    steps, after = [], activities.as_typed(row)
    for earlier in row.earlier.all():
        changed = [
            Difference(LABELS[name], _said(name, earlier.values.get(name)), _said(name, after.get(name)))
            for name in LABELS
            if earlier.values.get(name) != after.get(name)
        ]
        steps.append({"earlier": earlier, "changed": changed})
        after = earlier.values
    return steps


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if name == "kind":
        return str(ActivityKind(value).label)
    return _("; ").join(map(str, value)) if isinstance(value, list) else str(value)


def measures_of(codes: Iterable[str], known: Iterable[Measure]) -> list[Measure]:
    """Measures of the plan in force by their codes."""
    by_code = {row.code: row for row in known}
    return [by_code[code] for code in codes if code in by_code]
