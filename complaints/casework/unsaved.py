"""What a step changed in rows that were read before it: that much is written, and nothing else."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


class Unsaved:
    """Rows as they were read, to tell afterwards which columns differ. A row made on the way is written whole."""

    def __init__(self, rows: Iterable[Model]) -> None:
        self._read = {(type(row), row.pk): _columns(row) for row in rows}

    def save(self, row: Model) -> None:
        """Write what changed in a row, if anything did."""
        before = self._read.get((type(row), row.pk))
        if before is None:
            row.save()
        elif changed := [name for name, value in _columns(row).items() if before[name] != value]:
            row.save(update_fields=changed)


def _columns(row: Model) -> dict[str, Any]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: list(value) if isinstance(value, list) else value for name, value in values.items()}
