"""What came in, and what is still there: intake, four things counted apart, and the balance."""

from collections import Counter
from typing import Any

from complaints.vocabulary import Matter
from reporting.figures.reading import CUSTODY, DIMENSIONS, MATTERS, NOT_STATED, Figures, Table


def partition(figures: Figures, dimension: str, matter: str) -> Table:
    """Value → cases, each case once; `not_stated` makes up the rest."""
    table = figures.table(f"received.{dimension}", matter)
    if dimension == "governorate":
        named: Table = {}
        for value, count in table.items():
            code = figures.places.get(value, NOT_STATED)
            named[code] = named.get(code, 0) + count
        table = named
    rest = figures.total("received", matter) - sum(table.values())
    if rest > 0:
        table[NOT_STATED] = table.get(NOT_STATED, 0) + rest
    return table


def intake(figures: Figures) -> dict[str, Any]:
    """What was received: both matters together under the plain names, apart under `by_matter`."""
    result: dict[str, Any] = {"total": figures.total("received")}
    result |= {matter: figures.total("received", matter) for matter in MATTERS}
    apart: dict[str, dict[str, Any]] = {matter: {} for matter in MATTERS}
    for dimension in DIMENSIONS:
        both: Counter[str] = Counter()
        for matter in MATTERS:
            if dimension == "category":
                table = figures.table("received.category", matter)
            else:
                table = partition(figures, dimension, matter)
            apart[matter][f"by_{dimension}"] = table
            both.update(table)
        result[f"by_{dimension}"] = dict(sorted(both.items(), key=lambda row: (-row[1], row[0])))
    apart["assistance"]["by_kind"] = partition(figures, "assistance_kind", "assistance")
    result["by_matter"] = apart
    result["allegations"] = figures.table("allegations", "complaint")
    result["imported_by_matter"] = {matter: figures.imported[matter] for matter in MATTERS}
    result["imported"] = sum(result["imported_by_matter"].values())
    return result


def counted(figures: Figures) -> dict[str, int | None]:
    """Complaints, allegations, people concerned and events: four things, never added up.

    A register kept before this site doesn't say how many people each line concerns.
    """
    row: dict[str, int | None] = {
        "complaints": figures.total("received", "complaint"),
        "allegations": figures.total("allegations", "complaint"),
        "events": figures.total("events", "complaint") if figures.has_cases else None,
    }
    names = {Matter.COMPLAINT.value: "people", Matter.ASSISTANCE.value: "assistance_people"}
    for matter, name in names.items():
        own = figures.total("received", matter) - figures.imported[matter]
        row[name] = figures.total("people", matter) if own or not figures.imported[matter] else None
    row["assistance"] = figures.total("received", "assistance")
    return row


def balance(figures: Figures) -> dict[str, Table]:
    """Carried over + received + reopened − completed = remaining, for each matter."""
    return {matter: movement(figures, matter) for matter in MATTERS}


def movement(figures: Figures, matter: str) -> Table:
    """The balance of one matter."""
    came = figures.before["received", matter] + figures.before["reopened", matter]
    carried = came - figures.before["completed", matter]
    received, reopened = figures.total("received", matter), figures.total("reopened", matter)
    completed = figures.total("completed", matter)
    return {
        "carried_over": carried,
        "received": received,
        "reopened": reopened,
        "completed": completed,
        "remaining": carried + received + reopened - completed,
    }


def custody_balance(figures: Figures) -> Table:
    """The same for custody inquiries, which stand in no total of complaints and requests."""
    return movement(figures, CUSTODY)
