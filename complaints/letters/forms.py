"""What the pages of letters ask: what for, which paragraphs, to whom, the words, and what came in."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common.context import OWN_NAMES
from common.fields import DayField, LineField
from common.forms import Option
from complaints.casework.fields import WordsField
from complaints.casework.reading import CaseFile
from complaints.correspondence import Correspondent, Purpose, purposes_for
from complaints.evidence.choosing import Chosen
from complaints.evidence.forms import FilesInput
from complaints.evidence.uploads import FIELD
from complaints.letters import selectors
from complaints.letters.content import Words
from complaints.letters.services import Card
from complaints.letters.wording import LANGUAGES, Wording
from complaints.models import Letter

NOBODY = [("", _("none of these"))]
DAY = _("For example 30/11/2026")
MOST_DAYS = 250  # working days: a year


class StartForm(forms.Form):
    """What a letter is for, and in which language it is written."""

    purpose = forms.ChoiceField(
        label=_("What is the letter for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the letter is for.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        widget=forms.RadioSelect,
        choices=[(code, OWN_NAMES[code]) for code in LANGUAGES],
        initial="ar",
    )

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = file.case
        fits = purposes_for(matter=case.matter, mode=case.mode, is_held=case.is_held)
        field = cast(forms.ChoiceField, self.fields["purpose"])
        field.choices = [(purpose.value, purpose.label) for purpose in fits]


class ParagraphsForm(forms.Form):
    """Which optional paragraphs a letter has, and until when an answer is awaited."""

    def __init__(self, *args: Any, wording: Wording, sent: list[Letter], days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sent:
            self.fields["about"] = _about(sent, _("Earlier letter it reminds of or belongs to"))
        if days:
            self.fields["days"] = forms.IntegerField(
                label=_("Working days for the answer"), min_value=1, max_value=MOST_DAYS, initial=days
            )
        self.fields["paragraphs"] = forms.MultipleChoiceField(
            label=_("Paragraphs that the letter may have"),
            help_text=_("All of it can be changed on the next page."),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(one.code, Option(one.label, hint=one.text)) for one in wording.optional],
            initial=[one.code for one in wording.optional if one.is_taken],
        )


def _about(sent: list[Letter], label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[*NOBODY, *[(str(one.pk), _one_line(one)) for one in sent]],
    )


def _one_line(letter: Letter) -> str:
    what = Purpose(letter.purpose).label if letter.purpose else Correspondent(letter.correspondent).label
    return f"{letter.register.written} · {what}"


class _CardForm(forms.Form):
    """What both a draft and an incoming letter ask of the other side."""

    def __init__(self, *args: Any, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file = file
        bodies = selectors.bodies(file.actor)
        cast(forms.ChoiceField, self.fields["body"]).choices = [
            *NOBODY,
            *[(str(body.pk), body.name) for body in bodies],
        ]
        units = selectors.units(row.unit for row in file.allegations)
        if units:
            cast(forms.ChoiceField, self.fields["unit"]).choices = [
                *NOBODY,
                *[(str(unit.pk), unit.name) for unit in units],
            ]
        else:
            del self.fields["unit"]

    def card(self, about: UUID | None) -> Card:
        """The part of the letter that stands in clear."""
        data = self.cleaned_data
        unit = data.get("unit")
        return Card(
            correspondent=data["correspondent"],
            body=UUID(data["body"]) if data.get("body") else None,
            unit=int(unit) if unit else None,
            their_number=data.get("their_number", ""),
            their_date=data.get("their_date"),
            answer_until=data.get("answer_until"),
            about=about,
        )


class DraftForm(_CardForm):
    """A letter being written: whom it goes to, and every word of it."""

    correspondent = forms.ChoiceField(label=_("Who it goes to"), choices=Correspondent.choices)
    body = forms.ChoiceField(label=_("Institution"), required=False)
    unit = forms.ChoiceField(label=_("Unit named in the case"), required=False)
    to = WordsField(
        label=_("Addressee as written on the letter"),
        help_text=_("Office and place, on up to four lines."),
        rows=2,
        error_messages={"required": _("Write to whom the letter is addressed.")},
    )
    their_number = LineField(label=_("Number of their letter"), max_length=40, required=False)
    their_date = DayField(label=_("Date of their letter"), help_text=DAY, required=False)
    answer_until = DayField(label=_("Answer awaited until"), help_text=DAY, required=False)
    subject = LineField(
        label=_("Subject line"),
        max_length=200,
        error_messages={"required": _("Write what the letter is about.")},
    )
    text = WordsField(
        label=_("Text of the letter"),
        help_text=_(
            "A blank line begins a new paragraph. What stands between [[ and ]] is still to be filled in."
        ),
        rows=22,
        error_messages={"required": _("The letter has no text.")},
    )

    @property
    def words(self) -> Words:
        data = self.cleaned_data
        return Words(to=data["to"], subject=data["subject"], text=data["text"])


class ScanField(forms.Field):
    """One file: the letter as it is on paper."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            help_text=_(
                "A PDF or a picture (JPEG, PNG). It is stored encrypted, and opens for whoever of your institution"
                " works on this case."
            ),
            **kwargs,
        )
        self.widget.attrs |= {"accept": ".pdf,.jpg,.jpeg,.png", "multiple": False}


