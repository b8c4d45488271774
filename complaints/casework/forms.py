"""Forms of the desk: what each action of the workflow table asks of whoever presses its button."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.fields import LineField
from common.languages import number
from complaints.casework import deciding, destining, knowing, places, referring, selectors
from complaints.casework.fields import ReferenceField, WordsField
from complaints.casework.opening import SHORTEST_REASON
from complaints.casework.reading import CaseFile
from complaints.casework.sentences import ASKS
from complaints.casework.step import Given
from complaints.casework.team import exclusions
from complaints.casework.wording import OF_ACTIONS
from complaints.models import Text
from complaints.moves import Ask, Move
from complaints.naming import category_choices, category_label
from complaints.vocabulary import (
    NEVER_ON_GRAVE,
    Rejection,
    Stage,
    Whereabouts,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ReasonForm(forms.Form):
    """Why somebody's identity, or an original text, must be opened."""

    reason = WordsField(
        label=_("Why it must be opened now"),
        help_text=_("Kept with the file. The complainant sees that it was opened, when, and by which role."),
        error_messages={"required": ASKS[Ask.REASON]},
        shortest=SHORTEST_REASON,
        rows=4,
    )


# Reasons for each allegation stand apart from these words; nobody should look for one in the other.
REASON_LABELS = {
    "note": _("Note"),
    "propose_finding": _("For whoever approves"),
    "follow_up_safety": _("What was done about it"),
}
FIRST = {Ask.FACTS: "circumstances", Ask.EVENT: "other_case", Ask.PLACE: "service"}  # asks of several fields


# --- actions ----------------------------------------------------------------------------------------


class ActionForm(forms.Form):
    """What one row of the workflow table asks of whoever presses its button."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, file: CaseFile, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file, self.move = file, move
        self.fields["once"].initial = uuid4()
        for ask in move.asks:
            FIELDS[ask](self)
        if move.action == "give_answer" and len(file.questions) > 1:
            _request(self)

    @property
    def shows_text(self) -> bool:
        """Whether reading the case again helps to fill this in."""
        return bool(self.move.asks) and Ask.TEXT not in self.move.asks

    @property
    def shows_findings(self) -> bool:
        """Whether somebody decides on what another proposed."""
        return self.move.action in ("approve_findings", "uphold")

    def add(self, name: str, field: forms.Field, ask: Ask) -> None:
        """A field whose absence is told in the words of its ask."""
        field.error_messages |= {"required": self._absent(ask), "invalid_choice": self._absent(ask)}
        self.fields[name] = field

    def refuse(self, ask: Ask, field: str | None = None) -> None:
        """What the service found missing, beside its field."""
        name = field or FIRST.get(ask, ask.name.lower())
        self.add_error(name if name in self.fields else None, str(self._absent(ask)))

    def _absent(self, ask: Ask) -> "StrOrPromise":
        return OF_ACTIONS.get((self.move.action, ask), ASKS[ask])

    def clean(self) -> dict[str, Any]:
        if self._finds:
            deciding.check_findings(self)
        return self.cleaned_data

    @property
    def _finds(self) -> bool:
        """Whether it says what was found: a proposal, or a reviewer's new decision."""
        return Ask.FINDINGS in self.move.asks or self.cleaned_data.get("choice") == Stage.DECIDED

    @property
    def given(self) -> Given:
        """What was filled in, as the service takes it."""
        data = self.cleaned_data
        allegation = data.get("allegation")
        rows = self.file.allegations if self._finds else []
        return Given(
            **{
                name: data.get(name, "")
                for name in (
                    *("reason", "message", "text", "question", "answer", "rejection"),
                    *("reference", "choice", "whereabouts", "stance", "verdict", "destination"),
                )
            },
            addressee=referring.addressee(data),
            other_case=data.get("other_case", ""),
            consent=bool(data.get("consent")),
            categories=tuple(data.get("categories", ())),
            title=data.get("title", ""),
            governorate=place.pk if (place := data.get("governorate")) else None,
            happened_on=data.get("happened_on"),
            circumstances=tuple(data["circumstances"]) if "circumstances" in data else None,
            danger=bool(data.get("danger")),
            held=bool(data.get("held")),
            findings=deciding.findings(data, rows),
            grounds=deciding.grounds(data, rows),
            recommendations=deciding.recommendations(data),
            recommendation=_uuid(data.get("recommendation")),
            person=_uuid(data.get("person")),
            request=_uuid(data.get("request")),
            allegation=int(allegation) if allegation else None,
            place=places.given(data) if Ask.PLACE in self.move.asks else None,
        )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


