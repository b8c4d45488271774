"""Addresses without a language lead to the same page in the browser's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """`/`: the first page, in the browser's language, else in Arabic."""
    return _redirect(request, "")


def accounts(request: HttpRequest, rest: str = "") -> HttpResponse:
    """`/accounts/…`: the same page under the language; a form keeps its method."""
    return _redirect(request, f"accounts/{rest}")


def _redirect(request: HttpRequest, rest: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    address = f"/{get_language_from_request(request)}/{rest}{'?' if query else ''}{query}"
    response = HttpResponseRedirect(address, preserve_request=request.method not in ("GET", "HEAD"))
    response.headers["Vary"] = "Accept-Language"
    return response
