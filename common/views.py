"""Pages that belong to no part of the procedure: errors, quick exit, the component gallery."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import require_safe

from common import context, gallery

# Shown when even the template engine fails. No style, no language known: both, in plain HTML.
LAST_RESORT = (
    '<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>500</title>'
    "<p>تعذّر عرض الصفحة بسبب خلل لدينا. تُرجى المحاولة بعد قليل.</p>"
    '<p lang="en" dir="ltr">This page cannot be shown because of a fault on our side. '
    "Please try again shortly.</p></html>"
)


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """The component gallery: every component in its states, for the people who build pages."""
    return render(request, "design/gallery.html", gallery.sample(invalid="errors" in request.GET))


@require_safe
def design_desk(request: HttpRequest) -> HttpResponse:
    """The gallery's page in the staff layout."""
    return render(request, "design/desk.html", gallery.desk_sample())


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: sign out, forget what this browser keeps for us, show a page that says nothing of us.

    It is a plain link, so that it works without script; leaving twice does no harm.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        with suppress(DatabaseError, InterfaceError):  # leaving must work while the database does not
            request.session.flush()
    response = render(request, "exit.html")
    # Browsers without Clear-Site-Data, and plain http, still get their cookies removed one by one.
    for name, path in _cookies(request):
        response.delete_cookie(name, path=path)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _cookies(request: HttpRequest) -> Iterable[tuple[str, str]]:
    yield from ((name, "/") for name in request.COOKIES)
    yield from settings.EXIT_COOKIES  # those that live on a path of their own and are not sent here


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, for requests no browser sends by itself."""
    return _error(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, for a known person who lacks the permission. Strangers get 404."""
    return _error(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, when a form's proof of origin is missing or too old."""
    return _error(request, "403.html", 403, is_stale_form=True)


def not_found(request: HttpRequest, exception: Http404 | Exception | None = None) -> HttpResponse:
    """404, the same page whatever the reason."""
    return _error(request, "404.html", 404)


def unprocessable(request: HttpRequest) -> HttpResponse:
    """422, for a submission that no form can show again."""
    return _error(request, "422.html", 422)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, drawn without database, session or cache, because any of them may be what failed."""
    try:
        return _error(request, "500.html", 500)
    except Exception:  # whatever fails here must not hide the answer
        return HttpResponse(LAST_RESORT, status=500)


def _error(request: HttpRequest, template: str, status: int, **extra: Any) -> HttpResponse:
    # No context processors: they reach for session and user.
    return HttpResponse(
        loader.get_template(template).render({**context.portal(request), **extra}), status=status
    )
