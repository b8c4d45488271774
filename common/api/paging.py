"""Pages by key for programs: a cursor stays where it is while rows come and go."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from common import keyset
from common.api.problems import Fault, Problem


def page(
    request: Request, rows: QuerySet[Any], *, by: Sequence[str], shape: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """One page, with the addresses of its neighbours."""
    asked = {name: request.query_params.get(name, "") for name in ("after", "before")}
    faults = [
        Fault(f"?{name}", _("This is no place in this list."))
        for name, cursor in asked.items()
        if cursor and not keyset.is_place(cursor, by)
    ]
    if faults:
        raise Problem("invalid", errors=faults)
    found = keyset.page(rows, by=by, data=asked)
    path = request.build_absolute_uri(request.path)
    return {
        "results": [shape(row) for row in found.rows],
        "next": f"{path}?{urlencode({'after': found.after})}" if found.after else None,
        "previous": f"{path}?{urlencode({'before': found.before})}" if found.before else None,
    }
