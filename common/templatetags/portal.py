"""The components that need more than an include, and the writing of numbers and dates."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import ErrorList
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext

from common import languages

register = template.Library()

SOON = 3  # days before the end in which a clock asks for attention
VERY_LATE = 30  # days past the end from which it does so loudly
PLACES_OF_SHAPE = ("reached", "under_way", "not_started", "disputed")


@register.simple_tag
def ltr(value: object) -> str:
    """A reference, phone, address or file name that keeps its own order inside Arabic."""
    return "" if value in (None, "") else format_html('<span class="ltr" dir="ltr">{}</span>', value)


@register.simple_tag
def tongue(text: object) -> SafeString:
    """The `lang` of an element that holds somebody's own words, where they are in another language than the page."""
    found = languages.language_of(str(text))
    return SafeString("") if found in ("", _language()) else format_html(' lang="{}"', found)


@register.filter
def spoken(text: object) -> str:
    """Words that may be in another language than the sentence around them, set apart and marked."""
    attribute = tongue(text)
    return (
        format_html('<bdi{} dir="auto">{}</bdi>', attribute, text)
        if attribute
        else conditional_escape(str(text))
    )


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing from templates/components/icons, silent to screen readers: a word stands beside it."""
    return render_to_string(f"components/icons/{name}.html")


@register.filter
def day(value: date | datetime | None, months: str = "gulf") -> str:
    """A date in words, in the page's language: {{ complaint.due_at|day }}; months as the state calls them."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return languages.format_date(local, language=_language(), months=months)


@register.filter
def version(name: str, months: str = "gulf") -> str:
    """The name of a version: in words where it is a day, else as it was given: {{ plan.version|version }}."""
    named = languages.dated(name)
    return day(named, months) if named else ltr(name)


@register.filter
def num(value: int | float | Decimal | None) -> str:
    """A number with its thousands set apart, in the page's language."""
    return "" if value is None else languages.number(value, language=_language())


@register.filter
def file_size(value: int) -> str:
    """How large a file is, in thousands or millions of bytes: 340 KB, 2.5 MB."""
    if value < 1_000_000:
        return gettext("%(size)s KB") % {"size": num(max(1, round(value / 1000)))}
    return gettext("%(size)s MB") % {"size": num(round(value / 1_000_000, 1))}


def _language() -> str:
    return (get_language() or "ar")[:2]


@register.simple_tag
def field(bound: BoundField, heading: bool = False) -> SafeString:
    """One field of a form with label, hint, errors and input; with `heading` its label is the page's h1."""
    return bound.render(template_name=bound.template_name, context={"field": bound, "heading": heading})


