"""What each kind of proceeding asks, in the order of its form; the same list says how it is shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import DayField, WordsField
from complaints.hearings import Consistency, Given, ProceedingKind, Scope

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONG, SHORT = 20_000, 200  # characters
Make = Callable[[], forms.Field]
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def day(label: "StrOrPromise", *, required: bool = True) -> Make:
    def make() -> forms.Field:
        return DayField(
            label=label,
            required=required,
            help_text=_("As 2026-03-14 or 14/3/2026, in any digits."),
            error_messages={"required": _("Write the day.")},
        )

    return make


def line(label: "StrOrPromise", help_text: "StrOrPromise" = "", *, required: bool = False) -> Make:
    def make() -> forms.Field:
        return WordsField(
            limit=SHORT,
            label=label,
            help_text=help_text,
            required=required,
            widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            error_messages={"required": _("Fill this in, please.")},
        )

    return make


def words(
    label: "StrOrPromise", help_text: "StrOrPromise" = "", *, required: bool = False, rows: int = 5
) -> Make:
    def make() -> forms.Field:
        return WordsField(
            limit=LONG,
            label=label,
            help_text=help_text,
            required=required,
            widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
            error_messages={"required": _("Fill this in, please.")},
        )

    return make


def one(label: "StrOrPromise", choices: list[Any], help_text: "StrOrPromise" = "") -> Make:
    def make() -> forms.Field:
        return forms.ChoiceField(
            label=label,
            choices=choices,
            help_text=help_text,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choose from the list."),
                "invalid_choice": _("Choose from the list."),
            },
        )

    return make


def several(label: "StrOrPromise", choices: list[Any]) -> Make:
    def make() -> forms.Field:
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain"}),
            error_messages={
                "required": _("Choose at least one."),
                "invalid_choice": _("Choose from the list."),
            },
        )

    return make


def must(label: "StrOrPromise", why: "StrOrPromise") -> Make:
    def make() -> forms.Field:
        return forms.BooleanField(label=label, error_messages={"required": why})

    return make


PRIVATE = _("Alone with the examiner; nobody of police or custody within hearing or sight.")
FIELDS: dict[ProceedingKind, dict[str, Make]] = {
    ProceedingKind.STATEMENT: {
        "held_on": day(_("Day of the statement")),
        "person": line(_("Person complained of"), _("Name, rank and post, as far as known."), required=True),
        "representative": line(_("Representative"), _("Who stood beside the person: a lawyer, a colleague.")),
        "given": one(_("How it was given"), list(Given.choices)),
        "told": one(
            _("Was the person told what is alleged, and that they may be silent?"),
            YES_NO,
            _("The complainant’s name is not among what the person is told, unless the complainant agreed."),
        ),
        "statement": words(_("The statement"), rows=10),
    },
    ProceedingKind.SESSION: {
        "held_on": day(_("Day of the session")),
        "place": line(_("Place")),
        "agenda": words(_("Agenda"), _("One point on each line."), required=True),
        "reasons": words(_("Why somebody is recused"), rows=3),
        "minutes": words(
            _("Minutes"),
            _("Two members who were present, and did not write them, agree to them."),
            required=True,
            rows=12,
        ),
        "decisions": words(_("What was decided"), rows=4),
    },
    ProceedingKind.HEARING: {
        "held_on": day(_("Day of the hearing")),
        "place": line(_("Place"), required=True),
        "heard": line(
            _("Who was heard"),
            _("Name, and as what: complainant, witness, person complained of."),
            required=True,
        ),
        "others": line(_("Who else was there")),
        "interpreter": line(
            _("Interpreter"), _("Name, and between which languages. Empty: none was needed.")
        ),
        "record": words(_("Record of the hearing"), required=True, rows=12),
        "read_back": one(_("Was it read back to the person and agreed to?"), YES_NO),
    },
    ProceedingKind.ATTORNEY: {
        "held_on": day(_("Issued on")),
        "ends_on": day(_("Valid until"), required=False),
        "lawyer": line(_("Lawyer"), required=True),
        "bar": line(_("Bar and number of registration")),
        "contact": line(_("Ways to reach the lawyer")),
        "scope": several(_("What the lawyer may do"), list(Scope.choices)),
        "limits": words(_("Limits and remarks"), rows=3),
        "consents": must(
            _("The lawyer agrees to act, and to be written to in this case"),
            _("Without the lawyer’s agreement nothing is sent to them."),
        ),
    },
    ProceedingKind.MEDICAL: {
        "held_on": day(_("Day of the examination")),
        "examiner": line(_("Examiner"), _("Name, profession and speciality."), required=True),
        "place": line(_("Place"), required=True),
        "consent": one(_("Did the person agree, knowing what the report is for?"), YES_NO),
        "private": one(_("Was the examination in private?"), YES_NO, PRIVATE),
        "restrained": one(_("Was the person restrained during it?"), YES_NO),
        "alleged": words(
            _("What the person alleges was done"), _("When, by what means, for how long."), required=True
        ),
        "symptoms": words(
            _("Complaints then and now"), _("Pain, bleeding, loss of consciousness; what remains.")
        ),
        "physical": words(
            _("Physical findings"), _("Each mark: where, kind, size, colour, age. Body diagrams as a file.")
        ),
        "psychological": words(_("Psychological findings"), _("Mood, sleep, fear, memory; tests used.")),
        "tests": words(
            _("Tests and pictures"),
            _("X-ray, ultrasound, laboratory, photographs: which and what they show."),
            rows=3,
        ),
        "consistency": one(_("How far the findings agree with what is alleged"), list(Consistency.choices)),
        "conclusion": words(_("Conclusion"), required=True),
        "recommended": words(_("Treatment and further examinations"), rows=3),
    },
}
DAYS = ("held_on", "ends_on")  # stand in clear beside the sealed words
TAKES_FILE = (
    ProceedingKind.ATTORNEY,
    ProceedingKind.MEDICAL,
    ProceedingKind.HEARING,
    ProceedingKind.STATEMENT,
)
INTRO: dict[ProceedingKind, "StrOrPromise"] = {
    ProceedingKind.STATEMENT: _(
        "The other side may state its view, with somebody beside it. It is sealed for your institution."
    ),
    ProceedingKind.SESSION: _(
        "Agenda, who was present, who was recused, and minutes that two members agree to."
    ),
    ProceedingKind.HEARING: _("Day, place, interpreter and the record of what was said."),
    ProceedingKind.ATTORNEY: _("What a lawyer may do in this case, and until when."),
    ProceedingKind.MEDICAL: _(
        "After the Istanbul Protocol: circumstances, findings, and how far they agree with what is alleged."
    ),
}
