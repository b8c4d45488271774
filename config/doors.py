"""Addresses without a language lead to the same page in the browser's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_request
from django.views.decorators.csrf import csrf_exempt
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


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """`/api/docs/`: the page about the API in the browser's language."""
    return _redirect(request, "api/docs/")


@csrf_exempt  # whoever comes with a session is checked by accounts.api.authentication
def api(request: HttpRequest, rest: str) -> HttpResponseBase:
    """`/api/…`: the doors for programs, read into memory when one is first asked for."""
    from common.api.problems import Problem, plain

    try:
        found = resolve(request.path_info, urlconf="config.api.urls")
    except Resolver404:
        return plain(Problem("not_found"))
    answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    return answer