DECISIONS = frozenset({"reject", "approve_findings", "uphold", "overturn", "not_settle"})


def _reason(form: ActionForm) -> None:
    label = REASON_LABELS.get(form.move.action, _("Reasons"))
    form.add(
        "reason",
        WordsField(label=label, help_text=_("Kept with the file. The complainant does not read it.")),
        Ask.REASON,
    )


def _message(form: ActionForm) -> None:
    label = _("Reasons, as the complainant reads them") if form.move.action in DECISIONS else _("Message")
    help_text = _("The complainant reads this on the page of their case. Plain words, no names of others.")
    form.add("message", WordsField(label=label, help_text=help_text, rows=8), Ask.MESSAGE)


def _rejection(form: ActionForm) -> None:
    grave, proposed = form.file.case.is_grave, form.file.case.proposed_rejection
    approves = form.move.action == "reject"  # what was proposed, or nothing
    grounds = [
        ground
        for ground in Rejection
        if not (grave and ground in NEVER_ON_GRAVE) and not (approves and proposed and ground != proposed)
    ]
    field = forms.ChoiceField(
        label=_("Ground"),
        choices=[(ground.value, ground.label) for ground in grounds],
        widget=forms.RadioSelect,
        initial=proposed or None,
    )
    form.add("rejection", field, Ask.REJECTION)


def _consent(form: ActionForm) -> None:
    field = forms.BooleanField(label=_("The complainant agreed, knowing who will read what"))
    form.add("consent", field, Ask.CONSENT)


def _short(name: str, label: "StrOrPromise", ask: Ask, limit: int) -> Callable[[ActionForm], None]:
    def build(form: ActionForm) -> None:
        form.add(name, LineField(label=label, max_length=limit), ask)

    return build


def _other_case(form: ActionForm) -> None:
    form.add(
        "other_case", ReferenceField(label=_("Reference of the other file"), max_length=40), Ask.OTHER_CASE
    )


def _text(form: ActionForm) -> None:
    field = WordsField(
        label=_("Text for the ministry"),
        help_text=_("Leave out whatever points to a person: names, dates, places nobody else was at."),
        initial=form.file.original(),
        rows=16,
    )
    form.add("text", field, Ask.TEXT)


def _words(name: str, label: "StrOrPromise", ask: Ask) -> Callable[[ActionForm], None]:
    def build(form: ActionForm) -> None:
        form.add(name, WordsField(label=label, rows=8), ask)

    return build


def _person(form: ActionForm) -> None:
    file, nobody = form.file, [("", _("choose"))]
    if form.move.action == "exclude":
        bodies = [docket.institution_id for docket in file.dockets]
        mine = [file.docket.institution_id]
        held = bodies if file.docket.institution.is_independent else mine
        people = selectors.excludable(file.actor, file.case, held)
        choices = [(str(user.pk), f"{user.name} · {user.institution}") for user in people]
    elif form.move.action == "lift_exclusion":
        people = exclusions.liftable(file.actor, file.case)
        choices = [(str(user.pk), f"{user.name} · {user.institution}") for user in people]
    else:
        found = selectors.reviewers(file.actor, file.case)
        choices = [(str(user.pk), _load(user.name, getattr(user, "load", 0))) for user in found]
    field = forms.ChoiceField(label=_("Colleague"), choices=[*nobody, *choices])
    wanted_by = file.docket.wanted_by_id
    field.initial = str(wanted_by) if wanted_by and form.move.action == "assign" else ""
    if form.move.action == "lift_exclusion" and len(choices) == 1:
        field.initial = choices[0][0]
    form.add("person", field, Ask.PERSON)


