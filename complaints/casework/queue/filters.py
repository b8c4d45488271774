"""What a queue page is asked for by its address. Whatever cannot be understood is left out, and never an error."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.fields import DayField
from common.languages import clean_text, number
from common.receipts import normalise_reference
from complaints.casework import selectors
from complaints.casework.fields import SpokenSelect
from complaints.casework.queue.finding import Count, Order, Place, Status, Wanted
from complaints.casework.sentences import stage_label
from complaints.naming import category_choices
from complaints.vocabulary import ENDED, Matter, Mode, Stage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CURSOR = signing.Signer(salt="complaints.casework.queue")
LARGEST = 2**62
WORDS = 200  # characters of a search
WORDS_LABEL = pgettext_lazy("search", "Words")
ORDERS = {
    Order.DEADLINE: _("Nearest deadline first"),
    Order.NEWEST: _("Newest arrival first"),
    Order.OLDEST: _("Oldest arrival first"),
}
STATUSES = {
    Status.OPEN: pgettext_lazy("cases", "open"),
    Status.ENDED: pgettext_lazy("cases", "ended"),
    Status.ALL: pgettext_lazy("cases", "open and ended"),
}


class AskedDay(DayField):
    """A day of a filter; nothing where it is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        try:
            found: date | None = super().clean(value)
        except forms.ValidationError:
            return None
        return found


class Search(forms.Form):
    """What narrows the queue. Whatever cannot be understood is left out, and never an error."""

    q = forms.CharField(label=_("Search by reference or words"), required=False)
    governorate = forms.IntegerField(label=_("Place"), required=False, max_value=LARGEST)
    holder = forms.UUIDField(label=_("Held by"), required=False)
    tag = forms.IntegerField(label=_("Tag"), required=False, max_value=LARGEST)
    danger = forms.BooleanField(label=_("Somebody is in danger"), required=False)
    held = forms.BooleanField(label=_("Somebody is held"), required=False)
    grave = forms.BooleanField(label=_("Grave"), required=False)
    since = AskedDay(label=_("Arrived from"))
    until = AskedDay(label=_("Arrived until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"type": "search", "maxlength": WORDS, "autocomplete": "off", "dir": "auto"}
        self.fields["q"].widget = forms.TextInput(attrs=attrs)
        for name, label, choices in (
            ("stage", _("Stage"), [(stage.value, stage_label(stage)) for stage in Stage]),
            ("category", _("Subject"), category_choices()),
            ("matter", _("Kind of case"), Matter.choices),
            ("mode", _("How it was made"), Mode.choices),
        ):
            listed = [("", _("any")), *choices]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=listed)
        for name, label, known in (("status", _("Open or ended"), STATUSES), ("order", _("Order"), ORDERS)):
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=list(known.items()))

    def offer(self, **choices: Iterable[tuple[Any, "StrOrPromise"]]) -> None:
        """Fill the lists of what the institution has: its places, people and tags."""
        for name, listed in choices.items():
            kind = SpokenSelect if name == "tag" else forms.Select
            self.fields[name].widget = kind(choices=[("", _("any")), *listed])

    def clean_q(self) -> str:
        return clean_text(self.cleaned_data["q"])[:WORDS]

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The filters that were understood and are set, in the order of the form."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def wanted(search: Search, data: Mapping[str, str]) -> Wanted:
    """A page of the queue from its address."""
    asked, view = search.asked, data.get("whose", "")
    narrowing = {name: value for name, value in asked.items() if name not in ("q", "status", "order")}
    everything = asked.get("stage") in ENDED or normalise_reference(asked.get("q", "")) is not None
    return Wanted(
        **narrowing,
        whose=view if view in selectors.VIEWS and view != "all" else "",
        words=asked.get("q", ""),
        status=Status.ALL if everything else Status(asked.get("status", "")),
        order=Order(asked.get("order", "")),
        after=place(data.get("after", "")),
        before=place(data.get("before", "")),
    )


def cursor(at: Place | None) -> str:
    """A place in the queue as an address carries it."""
    return CURSOR.sign(f"{at[0].isoformat()}~{at[1]}") if at else ""


def place(text: str) -> Place | None:
    """The place a cursor names; None for what this site did not write."""
    try:
        due, pk = CURSOR.unsign(text).split("~")
        return datetime.fromisoformat(due), int(pk)
    except (signing.BadSignature, ValueError):
        return None


# --- addresses of the queue's pages -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """One of the queue's tabs."""

    label: "StrOrPromise"
    count: str  # of all its cases; "" beside filters, which it keeps
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set, in words, with the address of the queue without it."""

    label: "StrOrPromise"
    value: "StrOrPromise"
    url: str


LABELS = {
    "mine": _("Mine"),
    "unassigned": _("Unassigned"),
    "left": _("Holder has left"),
    "late": _("Late"),
    "all": _("All open"),
}


def kept(search: Search) -> dict[str, str]:
    """The filters as an address carries them on."""
    return {name: "on" if value is True else str(value) for name, value in search.asked.items()}


def query(wanted: Wanted, filters: Mapping[str, str]) -> str:
    """View and filters as an address carries them on; "" for the queue as it is without any."""
    return urlencode({**({"whose": wanted.whose} if wanted.whose else {}), **filters})


def address(wanted: Wanted, filters: Mapping[str, str], **at: Place | None) -> str:
    """Another page of the same queue; "" where that page does not exist."""
    if at and not any(at.values()):
        return ""
    cursors = {name: cursor(place) for name, place in at.items()}
    view = {"whose": wanted.whose} if wanted.whose else {}
    return "?" + urlencode({**view, **filters, **cursors})


def views(counts: Mapping[str, int], wanted: Wanted, filters: Mapping[str, str]) -> list[View]:
    """The tabs, each with the filters that are set; that of holders who left only where there is such a case."""
    current = wanted.whose or "all"
    is_narrowed = bool(filters.keys() - {"order"})
    return [
        View(
            label,
            "" if is_narrowed else counted(counts[view]),
            "?" + urlencode({"whose": view, **filters}),
            view == current,
        )
        for view, label in LABELS.items()
        if view != "left" or counts[view] or current == view
    ]


def chips(search: Search, wanted: Wanted) -> list[Chip]:
    """Every filter that is set, each to be taken away alone."""
    filters = kept(search)
    return [
        Chip(
            "" if value is True else WORDS_LABEL if name == "q" else search.fields[name].label or "",
            _said(search, name, value),
            address(wanted, {other: one for other, one in filters.items() if other != name}),
        )
        for name, value in search.asked.items()
        if name != "order"
    ]


def _said(search: Search, name: str, value: Any) -> "StrOrPromise":
    field = search.fields[name]
    if value is True:
        return field.label or ""
    if not isinstance(field.widget, forms.Select):
        return str(value)
    return next((label for key, label in _pairs(field.widget.choices) if key == str(value)), _("unknown"))


def _pairs(choices: Any) -> Iterator[tuple[str, "StrOrPromise"]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _pairs(label)
        else:
            yield str(key), label


def counted(count: int) -> str:
    """A count as far as it was counted: 12, or 1,000+."""
    over = count > selectors.CAPPED
    return _number(min(count, selectors.CAPPED), over)


def told(count: Count) -> str:
    """The same of a set that is filtered."""
    return _number(count.number, count.is_over)


def _number(count: int, over: bool) -> str:
    return number(count, language=(get_language() or "ar")[:2]) + ("+" if over else "")


def read(text: str) -> tuple[Search, Wanted, dict[str, str]]:
    """Filters that were kept as an address."""
    data = QueryDict(text)
    search = Search(data)
    return search, wanted(search, data), kept(search)
