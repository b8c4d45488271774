"""Liveness and readiness, for whoever watches the host. They say what works, never why something does not."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from common import storage
from config.celery import app

WORKER_ANSWERS_WITHIN = 1.0  # seconds


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The web process answers. Touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker, worker and disk, each "ok" or "failed"; 503 when one has failed."""
    found = {name: _works(check) for name, check in CHECKS.items()}
    words = {name: "ok" if works else "failed" for name, works in found.items()}
    return JsonResponse(words, status=200 if all(found.values()) else 503)


def _works(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever fails, the answer is that it failed
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _broker() -> bool:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=1)
        return bool(broker.connected)


def _worker() -> bool:
    return bool(app.control.ping(timeout=WORKER_ANSWERS_WITHIN, limit=1))


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    "worker": _worker,
    "disk": storage.has_room,
}
