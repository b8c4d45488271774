"""A case and a page of the queue as programs read them: the same rows and the same limits as on the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import selectors as accounts
from accounts.actor import Actor
from common.api.problems import Fault, Problem, faults_of_form
from complaints.casework import reading, selectors, services
from complaints.casework.offering import offered
from complaints.casework.queue import filters
from complaints.casework.queue.finding import Search, clocks_of
from complaints.casework.queue.narrowing import Place
from complaints.casework.reading import CaseFile
from complaints.casework.sentences import ACTIONS
from complaints.models import Docket
from complaints.moves import Move

if TYPE_CHECKING:
    from complaints.casework.queue.finding import Drawn

CURSORS = ("after", "before")
VIEWS = [view for view in selectors.VIEWS if view != "all"]


def page_of(by: Actor, asked: QueryDict, *, path: str, now: datetime) -> dict[str, Any]:
    """One page of the queue. What cannot be understood is refused: a program would take another list for its own."""
    form = filters.Search(asked)
    faults = [] if form.is_valid() else faults_of_form(form, query=True)
    faults += [
        Fault(f"?{name}", _("This is no place in this list."))
        for name in CURSORS
        if asked.get(name) and filters.place(str(asked[name])) is None
    ]
    faults += [
        Fault(f"?{name}", _("This is not a date. Write it as 2026-03-14 or 14/3/2026."))
        for name in ("since", "until")
        if asked.get(name) and not form.cleaned_data.get(name)
    ]
    # Whoever mistypes a filter is not given the list without it.
    unknown = asked.keys() - {*form.fields, *CURSORS, "whose"}
    faults += [Fault(f"?{name}", _("There is no such filter.")) for name in sorted(unknown)]
    if asked.get("whose", "all") not in selectors.VIEWS:
        faults.append(Fault("?whose", _("This is none of the possible values.")))
    if faults:
        raise Problem("invalid", errors=faults)
    wanted = filters.wanted(form, asked)
    found = Search(by, wanted, now).page()
    kept = {**({"whose": wanted.whose} if wanted.whose else {}), **filters.kept(form)}
    return {
        "results": [row(one) for one in found.rows],
        "next": _address(path, kept, "after", found.after),
        "previous": _address(path, kept, "before", found.before),
    }


def _address(path: str, kept: Mapping[str, str], name: str, at: Place | None) -> str | None:
    return f"{path}?{urlencode({**kept, name: filters.cursor(at)})}" if at else None


def row(docket: "Drawn") -> dict[str, Any]:
    """A case in one line."""
    running = [clock.due_at for clock in clocks_of(docket) if not clock.paused_at]
    return {
        **_facts(docket),
        "categories": list(docket.categories),
        "due_at": min(running, default=None),
        "tags": list(docket.tag_names),
    }


def _facts(docket: Docket) -> dict[str, Any]:
    case = docket.complaint
    return {
        "reference": case.reference,
        "stage": case.stage,
        "matter": case.matter,
        "mode": case.mode,
        "governorate": docket.governorate_id,
        "is_open": case.is_open,
        "is_danger": case.is_danger,
        "is_held": case.is_held,
        "is_grave": case.is_grave,
        "arrived_at": docket.since,
        "holder": docket.assignee_id,
    }


def file_of(by: Actor, reference: str, *, now: datetime) -> CaseFile:
    """The case as this caller may read it; for a stranger there is none."""
    docket = selectors.docket(by, reference)
    if docket is None:
        raise Problem("not_found")
    language = (get_language() or "ar")[:2]
    return reading.CaseFile(by, docket, accounts.state(by.state), now, language)


def whole(file: CaseFile) -> dict[str, Any]:
    """Everything of a case that role and keys reach."""
    case = file.case
    running = [clock.due_at for clock in file.clock_rows if not clock.ended_at and not clock.paused_at]
    return {
        **_facts(file.docket),
        "categories": file.categories,
        "due_at": min(running, default=None),
        "tags": list(file.docket.tag_names),  # type: ignore[attr-defined]
        "route": case.route,
        "stage_since": case.stage_since,
        "outcome": case.outcome,
        "institutions": [
            {"institution": one.institution.code, "standing": one.standing} for one in file.dockets
        ],
        **_parts(file),
        "moves": [move.action for move in moves(file)],
    }


def _parts(file: CaseFile) -> dict[str, Any]:
    return {
        "clocks": [
            {
                "kind": clock.kind,
                "started_at": clock.started_at,
                "due_at": clock.due_at,
                "ended_at": clock.ended_at,
            }
            for clock in file.clock_rows
        ],
        "allegations": [
            {
                "id": one.pk,
                "category": one.category,
                "finding": one.finding,
                "disposition": one.disposition,
            }
            for one in file.allegations
        ],
        "texts": [{"kind": one.text.kind, "at": one.text.at, "words": one.body} for one in file.tellings],
        "locked": [{"part": part, "why": why} for part, why in file.locked],
        "history": [
            {"at": event.at, "what": str(event.sentence), "stage": str(event.stage)} for event in file.history
        ],
    }


def moves(file: CaseFile) -> list[Move]:
    """The moves this caller may try now, as the desk offers them."""
    found = services.allowed(case=file.case, by=file.actor, dockets=file.dockets, is_seen=True)
    return [move for move in offered(found, file) if move.action in ACTIONS]
