"""What a queue page is asked for by its address. Whatever cannot be understood is left out, and never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.languages import clean_text, number
from common.receipts import normalise_reference
from complaints.casework import selectors
from complaints.casework.sentences import stage_label
from complaints.naming import category_choices
from complaints.vocabulary import ENDED, Matter, Stage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CURSOR = signing.Signer(salt="complaints.casework.queue")


class Search(forms.Form):
    """What narrows the queue. Whatever cannot be understood is left out, and never an error."""

    q = forms.CharField(label=_("Search by reference or words"), required=False)
    danger = forms.BooleanField(label=_("Somebody is in danger"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = [("", _("any"))]
        self.fields["q"].widget.attrs |= {"type": "search", "maxlength": 200, "autocomplete": "off"}
        self.fields["q"].widget.input_type = "search"
        stages = [(stage.value, stage_label(stage)) for stage in Stage]
        self.fields["stage"] = forms.ChoiceField(
            label=_("Stage"), required=False, choices=[*anything, *stages]
        )
        self.fields["matter"] = forms.ChoiceField(
            label=_("What it is"), required=False, choices=[*anything, *Matter.choices]
        )
        self.fields["category"] = forms.ChoiceField(
            label=_("Subject"), required=False, choices=[*anything, *category_choices()]
        )

    def clean_q(self) -> str:
        return clean_text(self.cleaned_data["q"])[:200]

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that were understood and are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def wanted(search: Search, data: Mapping[str, str]) -> selectors.Wanted:
    """A page of the queue from its address."""
    asked, view = search.asked, data.get("whose", "")
    reference = normalise_reference(asked.get("q", ""))
    return selectors.Wanted(
        whose=view if view in selectors.VIEWS else "",
        stage=asked.get("stage", ""),
        category=asked.get("category", ""),
        matter=asked.get("matter", ""),
        danger=bool(asked.get("danger")),
        words=asked.get("q", ""),
        ended=asked.get("stage") in ENDED or reference is not None,
        after=place(data.get("after", "")),
        before=place(data.get("before", "")),
    )


def cursor(at: selectors.Place | None) -> str:
    """A place in the queue as an address carries it."""
    return CURSOR.sign(f"{at[0].isoformat()}~{at[1]}") if at else ""


def place(text: str) -> selectors.Place | None:
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
    count: str
    url: str
    is_current: bool


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


def address(wanted: selectors.Wanted, filters: Mapping[str, str], **at: selectors.Place | None) -> str:
    """Another page of the same queue; "" where that page does not exist."""
    if at and not any(at.values()):
        return ""
    view = {"whose": wanted.whose} if wanted.whose else {}
    cursors = {name: cursor(place) for name, place in at.items()}
    return "?" + urlencode({**view, **filters, **cursors})


def views(counts: Mapping[str, int], wanted: selectors.Wanted) -> list[View]:
    """The tabs with their counts; that of holders who left only where there is such a case."""
    current = wanted.whose or "all"
    return [
        View(label, counted(counts[view]), f"?whose={view}", view == current)
        for view, label in LABELS.items()
        if view != "left" or counts[view] or current == view
    ]


def counted(count: int) -> str:
    """A count as far as it was counted: 12, or 1,000+."""
    language = (get_language() or "ar")[:2]
    over = count > selectors.CAPPED
    return number(min(count, selectors.CAPPED), language=language) + ("+" if over else "")
