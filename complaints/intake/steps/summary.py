"""The check page: every answer in words, each with the page on which it can be changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from common.languages import format_date
from common.templatetags.portal import ltr, spoken, tongue
from complaints.intake import readers
from complaints.intake.steps import whole
from complaints.intake.steps.asked import Asked, Question, data_of
from complaints.intake.steps.attached import Evidence
from complaints.intake.steps.days import Span, SpanField
from complaints.intake.steps.rows import of_form
from complaints.intake.steps.table import STEPS, Screen
from complaints.intake.steps.what import Allegations

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Section:
    """One step's answers as a summary list."""

    title: "StrOrPromise"
    rows: list[dict[str, Any]]


def examined(pages: Iterable[Screen], asked: Asked) -> dict[str, Question]:
    """Every page's answers in its form, checked when asked whether they are valid."""
    answers = asked.draft.answers
    return {
        screen.slug: screen.form(data_of(answers[screen.slug]), asked=asked)
        for screen in pages
        if screen.slug in answers
    }


def who_reads(asked: Asked) -> str:
    """Who will read it as it stands, in the language of the page."""
    sent, route, place = whole.so_far(asked), whole.route_so_far(asked), asked.place
    if sent is None or route is None or place is None:
        return ""
    return readers.of_route(place, route, mode=sent.mode, service=sent.service)


def sections(
    pages: Iterable[Screen], forms_of: dict[str, Question], asked: Asked, *, language: str = ""
) -> list[Section]:
    """The answers of the pages that were asked, step by step. `language` is that of the links beside them."""
    language = language or get_language() or "ar"
    with override(language):
        change = _("Change")
    months = asked.place.state.months if asked.place else "gulf"
    found: dict[str, list[dict[str, Any]]] = {}
    for screen in pages:
        form = forms_of.get(screen.slug)
        # Where each matter has its row, the ticks beside it would say the same twice.
        if form is None or not form.fields or (screen.slug == "about" and "allegations" in forms_of):
            continue
        with override(language):
            url = f"{reverse(asked.door.page, args=[screen.slug])}?check=1"
        rows = _rows(form, months) or [(str(screen.title), _("Nothing was written"))]
        found.setdefault(screen.step, []).extend(
            {"term": term, "value": value, "url": url, "action": change, "language": language}
            for term, value in rows
        )
    return [Section(STEPS[step], rows) for step, rows in found.items()]


def _rows(form: Question, months: str) -> list[tuple[str, str]]:
    form.is_valid()
    if isinstance(form, Evidence):
        names = [(file.name,) for file in form.listed().files]
        return [(_("Files"), format_html_join(_(", "), "<bdi>{}</bdi>", names) or _("No file was attached"))]
    if form.has_rows:
        return _numbered(form, months)
    return [
        (str(field.label), shown)
        for name, field in form.fields.items()
        if (shown := _shown(field, form.cleaned_data.get(name), months))
    ]


def _numbered(form: Question, months: str) -> list[tuple[str, str]]:
    """One line for each row: what it is, and what is known of it. A row that names nobody is left out."""
    found: list[tuple[str, str]] = []
    are_matters = isinstance(form, Allegations)
    for at, row in enumerate(of_form(form), start=1):
        first, *more = [_shown(one.field, form.cleaned_data.get(one.name), months) for one in row]
        if any(more) or are_matters:
            parts = [(part,) for part in (first, *more) if part]
            name = _("Matter %(number)s") if are_matters else _("Person %(number)s")
            found.append((name % {"number": at}, format_html_join(" · ", "{}", parts)))
    return found


def _shown(field: forms.Field, value: Any, months: str) -> str:
    """One answer in words; "" where nothing was answered."""
    if value in (None, "", [], False):
        return ""
    if isinstance(field, SpanField):
        return days(value, months)
    if isinstance(field, forms.MultipleChoiceField):
        named = dict(field.choices)  # type: ignore[arg-type]
        return _(", ").join(str(named[one]) for one in value)
    if isinstance(field, forms.ChoiceField):
        label = dict(field.choices)[value]  # type: ignore[arg-type]
        hint = getattr(label, "hint", "") if str(value).startswith("impossible") else ""
        return f"{label}: {hint}" if hint else spoken(label)
    if value is True:
        return _("Yes")
    if isinstance(field, forms.EmailField):
        return ltr(value)
    lines = format_html_join(SafeString("<br>"), "{}", [(line,) for line in str(value).split("\n")])
    # Somebody's own words keep their own direction and language.
    return format_html('<span class="words" dir="auto"{}>{}</span>', tongue(value), lines)


def days(span: Span, months: str) -> str:
    """A day in both calendars, or the days between which it lies."""
    language = (get_language() or "ar")[:2]
    first = format_date(span.first, language=language, months=months, hijri=True)
    if span.first == span.last:
        return first
    last = format_date(span.last, language=language, months=months, hijri=True)
    return _("between %(first)s and %(last)s") % {"first": first, "last": last}
