"""The institution's registers of letters: pages by number, on paper by month, as a table for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import StaffRequest, staff_view
from accounts.models import State
from accounts.presence import freshly_confirmed
from accounts.roles import Permission
from common import tenancy
from common.languages import month_name, month_usage
from complaints.casework import selectors as casework
from complaints.casework.pages import language
from complaints.correspondence import Direction, Purpose
from complaints.letters import selectors
from complaints.letters.pages import letter_page
from complaints.letters.selectors import Asked
from complaints.models import RegisterNumber
from complaints.templatetags.letters import who_of
from record import services as record

if TYPE_CHECKING:
    from accounts.actor import Actor

NEUTRAL = "'"  # before what a spreadsheet would take for a formula
AT_ONCE = 1000  # lines of a table read at a time


def _front(request: StaffRequest) -> tuple[casework.Front, date]:
    """What every desk page shows, and today in the state."""
    if request.actor.institution is None:
        raise PermissionDenied
    now = timezone.now()
    front = casework.front(request.actor, now=now)
    return front, now.astimezone(ZoneInfo(front.state.zone)).date()


@require_safe
@staff_view(Permission.QUEUE)
def register(request: StaffRequest) -> HttpResponse:
    """One page of a register, the newest number first."""
    front, today = _front(request)
    asked = selectors.asked_for(request.GET.dict(), today=today)
    found = selectors.page_of(request.actor, asked)
    years = sorted({*selectors.years(request.actor), today.year, asked.year}, reverse=True)
    return letter_page(
        request,
        front,
        "register",
        rows=found.rows,
        asked=asked,
        years=years,
        directions=Direction.choices,
        months_of_year=_months(front.state),
        previous_url=_address(asked, above=found.above) if found.above else "",
        next_url=_address(asked, below=found.below) if found.below else "",
        print_url=_address(asked, month=asked.month or (today.month if asked.year == today.year else 12)),
        title=Direction(asked.direction).label,
    )


def _months(state: State) -> list[tuple[int, str]]:
    usage = month_usage(state.code)
    return [(month, month_name(month, language=language(), months=usage)) for month in range(1, 13)]


def _address(asked: Asked, **at: int) -> str:
    kept = {"direction": asked.direction, "year": asked.year, "q": asked.words, "month": asked.month} | at
    return "?" + urlencode({name: value for name, value in kept.items() if value})


@require_safe
@staff_view(Permission.QUEUE)
def on_paper(request: StaffRequest) -> HttpResponse:
    """One month of a register from its first number to its last, to be printed."""
    front, today = _front(request)
    asked = selectors.asked_for(request.GET.dict(), today=today)
    asked = replace(asked, words="", below=0, above=0, month=asked.month or today.month)
    return letter_page(
        request,
        front,
        "register_print",
        rows=selectors.whole(request.actor, asked),
        asked=asked,
        title=Direction(asked.direction).label,
        month=month_name(asked.month, language=language(), months=month_usage(front.state.code)),
        institution=request.actor.institution,
        person=request.user,
        now=timezone.now(),
    )


@require_POST
@staff_view(Permission.QUEUE, atomic=False)
@freshly_confirmed()
def table(request: StaffRequest) -> HttpResponseBase:
    """A year of a register as a table for spreadsheets, read a thousand lines at a time."""
    actor, code = request.actor, language()
    with tenancy.within(actor.state):
        front, today = _front(request)
        asked = selectors.asked_for(request.POST.dict(), today=today)
        asked = Asked(asked.direction, asked.year)
        _note(actor, asked)
    answer = StreamingHttpResponse(
        _lines(actor, asked, front.state, code), content_type="text/csv; charset=utf-8"
    )
    name = f"register-{asked.direction}-{asked.year}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _note(actor: "Actor", asked: Asked) -> None:
    """Taking a register away is an entry in the institution's own chain."""
    body = actor.institution
    if body is None:
        raise PermissionDenied
    record.write(
        state=actor.state,
        stream=f"access:{body.code}",
        what="register_exported",
        by=actor.id,
        at=timezone.now(),
        details={"direction": asked.direction, "year": asked.year},
    )


class _Line:
    """What the writer of tables writes into: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def _lines(actor: "Actor", asked: Asked, state: State, code: str) -> Iterator[str]:
    """The table, in its own transactions: the page that began it is over."""
    writer, last = csv.writer(_Line()), 0
    yield "\ufeff"  # so that spreadsheets know it is UTF-8
    with override(code):
        yield writer.writerow(_head())
    while True:
        with tenancy.within(actor.state), override(code):
            rows = list(selectors.numbers(actor, asked).filter(number__gt=last).order_by("number")[:AT_ONCE])
            lines = [writer.writerow(_cells(row)) for row in rows]
        yield from lines
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].number


def _head() -> list[str]:
    return [
        *(pgettext("register", "Number"), _("Date"), _("Case"), _("Who"), _("What")),
        *(_("Their number"), _("Their date"), _("Answer awaited until")),
    ]


def _cells(row: RegisterNumber) -> list[str]:
    """One line. Of a case that does not exist for the reader: its number and day."""
    letter = row.letter if getattr(row, "is_open", False) else None
    if letter is None:
        return [row.written, row.day.isoformat(), *[""] * 6]
    told: Iterable[Any] = (
        row.written,
        row.day.isoformat(),
        letter.complaint.reference,
        str(who_of(letter)),
        Purpose(letter.purpose).label if letter.purpose else "",
        letter.their_number,
        letter.their_date.isoformat() if letter.their_date else "",
        letter.answer_until.isoformat() if letter.answer_until else "",
    )
    return [_neutral(str(cell)) for cell in told]


def _neutral(cell: str) -> str:
    return NEUTRAL + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
