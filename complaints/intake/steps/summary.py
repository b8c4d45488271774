"""The check page: every answer in words, each with the page on which it can be changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.languages import format_date
from complaints.intake.steps.asked import Asked, Question
from complaints.intake.steps.days import DayField, Span
from complaints.intake.steps.table import STEPS, Screen

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Section:
    """One step's answers as a summary list."""

    title: "StrOrPromise"
    rows: list[dict[str, Any]]


def sections(pages: Iterable[Screen], forms_of: dict[str, Question], asked: Asked) -> list[Section]:
    """The answers of the pages that were asked, step by step."""
    months = asked.place.state.months if asked.place else "gulf"
    found: dict[str, list[dict[str, Any]]] = {}
    for screen in pages:
        if form := forms_of.get(screen.slug):
            url = f"{reverse('complaint_page', args=[screen.slug])}?check=1"
            rows = _rows(form, months) or [(str(screen.title), _("Nothing was written"))]
            found.setdefault(screen.step, []).extend(
                {"term": term, "value": value, "url": url, "action": _("Change")} for term, value in rows
            )
    return [Section(STEPS[step], rows) for step, rows in found.items()]


def _rows(form: Question, months: str) -> list[tuple[str, str]]:
    form.is_valid()
    return [
        (str(field.label), shown)
        for name, field in form.fields.items()
        if (shown := _shown(field, form.cleaned_data.get(name), months))
    ]


def _shown(field: forms.Field, value: Any, months: str) -> str:
    """One answer in words; "" where nothing was answered."""
    if value in (None, "", [], False):
        return ""
    if isinstance(field, DayField):
        return days(value, months)
    if isinstance(field, forms.MultipleChoiceField):
        named = dict(field.choices)  # type: ignore[arg-type]
        return _(", ").join(str(named[one]) for one in value)
    if isinstance(field, forms.ChoiceField):
        label = dict(field.choices)[value]  # type: ignore[arg-type]
        hint = getattr(label, "hint", "") if str(value).startswith("impossible") else ""
        return f"{label}: {hint}" if hint else str(label)
    return _("Yes") if value is True else str(value)


def days(span: Span, months: str) -> str:
    """A day in both calendars, or the days between which it lies."""
    language = (get_language() or "ar")[:2]
    first = format_date(span.first, language=language, months=months, hijri=True)
    if span.first == span.last:
        return first
    last = format_date(span.last, language=language, months=months, hijri=True)
    return _("between %(first)s and %(last)s") % {"first": first, "last": last}
