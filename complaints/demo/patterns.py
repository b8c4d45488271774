"""Stories that happened, read back as patterns: every row of a case, ready to be written again for another one.

A pattern keeps each row as text of PostgreSQL's COPY, with slots for what differs from case to case: ids, the
reference, hashes, ciphertext, and all times, moved by whole weeks of the state's own clock.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connections
from psycopg import sql
from psycopg.rows import dict_row

from accounts.models import Institution
from common import tenancy
from common.calendar import WorkCalendar
from complaints import deadlines, tallies
from complaints.models import (
    Allegation,
    Clock,
    Complaint,
    Ending,
    Recommendation,
    RecommendationStep,
    Request,
    SafetyTelling,
    Text,
)
from complaints.vocabulary import ENDED, Standing

CHILDREN = (
    "complaints_allegation",
    "complaints_ending",
    "complaints_person",
    "complaints_text",
    "complaints_request",
    "complaints_recommendation",
    "complaints_recommendationstep",
    "complaints_safetytelling",
    "complaints_docket",
    "complaints_clock",
)
FAR = 9000  # years from here on are no times but places in the queue
Row = dict[str, Any]
Rows = dict[str, list[Row]]
WEEK = timedelta(days=7)


@dataclass
class Pattern:
    """One case that happened, with its words in clear and who holds keys to it."""

    state: str
    zone: ZoneInfo
    lead: str  # code of the institution that leads
    bodies: Mapping[UUID, Institution]
    case: Row
    rows: Rows
    entries: list[Row]
    grants: list[Row]
    words: list[str] = field(repr=False)  # of its texts, in their order
    identity: str = field(default="", repr=False)
    findable: str = field(default="", repr=False)  # what the ministry's search finds
    weeks: tuple[int, ...] = (0,)  # by how many weeks its times may be moved

    @property
    def ids(self) -> list[UUID]:
        """What is another one in every case: its own id, those of its texts, questions and recommendations."""
        kinds = ("complaints_text", "complaints_request", "complaints_recommendation")
        return [self.case["id"], *(row["id"] for kind in kinds for row in self.rows[kind])]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A pattern at one time: lines for each table in pieces, every second piece the name of a slot."""

    pieces: Mapping[str, list[str]]
    counts: Counter[tallies.Cell]


def columns(table: str) -> tuple[str, ...]:
    """What is written into a table: everything but the numbers it gives itself."""
    with connections["maintenance"].cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(table)))
        names = [column.name for column in cursor.description]
    own = {f"complaints_{name}" for name in ("complaint", "text", "request", "recommendation")}
    return tuple(name for name in names if name != "id" or table in own)


def read(state: str, cases: Iterable[UUID], *, zone: ZoneInfo) -> dict[UUID, Pattern]:
    """The rows of some cases of a state. Their words come later, from who holds a key."""
    wanted = list(cases)
    with tenancy.within(state, using="maintenance"):
        found = _by_case("complaints_complaint", "id", state, wanted)
        children = {table: _by_case(table, "complaint_id", state, wanted) for table in CHILDREN}
        grants = _by_case("vault_grant", "subject", state, wanted)
        streams = _by_case("record_entry", "stream", state, [f"case:{case}" for case in wanted])
    bodies = Institution.objects.in_bulk()
    patterns = {}
    for pk in wanted:
        rows = {table: by_case.get(pk, []) for table, by_case in children.items()}
        lead = next(row for row in rows["complaints_docket"] if row["standing"] == Standing.LEAD)
        patterns[pk] = Pattern(
            state=state,
            zone=zone,
            lead=bodies[lead["institution_id"]].code,
            bodies=bodies,
            case=found[pk][0],
            rows=rows,
            entries=streams[f"case:{pk}"],
            grants=grants[pk],
            words=[],
        )
    return patterns


def _by_case(table: str, column: str, state: str, wanted: list[Any]) -> dict[Any, list[Row]]:
    connection = connections["maintenance"]
    found: dict[Any, list[Row]] = {}
    connection.ensure_connection()
    with connection.connection.cursor(row_factory=dict_row) as cursor:
        query = sql.SQL("SELECT * FROM {} WHERE state = %s AND {} = ANY(%s) ORDER BY id")
        cursor.execute(query.format(sql.Identifier(table), sql.Identifier(column)), [state, wanted])
        for row in cursor:
            found.setdefault(row[column], []).append(row)
    return found


