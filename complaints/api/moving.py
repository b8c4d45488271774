"""A move by a program: the desk's own form checks what was sent, and the one service makes it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.actor import Actor, Kind
from accounts.api.door import require_confirmed
from common.api.bodies import as_form
from common.api.problems import Fault, Problem, faults_of_form
from complaints import workflow
from complaints.api import reading
from complaints.casework import services
from complaints.casework.forms import ActionForm
from complaints.casework.reading import CaseFile
from complaints.casework.sentences import ACTIONS, GUARDS
from complaints.moves import Move

CONFIRMED = ("release", "transfer")  # as on the desk


def described(file: CaseFile) -> list[dict[str, Any]]:
    """The moves open now, each with the fields it asks."""
    return [
        {
            "action": move.action,
            "label": str(ACTIONS[move.action].label),
            "asks": [
                _field(name, field)
                for name, field in ActionForm(file=file, move=move).fields.items()
                if name != "once"
            ],
        }
        for move in reading.moves(file)
    ]


def _field(name: str, field: forms.Field) -> dict[str, Any]:
    choices = getattr(field, "choices", None)
    return {
        "name": name,
        "label": str(field.label or ""),
        "required": field.required,
        "many": isinstance(field, forms.MultipleChoiceField),
        "choices": None if choices is None else list(_codes(choices)),
    }


def _codes(choices: Any) -> Any:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from _codes(label)
        elif str(code):
            yield str(code)


def make(request: Request, file: CaseFile, said: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    """Carry the case along one row of the table."""
    action = str(said.get("action", ""))
    if action not in ACTIONS:
        raise Problem("invalid", errors=[Fault("#/action", _("There is no such action."))])
    move = _move(file, action)
    if action in CONFIRMED:
        require_confirmed(request)
    typed = {name: value for name, value in said.items() if name not in ("action", "once")}
    form = ActionForm(as_form(typed), file=file, move=move)
    faults = [
        Fault(f"#/{name}", _("There is no such field.")) for name in typed if name not in form.fields
    ] + ([] if form.is_valid() else faults_of_form(form))
    if faults:
        raise Problem("invalid", errors=faults)
    carried(
        lambda: services.advance(case=file.case.pk, action=action, by=by, given=form.given, now=now), form
    )


def _move(file: CaseFile, action: str) -> Move:
    found = next((move for move in reading.moves(file) if move.action == action), None)
    if found is not None:
        return found
    try:
        workflow.move(action, stage=file.case.stage, matter=file.case.matter)
    except workflow.NotInTable:
        raise Problem("conflict", _("That step is not open at this stage.")) from None
    raise Problem("forbidden", _program_says(file.actor))


def _program_says(by: Actor) -> str:
    if by.kind is not Kind.TOKEN:
        return ""
    return _(
        "A token carries on cases that its institution leads and somebody of it holds; decisions are people’s."
    )


def carried(do: Callable[[], object], form: ActionForm | None = None) -> None:
    """Make a move, or say as a problem why it was not made."""
    try:
        do()
    except workflow.NotInTable:
        raise Problem("conflict", _("That step is not open at this stage.")) from None
    except services.Missing as missing:
        if form is None:
            raise Problem("invalid") from None
        form.refuse(missing.ask)
        raise Problem("invalid", errors=faults_of_form(form)) from None
    except services.Unmet as unmet:
        raise Problem("conflict", str(GUARDS[unmet.guard])) from None
    except Http404:
        raise Problem("not_found") from None
