"""Headers every dynamic answer carries. Static files are answered earlier and keep their own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

PERMISSIONS = (
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
)


class SecurityHeaders:
    """Nothing is stored, nothing is told to other sites, no other site keeps a handle on our windows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Referrer-Policy", _referrer_policy(response))
        return response


def _referrer_policy(response: HttpResponseBase) -> str:
    # Under no-referrer a browser posts `Origin: null`, and Django refuses the form.
    has_form = isinstance(response, HttpResponse) and b"<form" in response.content
    return "same-origin" if has_form else "no-referrer"
