"""The untouched short form, drawn once a minute: the same for everybody but for its single-use key."""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

KEY = "the-key-of-this-page"  # stands where each visitor's own key goes
LASTS = 60  # seconds; who reads what is asked again when it is sent
_drawn: dict[tuple[int, str, str], str] = {}


def page(request: HttpRequest, *, draw: Callable[[HttpRequest], str]) -> str:
    """The page with `KEY` in it. Drawn anew for whoever is signed in: their header is their own."""
    asked = request.GET.get("state", "")
    alike = settings.SESSION_COOKIE_NAME not in request.COOKIES and set(request.GET) <= {"state"}
    if not alike or not re.fullmatch("[A-Z]{0,2}", asked):
        return draw(request)
    minute = int(time.time() // LASTS)
    drawn = (minute, get_language() or "", asked)
    # Other threads draw and forget at the same time: nothing is read twice, and a copy of the keys is walked.
    found = _drawn.get(drawn)
    if found is None:
        for old in [key for key in tuple(_drawn) if key[0] != minute]:
            _drawn.pop(old, None)
        found = _drawn[drawn] = draw(request)
    return found
