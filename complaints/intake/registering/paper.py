"""The receipt a clerk hands over: one page on paper, its code shown for ten minutes and stored nowhere."""

import json
from datetime import datetime, timedelta

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from accounts.actor import Actor
from common import tokens
from complaints.intake.registering import selectors
from complaints.intake.services import Filed
from complaints.vocabulary import Handed

PURPOSE = "paper"
LASTS = timedelta(minutes=10)


def on_to(request: HttpRequest, filed: Filed | None, by: Actor, now: datetime) -> HttpResponse:
    """To the receipt, which this browser alone can open; where it was handed over already, to the list."""
    row = selectors.registration(by, filed.reference) if filed else None
    if filed is None or row is None or row.receipt not in ("", Handed.NOT_NEEDED):
        return HttpResponseRedirect(reverse("register"), status=303)
    later = "?files=later" if filed.lacks_files else ""
    response = HttpResponseRedirect(reverse("register_receipt") + later, status=303)
    # What an institution begins by itself has no complainant: nobody is shown a code.
    shown = json.dumps([filed.reference, "" if row.receipt else filed.code])
    for name, path in _cookies():
        response.set_cookie(
            name,
            tokens.make(shown, purpose=PURPOSE, now=now, lasts=LASTS),
            max_age=LASTS,
            path=path,
            secure=request.is_secure(),
            httponly=True,
            samesite="Strict",
        )
    return response


def shown(request: HttpRequest, now: datetime) -> tuple[str, str] | None:
    """Reference and code while they may be shown."""
    cookie = request.COOKIES.get(f"{PURPOSE}_{get_language()}", "")
    try:
        reference, code = json.loads(tokens.read(cookie, purpose=PURPOSE, now=now))
    except tokens.NoToken:
        return None
    return reference, code


def take_back(response: HttpResponseBase) -> None:
    """Nothing of it stays in this browser."""
    for name, path in _cookies():
        response.delete_cookie(name, path=path, samesite="Strict")


def _cookies() -> list[tuple[str, str]]:
    return [(name, path) for name, path in settings.EXIT_COOKIES if name.startswith(f"{PURPOSE}_")]


def address(request: HttpRequest, language: str) -> str:
    """Where it is followed, in the language of the receipt. The code is never part of it."""
    with override(language):
        return request.build_absolute_uri(reverse("track"))


def drawn(text: str) -> SafeString:
    """An address as a square to be photographed."""
    square = segno.make_qr(text, error="m")
    lines = square.svg_inline(scale=4, border=2, dark="#000", light="#fff", svgclass="qr", title=text)
    # Drawn by us from our own address: paths and numbers alone.
    return mark_safe(lines)  # noqa: S308  # nosec B308 B703
