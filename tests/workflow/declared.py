"""The workflow as docs/domain.md declares it, transcribed by hand into table.csv, apart from the code."""

import csv
from pathlib import Path

from complaints.moves import Who
from complaints.vocabulary import Matter, Stage

LETTERS = {
    "L": Who.LEAD,
    "A": Who.APPROVER,
    "N": Who.INDEPENDENT,
    "H": Who.HEAD,
    "M": Who.AUTHORITY,
    "C": Who.COMPLAINANT,
    "R": Who.REVIEWER,
    "S": Who.SYSTEM,
    "B": Who.MEMBER,
}
ENDED = {"closed", "inadmissible", "withdrawn", "merged"}


def declared():
    """(matter, stage, action) → (parts, targets); `=` stays, `<` goes back."""
    table = {}
    with (Path(__file__).parent / "table.csv").open() as file:
        for row in csv.DictReader(file):
            matters = list(Matter) if row["matter"] == "both" else [Matter(row["matter"])]
            for stage in stages(row["from"]):
                for matter in matters:
                    who = frozenset(LETTERS[letter] for letter in row["who"].split())
                    table[matter, stage, row["action"]] = (who, row["to"].split())
    return table


def stages(name):
    if name == "always":
        return list(Stage)
    if name == "open":
        return [stage for stage in Stage if stage not in ENDED]
    return [Stage(name)]


TABLE = declared()
ACTIONS = sorted({action for _, _, action in TABLE})
