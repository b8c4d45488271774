"""Pages of a long list in its own order: a page costs the same however deep it lies.

A cursor is the place of the last row that was shown, signed, so that it means this list in this order or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, Q, QuerySet

PAGE = 25
M = TypeVar("M", bound=Model)
Place = list[Any]  # the values of the row at which a page ends


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows in reading order; `after` and `before` are the cursors of the neighbours, "" where none is."""

    rows: list[M]
    after: str = ""
    before: str = ""
    is_first: bool = True


def page(rows: QuerySet[M], *, by: Sequence[str], data: Mapping[str, str], size: int = PAGE) -> Page[M]:
    """One page in the order `by`: columns, with `-` before those that go down; the last tells all rows apart.

    `data` may hold a cursor as `after` or `before`; what this site did not write there is no cursor.
    """
    after, before = _place(data.get("after", ""), by), _place(data.get("before", ""), by)
    if before is not None:
        order = [_turned(column) for column in by]
        found = list(rows.filter(_beyond(order, before)).order_by(*order)[: size + 1])
        shown = found[:size][::-1]
        return _page(shown, by, has_next=True, has_previous=len(found) > size)
    if after is not None:
        rows = rows.filter(_beyond(by, after))
    found = list(rows.order_by(*by)[: size + 1])
    return _page(found[:size], by, has_next=len(found) > size, has_previous=after is not None)


def is_place(cursor: str, by: Sequence[str]) -> bool:
    """Whether this site wrote the cursor, for a list in this order."""
    return _place(cursor, by) is not None


def links(page: Page[Any], **kept: str) -> dict[str, Any]:
    """Addresses of the neighbours and of the beginning, with the filters that are kept; "" where there is none."""
    known = {name: value for name, value in kept.items() if value}
    return {
        "next_url": "?" + urlencode({**known, "after": page.after}) if page.after else "",
        "previous_url": "?" + urlencode({**known, "before": page.before}) if page.before else "",
        "first_url": "" if page.is_first else "?" + urlencode(known),
    }


def _page(shown: list[M], by: Sequence[str], *, has_next: bool, has_previous: bool) -> Page[M]:
    if not shown:
        return Page([], is_first=not has_previous and not has_next)
    return Page(
        shown,
        _cursor(shown[-1], by) if has_next else "",
        _cursor(shown[0], by) if has_previous else "",
        not has_previous,
    )


def _beyond(by: Sequence[str], place: Place) -> Q:
    """Rows after a place: the first column decides, where it is the same the second, and so on."""
    found, same = Q(pk__in=[]), Q()
    for column, value in zip(by, place, strict=True):
        name, side = column.removeprefix("-"), "lt" if column.startswith("-") else "gt"
        found |= same & Q(**{f"{name}__{side}": value})
        same &= Q(**{name: value})
    # Said once more for the first column alone: with it an index finds the place.
    first = by[0].removeprefix("-")
    return Q(**{f"{first}__{'lte' if by[0].startswith('-') else 'gte'}": place[0]}) & found


def _turned(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _signer(by: Sequence[str]) -> signing.Signer:
    return signing.Signer(salt=f"common.keyset {','.join(by)}")


def _cursor(row: Model, by: Sequence[str]) -> str:
    values = [_written(_of(row, column.removeprefix("-"))) for column in by]
    return _signer(by).sign_object(values)


def _of(row: Any, column: str) -> Any:
    for name in column.split("__"):
        row = getattr(row, name)
    return row


def _written(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return value if isinstance(value, int | float) else str(value)


def _place(cursor: str, by: Sequence[str]) -> Place | None:
    try:
        found = _signer(by).unsign_object(cursor) if cursor else None
    except (signing.BadSignature, ValueError):
        return None
    return found if isinstance(found, list) and len(found) == len(by) else None
