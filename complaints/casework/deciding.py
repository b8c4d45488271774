"""Fields for what was found and what is to be put right: a finding for each allegation, recommendations, their fate."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.languages import number
from complaints.casework.fields import WordsField
from complaints.casework.step import Ground
from complaints.models import Allegation, Recommendation, Text
from complaints.moves import Ask
from complaints.naming import category_label
from complaints.vocabulary import Disposition, Finding
from complaints.work import SETTLED, STANCES, VERDICTS, Fate, Standard

if TYPE_CHECKING:
    from complaints.casework.forms import ActionForm

LINES = 4  # recommendations one form takes; more are recommended with the next one
BEGINNING = 80  # characters by which one is told from another


# --- findings ---------------------------------------------------------------------------------------


def add_findings(form: "ActionForm") -> None:
    """For each allegation what was found, by which standard, why, and what is done about it."""
    for row in form.file.allegations:
        for name, field in _of_allegation(form, row).items():
            form.add(f"{name}_{row.pk}", field, Ask.FINDINGS)


def _of_allegation(form: "ActionForm", row: Allegation) -> dict[str, forms.Field]:
    name = {"allegation": category_label(row.category)}
    fields: dict[str, forms.Field] = {
        "finding": forms.ChoiceField(
            label=_("Finding on: %(allegation)s") % name,
            choices=[("", _("no finding yet")), *Finding.choices],
            required=False,
            initial=row.finding or row.proposed,
        ),
        "standard": forms.ChoiceField(
            label=_("How sure one must be: %(allegation)s") % name,
            choices=[("", _("choose")), *Standard.choices],
            required=False,
            initial=row.standard,
        ),
        "reasons": WordsField(
            label=_("Reasons: %(allegation)s") % name,
            help_text=_(
                "What was examined and why it was found so. The complainant reads this with the outcome: plain "
                "words, no names of others."
            ),
            required=False,
            rows=4,
            initial=form.file.reasons_of(row),
        ),
    }
    if any(one.gone_on_at for one in form.file.requests):
        fields["silence"] = forms.BooleanField(
            label=_("No finding could be reached because no official answer came"),
            required=False,
            initial=row.for_silence,
        )
    fields["disposition"] = forms.ChoiceField(
        label=_("What is done about it: %(allegation)s") % name,
        choices=[("", _("nothing beside it")), *Disposition.choices],
        required=False,
        initial=row.disposition or row.proposed_disposition,
    )
    return fields


def check_findings(form: "ActionForm") -> None:
    """At least one finding, each with its standard and reasons; silence only where nothing could be found."""
    data, first = form.cleaned_data, next(iter(form.file.allegations), None)
    chosen = [row for row in form.file.allegations if data.get(f"finding_{row.pk}")]
    if not chosen:
        form.refuse(Ask.FINDINGS, f"finding_{first.pk}" if first else None)
    for row in chosen:
        if not data.get(f"standard_{row.pk}"):
            form.add_error(f"standard_{row.pk}", _("Choose how sure one must be for this finding."))
        if not data.get(f"reasons_{row.pk}") and f"reasons_{row.pk}" not in form.errors:
            form.add_error(f"reasons_{row.pk}", _("Write why it was found so."))
        undetermined = data.get(f"finding_{row.pk}") == Finding.UNDETERMINED
        if data.get(f"silence_{row.pk}") and not undetermined:
            form.add_error(
                f"silence_{row.pk}",
                _("An answer that did not come leaves the finding open, and proves nothing."),
            )


def findings(data: dict[str, Any], rows: Iterable[Allegation]) -> dict[int, tuple[str, str]]:
    """What was chosen, for the allegations that have a finding now."""
    return {
        row.pk: (found, data.get(f"disposition_{row.pk}", ""))
        for row in rows
        if (found := data.get(f"finding_{row.pk}", ""))
    }


def grounds(data: dict[str, Any], rows: Iterable[Allegation]) -> dict[int, Ground]:
    """The standard and reasons beside each finding."""
    return {
        row.pk: Ground(
            data.get(f"standard_{row.pk}", ""),
            data.get(f"reasons_{row.pk}", ""),
            bool(data.get(f"silence_{row.pk}")),
        )
        for row in rows
        if data.get(f"finding_{row.pk}")
    }


# --- recommendations ----------------------------------------------------------------------------------


def add_recommendations(form: "ActionForm") -> None:
    """A few boxes, one for each thing to be put right."""
    for place in range(1, LINES + 1):
        field = WordsField(
            label=_("To be put right (%(number)s)") % {"number": number(place, language="en")},
            help_text=_(
                "One thing to each box, so that each has its own answer and its own check. The ministry reads "
                "this once it has the case: no names, nothing that points to anybody."
            )
            if place == 1
            else "",
            required=place == 1,
            rows=3,
        )
        form.add(_box(place), field, Ask.RECOMMENDATIONS)


def _box(place: int) -> str:
    return "recommendations" if place == 1 else f"recommendations_{place}"


def recommendations(data: dict[str, Any]) -> tuple[str, ...]:
    """The boxes that are filled in."""
    said = (data.get(_box(place), "") for place in range(1, LINES + 1))
    return tuple(words for words in said if words)


def add_recommendation(form: "ActionForm") -> None:
    """Which one: by its number and its first words, where this reader may read them."""
    words = {one.text.pk: one.body or "" for one in form.file.tellings}
    rows = [row for row in form.file.recommendations if _is_meant(form.move.action, row)]
    choices = [
        (str(row.pk), _("%(number)s: %(words)s") % {"number": row.number, "words": _short(row, words)})
        for row in rows
    ]
    field = forms.ChoiceField(
        label=_("Recommendation"),
        choices=choices,
        widget=forms.RadioSelect,
        initial=choices[0][0] if len(choices) == 1 else None,
    )
    form.add("recommendation", field, Ask.RECOMMENDATION)


def _is_meant(action: str, row: Recommendation) -> bool:
    if action == "answer_recommendation":
        return not row.is_order and row.fate in (Fate.MADE, *STANCES)
    return row.fate not in SETTLED and not (action == "claim_recommendation" and row.fate == Fate.CLAIMED)


def _short(row: Recommendation, words: dict[Any, str]) -> str:
    said = " ".join(words.get(row.words_id, "").split())
    return f"{said[:BEGINNING]}…" if len(said) > BEGINNING else said or str(Text.Kind.RECOMMENDATION.label)


def one_of(name: str, label: Any, codes: Iterable[Fate], ask: Ask) -> "Callable[[ActionForm], None]":
    """A choice among fates that somebody gives a recommendation."""

    def build(form: "ActionForm") -> None:
        choices = [(code.value, code.label) for code in codes]
        form.add(name, forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect), ask)

    return build


STANCE = one_of("stance", _("What the authority says"), STANCES, Ask.STANCE)
VERDICT = one_of("verdict", _("What was found when it was checked"), VERDICTS, Ask.VERDICT)
