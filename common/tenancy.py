"""Whose state the code works for: a context that reaches the database as a transaction-local setting."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, cast

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunSQL

if TYPE_CHECKING:
    from common.postgres.base import DatabaseWrapper

_current: ContextVar[str] = ContextVar("state", default="")
_memo: ContextVar[dict[str, Any] | None] = ContextVar("memo", default=None)


def current() -> str:
    """ISO code of the state in whose context the code runs; `""` outside any."""
    return _current.get()


def memo() -> dict[str, Any]:
    """What was read once inside this context and holds for the rest of it; nothing is kept outside any."""
    kept = _memo.get()
    return kept if kept is not None else {}


@contextmanager
def within(state: str, *, using: str = "default") -> Iterator[None]:
    """Work inside one state: opens a transaction (or savepoint) that sees that state's rows and no others."""
    connection = cast("DatabaseWrapper", connections[using])
    outer, before = connection.in_atomic_block, connection.announced
    inherited = _memo.get() if _current.get() == state else None
    token, memory = _current.set(state), _memo.set({} if inherited is None else inherited)
    try:
        with transaction.atomic(using=using):
            connection.announce(state)
            yield
            if outer:
                connection.announce(before)
    except BaseException:
        if outer:
            connection.announced = before  # rolling back to the savepoint put the setting back
        raise
    finally:
        _current.reset(token)
        _memo.reset(memory)


if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


class StateField(_CharField):
    """ISO 3166-1 alpha-2 code of a state, the tenant key; `char(2)`, so that the policy meets an index."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["max_length"] = 2
        super().__init__(**kwargs)

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        # Django cuts the length off when it casts arrays for bulk inserts, and a bare `char` is char(1).
        return "bpchar(2)"

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, list(args), kwargs


# Written plainly: a sub-select around current_setting destroys the planner's row estimate.
POLICY = "state = nullif(current_setting('app.state', true), '')::bpchar"


def tenant_table(table: str, *, parents: dict[str, str] | None = None) -> RunSQL:
    """Migration step: no row of `table` without its state's context, no child of another state's parent.

    `parents` maps a column to the table it points at. The key is composite, (state, id), because foreign
    keys ignore row-level security and their errors would tell which ids exist.
    """
    keys = [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_state FOREIGN KEY (state, {column})"
        f" REFERENCES {parent} (state, id) DEFERRABLE INITIALLY DEFERRED;"
        for column, parent in (parents or {}).items()
    ]
    return RunSQL(
        "\n".join(
            [
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;",
                f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;",
                f"CREATE POLICY tenant ON {table} USING ({POLICY});",
                *keys,
            ]
        ),
        reverse_sql=f"DROP POLICY tenant ON {table};",
    )
