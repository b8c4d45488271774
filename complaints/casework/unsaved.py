"""What a step changed in rows that were read before it: that much is written, and nothing else."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model


class Unsaved:
    """Rows as they were read, to tell afterwards which columns differ.

    A row that was not among them was made on the way: all its columns count as changed.
    """

    def __init__(self, rows: Iterable[Model]) -> None:
        self._read = {(type(row), row.pk): _columns(row) for row in rows}

    def changed(self, row: Model) -> list[str]:
        """The columns of a row that differ from what was read."""
        before = self._read.get((type(row), row.pk), {})
        return [name for name, value in _columns(row).items() if name not in before or before[name] != value]

    def save(self, row: Model) -> None:
        """Write what changed in a row, if anything did."""
        if changed := self.changed(row):
            row.save(update_fields=changed)


def _columns(row: Model) -> dict[str, Any]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: list(value) if isinstance(value, list) else value for name, value in values.items()}
