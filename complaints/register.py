"""Importing a register kept before this site: checked row by row, then everything or nothing.

Columns: docs/contract. A line becomes a `RegisterRow` and counts in every report, marked as imported.
"""

import csv
import hashlib
import io
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Institution
from common import tenancy
from common.languages import parse_date
from complaints import tallies
from complaints.models import RegisterRow
from complaints.vocabulary import (
    AssistanceKind,
    AssistanceOutcome,
    Category,
    Channel,
    Disposition,
    Finding,
    Gender,
    Matter,
    Rejection,
    Source,
)
from record import services as record

LARGEST: Final = 100_000_000  # bytes
AT_ONCE: Final = 2_000
MOST_MISTAKES: Final = 100  # shown; the rest are counted
EARLIEST: Final = date(1950, 1, 1)
REQUIRED: Final = ("reference", "received_on", "matter", "status")
LIMITS: Final = {
    "reference": 60,
    "received_on": 20,
    "matter": 12,
    "source": 16,
    "channel": 16,
    "gender": 12,
    "categories": 120,
    "assistance_kind": 16,
    "governorate": 120,
    "unit": 200,
    "status": 8,
    "outcome": 24,
    "decided_on": 20,
    "closed_on": 20,
    "language": 5,
    "summary": 20_000,
}
"""Every column, with the most characters it takes."""
CHOICES: Final[dict[str, Collection[str]]] = {
    "matter": Matter.values,
    "source": Source.values,
    "channel": Channel.values,
    "gender": Gender.values,
    "assistance_kind": AssistanceKind.values,
    "status": ("open", "closed"),
    "language": ("ar", "en", "fr", "other"),
}
OUTCOMES: Final[dict[str, Collection[str]]] = {
    Matter.COMPLAINT: dict.fromkeys([*Finding.values, *Disposition.values, *Rejection.values, "converted"]),
    Matter.ASSISTANCE: dict.fromkeys(
        [*AssistanceOutcome.values, Disposition.WITHDRAWN, Disposition.REMEDIED, *Rejection.values]
    ),
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, in which line of the file (the header is line 1) and which column; 0 and "" for all."""

    line: int
    column: str
    what: str

    def __str__(self) -> str:
        if not self.line:
            return self.what
        if not self.column:
            return _("row %(line)s: %(what)s") % {"line": self.line, "what": self.what}
        place = {"line": self.line, "column": self.column, "what": self.what}
        return _("row %(line)s, column %(column)s: %(what)s") % place


class RegisterRefused(Exception):
    """The file was not imported, and nothing was changed."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def import_register(
    *, data: bytes, institution: Institution, by: Actor, now: datetime, dry_run: bool = False
) -> Counter[str]:
    """Import a register file; returns how many lines of each matter it holds.

    Raises `RegisterRefused` with every mistake; then, and on a dry run, nothing is changed.
    """
    rows = _checked(data, institution, now.date())
    with tenancy.within(institution.state), transaction.atomic():
        _refuse_known(rows, institution)
        if not dry_run:
            _keep(rows, institution, by, now, hashlib.sha256(data).hexdigest())
    return Counter(row.matter for _line, row in rows)


def _checked(data: bytes, institution: Institution, today: date) -> list[tuple[int, RegisterRow]]:
    mistakes: list[Mistake] = []
    rows: list[tuple[int, RegisterRow]] = []
    seen: dict[str, int] = {}
    for line, values in _lines(data):
        found = list(_mistakes(line, values, today))
        mistakes += found
        reference = values.get("reference", "")
        if reference and reference in seen:
            what = _("this reference stands in row %(line)s already") % {"line": seen[reference]}
            mistakes.append(Mistake(line, "reference", what))
        seen.setdefault(reference, line)
        if not mistakes:
            rows.append((line, _row(values, institution)))
    if not rows and not mistakes:
        mistakes.append(Mistake(0, "", _("The file has no rows.")))
    if mistakes:
        raise RegisterRefused(mistakes)
    return rows


