"""Words that were being sent when the session wanted to know again who is there.

They wait encrypted in the session, and the key waits in the browser's cookie, so that neither the database nor
a stolen cookie alone shows them. After the confirmation they are shown and sent on by a button.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from common import boxes

COOKIE = "kept"
SESSION = "kept"
NEVER = ("pass", "csrfmiddlewaretoken")  # beginnings of names: passwords and passphrases are typed again
LASTS = 12 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Kept:
    """A form on its way: where it goes, what it holds, which files have to be chosen again."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def words(self) -> list[str]:
        """What a person typed, as far as it is worth showing."""
        return [value for _, value in self.fields if " " in value.strip()]


def ask(request: HttpRequest, address: str) -> HttpResponseRedirect:
    """Lead to `address`, and from there back here; a form that was being sent is kept."""
    box, key = _seal(request) if request.method == "POST" else ("", "")
    back = reverse("carry_on") if box else request.get_full_path()
    response = HttpResponseRedirect(f"{address}?{urlencode({'next': back})}", status=303)
    if box:
        request.session[SESSION] = {"box": box, "path": request.path}
        response.set_cookie(
            COOKIE, key, max_age=LASTS, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    return response


def _seal(request: HttpRequest) -> tuple[str, str]:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not name.startswith(NEVER)
    ]
    secret = boxes.new_key()
    kept = {"path": request.get_full_path(), "fields": fields, "files": sorted(request.FILES)}
    box = boxes.wrap(json.dumps(kept).encode(), key=secret, context=_context(request))
    return base64.b64encode(box).decode(), base64.urlsafe_b64encode(secret).decode()


def _context(request: HttpRequest) -> tuple[str, ...]:
    """Another person who signs in on the same browser opens nothing."""
    return ("kept", str(request.user.pk))


def opened(request: HttpRequest) -> Kept | None:
    """What was kept for whoever is signed in; None where nothing is, or its key is gone."""
    try:
        secret = base64.urlsafe_b64decode(request.COOKIES[COOKIE])
        box = base64.b64decode(request.session[SESSION]["box"])
        kept = json.loads(boxes.unwrap(box, key=secret, context=_context(request)))
    except (KeyError, ValueError, binascii.Error, boxes.Tampered):
        return None
    return Kept(kept["path"], [(name, value) for name, value in kept["fields"]], kept["files"])


def sent(request: HttpRequest) -> None:
    """Forget what was kept once its form arrives."""
    kept = request.session.get(SESSION)
    if kept and request.method == "POST" and kept["path"] == request.path:
        del request.session[SESSION]


def of(request: HttpRequest) -> Any:
    """The sealed form, to be carried over into the next session."""
    return request.session.get(SESSION)


def put(request: HttpRequest, kept: Any) -> None:
    """Keep a sealed form in this session."""
    if kept:
        request.session[SESSION] = kept