@register.inclusion_tag("components/form/summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What is wrong, on top of the page, each error linked to its field. Nothing where nothing is wrong."""
    return {"errors": [error for form in forms if form is not None for error in _errors(form)]}


def _errors(form: BaseForm) -> Iterable[dict[str, str]]:
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        shown = bound is not None and not bound.is_hidden
        target, label = (f"#{focus_id(bound)}", str(bound.label)) if bound is not None and shown else ("", "")
        yield from ({"text": str(message), "target": target, "label": label} for message in messages)


@register.filter
def focus_id(bound: BoundField) -> str:
    """The id of the input an error link should reach: the first choice of radios and checkboxes."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.id_for_label or bound.auto_id)


@register.filter
def joined(errors: ErrorList) -> list[str]:
    """The messages of one field as plain texts."""
    return [str(error) for error in errors]


@register.inclusion_tag("components/status.html")
def status(code: str, label: str) -> dict[str, str]:
    """A status as shape and word. `code`: reached ●, under_way ◐, not_started ○, disputed ✕."""
    if code not in PLACES_OF_SHAPE:
        raise template.TemplateSyntaxError(
            f"A status has one of the shapes {', '.join(PLACES_OF_SHAPE)}, not {code!r}."
        )
    return {"code": code, "label": label}


@register.inclusion_tag("components/clock_chip.html")
def clock_chip(days: int | None, paused: bool = False, done: bool = False) -> dict[str, str]:
    """A clock in words with a shape. `days` are those left, negative when late, None where no clock runs."""
    return _clock(days, paused=paused, done=done)


def _clock(days: int | None, *, paused: bool, done: bool) -> dict[str, str]:
    if done:
        return {"tone": "good", "icon_name": "check", "label": pgettext("clock", "done")}
    if paused:
        return {"tone": "quiet", "icon_name": "paused", "label": gettext("clock paused")}
    if days is None:
        return {"tone": "quiet", "icon_name": "not_started", "label": gettext("no deadline")}
    if days < 0:
        late = ngettext("late by %(days)s day", "late by %(days)s days", -days) % {"days": -days}
        return {"tone": "very-late" if -days >= VERY_LATE else "late", "icon_name": "alert", "label": late}
    if days == 0:
        return {"tone": "soon", "icon_name": "clock", "label": gettext("due today")}
    left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return {"tone": "soon" if days <= SOON else "plain", "icon_name": "clock", "label": left}


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> str:
    """A boxed word to the reader. `tone`: info, attention, late, good; a title carries the tone in words."""
    icons = {"info": "info", "attention": "alert", "late": "alert", "good": "check"}
    head = format_html('<p class="notice-title">{} {}</p>', icon(icons[tone]), title) if title else ""
    return format_html('<div class="notice notice-{}">{}{}</div>', tone, head, content)


@register.simple_block_tag(takes_context=True)
def nav_link(context: Context, content: str, name: str, but: str = "", root: bool = False) -> str:
    """One link of a navigation, as a list item. A page this installation does not have leaves no trace.

    It stands for the pages below its address too, `but` for those of these other links; right below the language
    only where it is the `root` of a part of the site.
    """
    try:
        url = reverse(name)
    except NoReverseMatch:
        return ""
    request = context.get("request")
    path = request.path if request is not None else ""
    if any(path.startswith(reverse(other)) for other in but.split()):
        path = ""
    here = "page" if path == url else "true" if path.startswith(url) and (root or url.count("/") > 3) else ""
    current = format_html(' aria-current="{}"', here) if here else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', url, current, content)


@register.inclusion_tag("components/bars.html")
def bars(rows: Iterable[Mapping[str, Any]], title: str, unit: str = "", source: str = "") -> dict[str, Any]:
    """Horizontal bars. `rows`: label, value (None: no data, shown as such, never as zero)."""
    listed = list(rows)
    top = max((row["value"] for row in listed if row["value"] is not None), default=0)
    drawn = [{**row, "width": _share(row["value"], top)} for row in listed]
    return {"rows": drawn, "title": title, "unit": unit, "source": source}


@register.inclusion_tag("components/stack.html")
def stack(rows: Iterable[Mapping[str, Any]], title: str, unit: str = "", source: str = "") -> dict[str, Any]:
    """One whole in up to four parts. `rows`: label, value."""
    listed = list(rows)
    whole = sum(row["value"] for row in listed)
    drawn, start = [], 0.0
    for shade, row in enumerate(listed, start=1):
        width = _share(row["value"], whole)
        drawn.append({**row, "x": f"{start:.2f}", "width": f"{width:.2f}", "shade": shade})
        start += width
    return {"rows": drawn, "title": title, "unit": unit, "source": source}


def _share(value: float | None, whole: float) -> float:
    return round(100 * value / whole, 2) if value and whole else 0.0


@register.filter
def groups(code: str, size: int = 4) -> list[str]:
    """A receipt code cut into its groups, however it arrives: ABCD EFGH …"""
    bare = "".join(character for character in str(code) if character.isalnum())
    return [bare[start : start + size] for start in range(0, len(bare), size)]


@register.filter
def steps(total: int) -> range:
    """1 to `total`, for the track under a progress line."""
    return range(1, total + 1)