def movable(pattern: Pattern, *, calendar: WorkCalendar, now: datetime, window: int) -> tuple[int, ...]:
    """Weeks by which the whole story may lie elsewhere in the last `window` days without becoming another one."""
    filed_days = (now.date() - pattern.case["filed_on"]).days
    last = max(entry["at"] for entry in pattern.entries)
    if pattern.case["stage"] in ENDED:
        return tuple(range(-((window - filed_days) // 7), (now - last).days // 7 + 1)) or (0,)
    few = range(-min(3, (window - filed_days) // 7), 1)
    return tuple(week for week in few if _as_late(pattern, week, calendar, now)) or (0,)


def _as_late(pattern: Pattern, week: int, calendar: WorkCalendar, now: datetime) -> bool:
    """Whether every running clock would still be told to the same people."""
    urgent = pattern.case["is_danger"] or pattern.case["is_held"]
    for clock in pattern.rows["complaints_clock"]:
        if clock["ended_at"] is None and clock["paused_at"] is None:
            due = moved(clock["due_at"], week, pattern.zone)
            very = deadlines.very_late_at(clock["kind"], due_at=due, calendar=calendar, urgent=urgent)
            if clock["escalated"] != (now >= due) + (now >= very):
                return False
    return True


def moved(value: Any, weeks: int, zone: ZoneInfo) -> Any:
    """A time so many weeks later by the clock on the wall; anything else as it is."""
    if isinstance(value, datetime):
        return (value.astimezone(zone) + weeks * WEEK).astimezone(UTC) if value.year < FAR else value
    return value + weeks * WEEK if isinstance(value, date) else value


def sheet(pattern: Pattern, weeks: int, layout: Mapping[str, tuple[str, ...]]) -> Sheet:
    """The pattern's lines, moved by some weeks."""
    names = {str(pk): f"id{number}" for number, pk in enumerate(pattern.ids)}
    slots = re.compile("|".join([*names, "@[a-z]+[0-9]*@"]))
    pieces = {}
    for table, rows in _lines(pattern, weeks).items():
        text = "".join("\t".join(literal(row[column]) for column in layout[table]) + "\n" for row in rows)
        pieces[table] = _split(slots, text, names)
    return Sheet(pieces, _counts(pattern, weeks))


def _split(slots: re.Pattern[str], text: str, names: Mapping[str, str]) -> list[str]:
    parts, at = [], 0
    for found in slots.finditer(text):
        parts += [text[at : found.start()], names.get(found[0], found[0])]
        at = found.end()
    return [*parts, text[at:]]


def _lines(pattern: Pattern, weeks: int) -> Rows:
    """Rows with the names of slots where another case has something else."""

    def shifted(row: Row, **instead: str) -> Row:
        return {name: moved(value, weeks, pattern.zone) for name, value in row.items()} | instead

    rows = {table: [shifted(row) for row in pattern.rows[table]] for table in CHILDREN}
    for number, row in enumerate(rows["complaints_text"]):
        row["body"] = f"@text{number}@"
    for row in rows["complaints_person"]:
        row["identity"] = "@identity@"
    case = shifted(pattern.case, reference="@reference@", submission="@submission@")
    chained = {"seq": 0, "prev": b"", "hash": b""}  # the trigger's
    grants = [row | {"box": f"@box{at}@"} for at, row in enumerate(pattern.grants)]
    return {
        "complaints_complaint": [case],
        **rows,
        "record_entry": [shifted(row) | chained for row in pattern.entries],
        "vault_grant": grants,
    }


def _counts(pattern: Pattern, weeks: int) -> Counter[tallies.Cell]:
    """What the case adds to the counts at its new time, by the same functions that count any case."""

    def moved_row(row: Row) -> Row:
        return {name: moved(value, weeks, pattern.zone) for name, value in row.items()}

    def rows(model: type[Any], table: str) -> tuple[Any, ...]:
        return tuple(model(**moved_row(row)) for row in pattern.rows[f"complaints_{table}"])

    def held_by(row: Any, *fields: str) -> Any:
        for name in fields:
            setattr(row, name, pattern.bodies.get(getattr(row, f"{name}_id")))
        return row

    case = Complaint(**moved_row(pattern.case))
    counts = tallies.of(
        tallies.Facts(
            case, pattern.lead, rows(Allegation, "allegation"), rows(Clock, "clock"), rows(Ending, "ending")
        )
    )
    texts = {row.pk: row for row in rows(Text, "text")}
    steps = rows(RecommendationStep, "recommendationstep")
    for question in rows(Request, "request"):
        counts.update(tallies.of_question(held_by(question, "asked_by", "asked_of")))
    for made in rows(Recommendation, "recommendation"):
        taken = sorted((one for one in steps if one.recommendation_id == made.pk), key=lambda one: one.at)
        counts.update(tallies.of_recommendation(held_by(made, "made_by_body", "addressed_to"), taken))
    for telling in rows(SafetyTelling, "safetytelling"):
        telling.text = texts[telling.text_id]
        counts.update(tallies.of_telling(held_by(telling, "institution")))
    return counts


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def literal(value: Any) -> str:
    """A value as COPY's text format writes it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes | memoryview):
        return "\\\\x" + bytes(value).hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):  # of codes, which need no quotes
        return "{" + ",".join(value) + "}"
    return str(value).translate(_ESCAPES)
