"""Forms that carry no cookie: instead of a CSRF cookie, where the request says it comes from is checked.

A cookie would be a trace on a shared phone, and a lost one would cost somebody a long text. Browsers say
with every POST where it comes from; a program that says nothing carries nobody's cookies either.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]
SAFE = ("GET", "HEAD", "OPTIONS")


def from_here(view: View) -> View:
    """Answer 403 to what another site's page sends. Replaces the CSRF cookie on this view."""

    @csrf_exempt
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SAFE and _is_foreign(request):
            raise PermissionDenied("sent from another site")
        return view(request, *args, **kwargs)

    return door


def _is_foreign(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    try:
        return origin is not None and urlsplit(origin).netloc != request.get_host()
    except ValueError:
        return True
