"""What staff type about an activity and a reading: the row, its papers, what is said of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import CountField, DayField, LineField, WordsField
from common.languages import clean_text, number
from complaints.evidence.choosing import Chosen
from complaints.evidence.forms import FilesField, FilesInput
from complaints.evidence.kinds import MB
from complaints.evidence.uploads import FIELD
from reporting import documents, progress
from reporting.models import PARTNER, ActivityKind, Measure, Verdict

EARLIEST = date(2000, 1, 1)
MOST_PEOPLE = 1_000_000
MOST_PARTNERS = 20
ACCEPT = ".pdf,.jpg,.jpeg,.png"
REASON = 2000  # characters
RANKS = ("officers", "other_ranks", "civilians")


class LinesField(forms.CharField):
    """One name a line; empty lines are left out."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in clean_text(super().to_python(value) or "").split("\n")]
        return [line for line in lines if line]

    def validate(self, value: Any) -> None:
        """At most so many names, each of a line's length."""
        if len(value) > MOST_PARTNERS:
            told = {"most": number(MOST_PARTNERS, language="en")}
            raise forms.ValidationError(_("More than %(most)s partners.") % told)
        for line in value:
            if len(line) > PARTNER:
                words = _("This is too long: %(length)s characters where %(limit)s fit.")
                raise forms.ValidationError(words % {"length": len(line), "limit": PARTNER})

    def run_validators(self, value: Any) -> None:
        """Those of a single text do not apply."""

    def prepare_value(self, value: Any) -> str:
        return "\n".join(value) if isinstance(value, list) else value


def current_measures() -> list[Measure]:
    """The measures an activity can serve: those of the plan in force."""
    plan = progress.current_plan()
    return list(Measure.objects.filter(plan=plan)) if plan else []


def choices_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """A field of a form that has choices."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} has no choices")
    return field


def papers_field() -> FilesField:
    """Documents to attach. Name it `files`."""
    field = FilesField(label=gettext_lazy("Documents"))
    cast(FilesInput, field.widget).attrs["accept"] = ACCEPT
    return field


def papers_help() -> str:
    """What is taken, and who can open it."""
    return _(
        "PDF or pictures (JPEG, PNG), each of at most %(megabytes)s MB. The staff of the ministry and of the"
        " national institution who may read this register can open them; they stand in no report and on no"
        " public page."
    ) % {"megabytes": documents.LARGEST // MB}


def show_papers(form: forms.BaseForm, chosen: Chosen) -> None:
    """List the files that wait, and say which were not taken."""
    widget = cast(FilesInput, form.fields[FIELD].widget)
    widget.chosen, widget.notes = chosen, chosen.later
    form.fields[FIELD].help_text = papers_help()
    for error in chosen.errors:
        form.add_error(FIELD, error)
    for file in chosen.files:
        if file.kind not in documents.KINDS:
            form.add_error(FIELD, _("Only PDF files and pictures (JPEG, PNG) are taken here."))
            break
        if file.size > documents.LARGEST:
            told = {"megabytes": documents.LARGEST // MB}
            form.add_error(FIELD, _("A document is larger than %(megabytes)s MB.") % told)
            break


class ActivityForm(forms.Form):
    """One activity of the register."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of activity"),
        choices=ActivityKind,
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” is no kind of activity.")},
    )
    title_ar = LineField(label=gettext_lazy("Title in Arabic"), max_length=300)
    title_en = LineField(label=gettext_lazy("Title in English"), max_length=300)
    start = DayField(label=gettext_lazy("First day"), help_text=gettext_lazy("For example 14/3/2026."))
    end = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty where it took one day.")
    )
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Measures it serves"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("%(value)s is no measure of the plan in force.")},
    )
    partners = LinesField(
        label=gettext_lazy("Partners"), required=False, help_text=gettext_lazy("One on each line.")
    )
    place = LineField(label=gettext_lazy("Place"), max_length=200, required=False)
    participants = CountField(
        label=gettext_lazy("Number of participants"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    women = CountField(
        label=gettext_lazy("Women among them"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    officers = CountField(
        label=gettext_lazy("Officers among them"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    other_ranks = CountField(
        label=gettext_lazy("Other ranks among them"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    civilians = CountField(
        label=gettext_lazy("Civilians among them"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=gettext_lazy("Rank groups count in joint training; elsewhere they may stay empty."),
    )
    quantity = CountField(
        label=gettext_lazy("Quantity"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=gettext_lazy("Where the activity supplied something, for instance titles to libraries."),
    )
    files = papers_field()  # type: ignore[assignment]

    def __init__(
        self, *args: Any, today: date, measures: Sequence[Measure] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        rows = current_measures() if measures is None else measures
        self.known = {str(row.pk): row for row in rows}
        choices_of(self, "measures").choices = [
            (key, f"{row.code} – {row.title}") for key, row in self.known.items()
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("start"), given.get("end") or given.get("start")
        if start and start < EARLIEST:
            self.add_error("start", _("This day is too long ago."))
        if start and end and end < start:
            self.add_error("end", _("The last day lies before the first."))
        elif end and end > self.today:
            self.add_error("end" if given.get("end") else "start", _("This day has not come yet."))
        self._check_counts(given)
        return {**given, "end": end}

    def _check_counts(self, given: dict[str, Any]) -> None:
        women, everybody = given.get("women"), given.get("participants")
        if women is not None and (everybody is None or women > everybody):
            self.add_error("women", _("There cannot be more women than participants."))
        ranks = [given.get(name) for name in RANKS]
        stated = [count for count in ranks if count is not None]
        if stated and (everybody is None or sum(stated) > everybody):
            self.add_error("officers", _("The rank groups together are more than the participants."))

    def chosen(self) -> list[Measure]:
        """The measures that were ticked."""
        return [self.known[key] for key in self.cleaned_data["measures"]]


class VerdictForm(forms.Form):
    """What the national institution says of an activity."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What the institution found"),
        choices=[row for row in Verdict.choices if row[0] != Verdict.NOT_ASSESSED],
        widget=forms.RadioSelect,
    )
    reason = WordsField(
        label=gettext_lazy("Reasons"),
        limit=REASON,
        required=False,
        widget=forms.Textarea(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Needed for a dispute. They are printed beside the activity in the reports."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            given.get("verdict") == Verdict.DISPUTED
            and not given.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("A dispute needs its reasons."))
        return given


class WordsForm(forms.Form):
    """Why: of a withdrawal, a correction, an answer to a dispute."""

    words = WordsField(
        label=gettext_lazy("Reasons"), limit=REASON, widget=forms.Textarea(attrs={"dir": "auto"})
    )

    def __init__(self, *args: Any, label: Any = None, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.help_text = label or field.label, help_text