def _load(name: str, load: int) -> str:
    words = ngettext("%(name)s: %(count)s open case", "%(name)s: %(count)s open cases", load)
    return words % {"name": name, "count": number(load, language="en")}


def _request(form: ActionForm) -> None:
    bodies = {str(one.body): one for one in form.file.tellings if one.text.kind == Text.Kind.QUESTION}
    words = {one.text.pk: body for body, one in bodies.items()}
    choices = [
        (str(question.request.pk), words.get(question.request.question_id, "")[:120])
        for question in form.file.questions
    ]
    form.add("request", forms.ChoiceField(label=_("Which question"), choices=choices), Ask.ANSWER)


def _allegation(form: ActionForm) -> None:
    # One that is suspended may be so again: the court was asked how far it is.
    suspend = form.move.action == "suspend_allegation"
    rows = [row for row in form.file.allegations if suspend or row.suspended_at]
    choices = [(str(row.pk), category_label(row.category)) for row in rows]
    field = forms.ChoiceField(label=_("Allegation"), choices=choices, widget=forms.RadioSelect)
    form.add("allegation", field, Ask.ALLEGATION)


def _categories(form: ActionForm) -> None:
    field = forms.MultipleChoiceField(
        label=_("Categories"),
        choices=category_choices(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-plain choices-columns"}),
        initial=[row.category for row in form.file.allegations],
    )
    form.add("categories", field, Ask.CATEGORIES)


def _choice(form: ActionForm) -> None:
    stages = [target for target in form.move.targets if isinstance(target, Stage)]
    labels = {
        Stage.INVESTIGATING: _("The facts must be found again"),
        Stage.DECIDED: _("A new decision, as the reasons say"),
    }
    field = forms.ChoiceField(
        label=_("What follows"),
        choices=[(stage.value, labels.get(stage, stage.label)) for stage in stages],
        widget=forms.RadioSelect,
    )
    form.add("choice", field, Ask.CHOICE)
    if Stage.DECIDED in stages:
        deciding.add_findings(form)


def _several(fields: Callable[[CaseFile], dict[str, forms.Field]], ask: Ask) -> Callable[[ActionForm], None]:
    def build(form: ActionForm) -> None:
        for name, field in fields(form.file).items():
            form.add(name, field, ask)

    return build


def _whereabouts(form: ActionForm) -> None:
    field = forms.ChoiceField(
        label=_("What is known now"),
        choices=Whereabouts.choices,
        widget=forms.RadioSelect,
        initial=form.file.case.whereabouts or None,
    )
    form.add("whereabouts", field, Ask.WHEREABOUTS)


FIELDS: dict[Ask, Callable[[ActionForm], None]] = {
    Ask.REASON: _reason,
    Ask.MESSAGE: _message,
    Ask.REJECTION: _rejection,
    Ask.FINDINGS: deciding.add_findings,
    Ask.CONSENT: _consent,
    Ask.ADDRESSEE: referring.add_fields,
    Ask.REFERENCE: _short("reference", _("Their reference"), Ask.REFERENCE, 60),
    Ask.OTHER_CASE: _other_case,
    Ask.TEXT: _text,
    Ask.PERSON: _person,
    Ask.QUESTION: _words("question", _("Question to the ministry"), Ask.QUESTION),
    Ask.ANSWER: _words("answer", _("Answer"), Ask.ANSWER),
    Ask.ALLEGATION: _allegation,
    Ask.CATEGORIES: _categories,
    Ask.CHOICE: _choice,
    Ask.FACTS: _several(knowing.of_facts, Ask.FACTS),
    Ask.EVENT: _several(knowing.of_event, Ask.EVENT),
    Ask.PLACE: places.add_fields,
    Ask.WHEREABOUTS: _whereabouts,
    Ask.DESTINATION: destining.add_fields,
    Ask.RECOMMENDATIONS: deciding.add_recommendations,
    Ask.RECOMMENDATION: deciding.add_recommendation,
    Ask.STANCE: deciding.STANCE,
    Ask.VERDICT: deciding.VERDICT,
}
