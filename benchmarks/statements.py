"""How many SQL statements a page takes, counted at the driver, in a process of its own.

Everything but BEGIN and COMMIT, which the driver sends by itself: savepoints and the tenant's context too.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

COUNTED = [0]


def count(work: Callable[[], Any]) -> int:
    """Statements of one piece of work."""
    before = COUNTED[0]
    work()
    return COUNTED[0] - before


def listen() -> None:
    """Count what the driver executes."""
    import psycopg

    for kind in (psycopg.Cursor, psycopg.ClientCursor):
        original = kind.__dict__.get("execute")
        if original is not None:
            kind.execute = _counting(original)  # type: ignore[method-assign]


def _counting(original: Callable[..., Any]) -> Callable[..., Any]:
    def execute(self: Any, *args: Any, **kwargs: Any) -> Any:
        COUNTED[0] += 1
        return original(self, *args, **kwargs)

    return execute


def main(account: str, paths: list[str]) -> dict[str, int]:
    """A submission, and pages of somebody signed in; each asked once before it is counted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    import django

    django.setup()
    listen()
    from django.test import Client

    from accounts.models import User
    from benchmarks import nine_pages
    from benchmarks.short_path import file

    visitor = Client(SERVER_NAME="127.0.0.1")
    found = {}
    file(_asking(visitor), 0)
    found["submission"] = count(lambda: file(_asking(visitor), 1))
    nine_pages.file(_asking(visitor), 0)
    found["nine pages"] = count(lambda: nine_pages.file(_asking(visitor), 1))
    desk = Client(SERVER_NAME="127.0.0.1")
    desk.force_login(User.objects.get(email=account))
    for path in paths:
        desk.get(path)
        found[path] = count(lambda path=path: desk.get(path))
    return found


def _asking(client: Any) -> Callable[..., Any]:
    from benchmarks.visitor import Answer

    def ask(method: str, path: str, form: list[tuple[str, str]] | None = None) -> Answer:
        if method == "GET":
            response = client.get(path)
        else:
            values: dict[str, list[str]] = {}
            for name, value in form or []:
                values.setdefault(name, []).append(value)
            response = client.post(path, values)
        return Answer(
            response.status_code,
            response.content.decode(),
            len(response.content),
            response.headers.get("Location", ""),
        )

    return ask


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2:])))
