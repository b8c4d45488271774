"""The database backend: every transaction announces whose state it works for."""

from typing import Any

from django.db.backends.postgresql import base

from common import tenancy


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL that sets `app.state` inside each transaction, never on the session.

    A setting on the session outlives the request that made it and leaks through connection pools;
    one made with `is_local` ends with its transaction, whatever happens.
    """

    announced: str = ""

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # django-stubs leaves it out
        self.announced = ""
        if not autocommit and tenancy.current():
            self.announce(tenancy.current())

    def announce(self, state: str) -> None:
        """Tell this transaction which state's rows it may see; `""` means none."""
        if state != self.announced:
            with self.wrap_database_errors:
                self.connection.execute("SELECT set_config('app.state', %s, true)", (state,))
            self.announced = state

    def close(self, *args: Any, **kwargs: Any) -> None:
        self.announced = ""
        super().close(*args, **kwargs)