def _lines(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    if len(data) > LARGEST:
        raise RegisterRefused([Mistake(0, "", _("The file is too large."))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = _("The file is not UTF-8 text (byte %(place)s).") % {"place": error.start}
        raise RegisterRefused([Mistake(0, "", what)]) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = _header(next(reader, []))
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                what = _("%(found)s values where the header has %(expected)s")
                raise RegisterRefused(
                    [Mistake(reader.line_num, "", what % {"found": len(cells), "expected": len(header)})]
                )
            yield reader.line_num, {k: v.strip(" \t") for k, v in zip(header, cells, strict=True)}
    except csv.Error as error:
        what = _("this line cannot be read as CSV (%(reason)s)") % {"reason": error}
        raise RegisterRefused([Mistake(reader.line_num, "", what)]) from error


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    unknown = [name for name in names if name not in LIMITS]
    twice = sorted({name for name in names if names.count(name) > 1})
    missing = [name for name in REQUIRED if name not in names]
    mistakes = [
        *[Mistake(1, name[:60], _("this column is not known")) for name in unknown],
        *[Mistake(1, name[:60], _("this column stands twice")) for name in twice if name not in unknown],
        *[Mistake(1, name, _("this column is missing")) for name in missing],
    ]
    if mistakes:
        raise RegisterRefused(mistakes)
    return names


def _mistakes(line: int, values: dict[str, str], today: date) -> Iterator[Mistake]:
    for column, value in values.items():
        for what in _of_text(column, value):
            yield Mistake(line, column, what)
    for column in REQUIRED:
        if not values[column]:
            yield Mistake(line, column, _("a value is missing"))
    for column, allowed in CHOICES.items():
        value = values.get(column, "")
        if value and value not in allowed:
            yield Mistake(line, column, _unknown(value, allowed))
    for column, what in (*_of_content(values), *_of_dates(values, today)):
        yield Mistake(line, column, what)


def _of_text(column: str, value: str) -> Iterator[str]:
    if len(value) > LIMITS[column]:
        words = _("%(length)s characters where %(limit)s fit")
        yield words % {"length": len(value), "limit": LIMITS[column]}
    breaks = "\n\r\t" if column == "summary" else ""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Cn") and c not in breaks for c in value) or any(
        "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in value
    ):
        yield _("there are control characters or direction overrides in it")


def _unknown(value: str, allowed: Collection[str]) -> str:
    return _("“%(value)s” is not one of: %(allowed)s") % {"value": value[:60], "allowed": ", ".join(allowed)}


def _of_content(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    matter, outcome = values["matter"], values.get("outcome", "")
    codes = [code for code in values.get("categories", "").split(";") if code]
    for code in codes:
        if code.strip() not in Category.values:
            yield "categories", _unknown(code, Category.values)
    if matter == Matter.COMPLAINT and values.get("assistance_kind"):
        yield "assistance_kind", _("only a request for assistance has a kind")
    if values["status"] == "open" and outcome:
        yield "outcome", _("an open file has no outcome yet")
    if values["status"] == "closed" and not outcome:
        yield "outcome", _("a closed file needs an outcome")
    if outcome and matter in OUTCOMES and outcome not in OUTCOMES[matter]:
        yield "outcome", _unknown(outcome, OUTCOMES[matter])


def _of_dates(values: dict[str, str], today: date) -> Iterator[tuple[str, str]]:
    before: tuple[str, date] | None = None
    for column in ("received_on", "decided_on", "closed_on"):
        text = values.get(column, "")
        if not text:
            continue
        day = parse_date(text)
        if day is None:
            yield column, _("“%(value)s” is not a date; write 2018-04-30 or 30/4/2018") % {"value": text[:30]}
            continue
        if day > today:
            yield column, _("this day has not come yet")
        if day < EARLIEST:
            yield column, _("this day is too long ago")
        if before and day < before[1]:
            yield column, _("this day lies before %(column)s") % {"column": before[0]}
        before = (column, day)
    if values["status"] == "open" and values.get("closed_on"):
        yield "closed_on", _("an open file has no day of closing")
    if values["status"] == "closed" and not (values.get("closed_on") or values.get("decided_on")):
        yield "closed_on", _("a closed file needs its day of closing, or the day of its decision")


def _row(values: dict[str, str], institution: Institution) -> RegisterRow:
    taken = {name: values.get(name, "") for name in LIMITS if name not in ("status", "categories")}
    days = {name: parse_date(taken.pop(name)) for name in ("received_on", "decided_on", "closed_on")}
    if values["status"] == "closed":
        days["closed_on"] = days["closed_on"] or days["decided_on"]
    codes = [code.strip() for code in values.get("categories", "").split(";") if code.strip()]
    return RegisterRow(
        state=institution.state,
        institution=institution.code,
        categories=";".join(dict.fromkeys(codes)),
        **days,
        **taken,
    )


def _refuse_known(rows: list[tuple[int, RegisterRow]], institution: Institution) -> None:
    known = RegisterRow.objects.filter(state=institution.state, institution=institution.code)
    stored = set(known.values_list("reference", flat=True))
    what = _("this reference was imported before")
    mistakes = [Mistake(line, "reference", what) for line, row in rows if row.reference in stored]
    if mistakes:
        raise RegisterRefused(mistakes)


def _keep(
    rows: list[tuple[int, RegisterRow]], institution: Institution, by: Actor, now: datetime, digest: str
) -> None:
    counts: Counter[tallies.Cell] = Counter()
    for _line, row in rows:
        counts.update(tallies.of_register_row(row))
    RegisterRow.objects.bulk_create([row for _line, row in rows], batch_size=AT_ONCE)
    tallies.change({}, counts)
    details: dict[str, record.Detail] = {"institution": institution.code, "rows": len(rows), "sha256": digest}
    stream = f"settings:register:{institution.code}"
    record.write(
        state=institution.state, stream=stream, what="import_register", by=by.id, at=now, details=details
    )