def show_scan(form: forms.BaseForm, chosen: Chosen) -> None:
    """List the file that waits, and say what was not taken."""
    widget = cast(FilesInput, form.fields[FIELD].widget)
    widget.chosen, widget.notes = chosen, chosen.later
    if not form.is_bound:
        return
    for error in chosen.errors:
        form.add_error(FIELD, error)
    if len(chosen.files) > 1:
        form.add_error(FIELD, gettext("One file is enough. The others can be removed."))


class ScanForm(forms.Form):
    """The signed and stamped letter."""

    files = ScanField(label=_("Signed and stamped letter"))  # type: ignore[assignment]


class ReceivedForm(_CardForm):
    """A letter that came in."""

    correspondent = forms.ChoiceField(label=_("Who it comes from"), choices=Correspondent.choices)
    body = forms.ChoiceField(label=_("Institution"), required=False)
    unit = forms.ChoiceField(label=_("Unit named in the case"), required=False)
    to = LineField(
        label=_("Sender as written on the letter"),
        help_text=_("Stored encrypted. The register shows the kind of sender and the institution alone."),
        max_length=200,
        required=False,
    )
    their_number = LineField(label=_("Number on their letter"), max_length=40, required=False)
    their_date = DayField(label=_("Date on their letter"), help_text=DAY, required=False)
    arrived_on = DayField(
        label=_("Arrived on"), help_text=DAY, error_messages={"required": _("Write the day it arrived.")}
    )
    about = forms.ChoiceField(label=_("Your letter that it answers"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        widget=forms.RadioSelect,
        choices=[(code, OWN_NAMES[code]) for code in LANGUAGES],
    )
    subject = LineField(
        label=_("Subject line"),
        max_length=200,
        error_messages={"required": _("Write what the letter is about.")},
    )
    text = WordsField(label=_("What it says, or what matters in it"), required=False, rows=8)
    files = ScanField(label=_("Scan of the letter"))  # type: ignore[assignment]

    def __init__(self, *args: Any, sent: list[Letter], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["arrived_on"].initial = today
        self.fields["language"].initial = (get_language() or "ar")[:2]
        if sent:
            self.fields["about"] = _about(sent, self.fields["about"].label)
        else:
            del self.fields["about"]

    def clean_arrived_on(self) -> date:
        day: date = self.cleaned_data["arrived_on"]
        if day > self.today:
            raise ValidationError(_("A letter cannot have arrived on a day that is still to come."))
        return day

    @property
    def words(self) -> Words:
        data = self.cleaned_data
        return Words(to=data["to"], subject=data["subject"], text=data["text"])
