"""The columns of a spreadsheet of units."""

from common import spreadsheet
from common.languages import digits
from common.spreadsheet import BYTES, Line, Problem, Unreadable

__all__ = ["BYTES", "COLUMNS", "Line", "Problem", "Unreadable", "read"]

COLUMNS = ("code", "parent", "name_ar", "name_en", "kind", "governorate", "service")
CODES = frozenset({"code", "parent", "kind", "governorate", "service"})


def read(content: bytes) -> list[Line]:
    """The rows below the heading, empty ones left out. Raises `Unreadable`."""
    found = spreadsheet.read(content, spreadsheet.Table(COLUMNS))
    return [
        Line(line.number, {name: _code(name, cell) for name, cell in line.cells.items()}) for line in found
    ]


def _code(name: str, cell: str) -> str:
    """Codes in ASCII digits and one case."""
    if name not in CODES:
        return cell
    plain = digits(cell, arabic=False)
    return plain.upper() if name == "governorate" else plain.lower()
