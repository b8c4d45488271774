"""What was typed and not sent yet.

Redis keeps it for two hours as ciphertext whose key only the browser has, in a cookie of these pages. Each
page carries it too, sealed by the server, in a hidden field: for when Redis lost it, or the browser its cookie.
Source: "Drafts" of docs/threat-model.md. Nothing of it is in the database.
"""

import base64
import binascii
import hashlib
import json
import secrets
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from common import boxes, tokens
from common.cache import strict as cache
from complaints.intake import keys

COOKIE = "draft"
LASTS = timedelta(hours=2)  # in Redis and in the cookie, from the last page sent
PAGE_LASTS = keys.GOOD_FOR  # a page left open
PURPOSE = "draft"
LARGEST = 300_000  # characters of JSON: room for the longest texts; beyond it a page keeps its words itself
SECRET_BYTES = 32

Answers = dict[str, list[str]]  # by field, as the browser sent it


@dataclass
class Draft:
    """One complaint being written: every page's answers as typed, and the key that files it once."""

    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    key: str = field(default_factory=keys.new, repr=False)
    version: int = 0
    answers: dict[str, Answers] = field(default_factory=dict, repr=False)
    files: list[str] = field(default_factory=list)  # ids of spooled files
    by: str = ""  # the clerk who writes it: nobody else at the same computer finds it

    def put(self, page: str, answers: Answers) -> None:
        """Take what a page sent."""
        self.answers[page] = answers
        self.version += 1

    @property
    def is_empty(self) -> bool:
        return not self.answers


def dumped(draft: Draft) -> bytes | None:
    """The draft as compressed JSON; None where it is too large to be kept."""
    text = json.dumps(vars(draft), separators=(",", ":"))
    return zlib.compress(text.encode(), 3) if len(text) <= LARGEST else None


def loaded(content: bytes) -> Draft:
    """Raises ValueError for anything but a draft. Only what we encrypted ourselves arrives here."""
    try:
        told: dict[str, Any] = json.loads(zlib.decompress(content))
        return Draft(**told)
    except (zlib.error, TypeError) as error:
        raise ValueError from error


def seal(draft: Draft, now: datetime) -> str:
    """For the hidden field; "" where the draft is too large."""
    content = dumped(draft)
    return tokens.make_bytes(content, purpose=PURPOSE, now=now, lasts=PAGE_LASTS) if content else ""


def unseal(token: str, now: datetime) -> Draft | None:
    """The draft of a page's hidden field, unless it was altered or is older than a day. Its `by` is not judged."""
    try:
        return loaded(tokens.read_bytes(token, purpose=PURPOSE, now=now))
    except (tokens.NoToken, ValueError):
        return None


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def keep(draft: Draft, secret: bytes) -> bool:
    """Put it into Redis. False where that failed: the page that follows must carry it alone."""
    content = dumped(draft)
    if content is None:
        return False
    try:
        cache.set(
            _place(secret, draft.by),
            boxes.wrap(content, key=secret, context=(PURPOSE,)),
            LASTS.total_seconds(),
        )
    except Exception:  # whatever Redis says: nobody's words depend on it
        return False
    return True


def kept(secret: bytes, by: str = "") -> Draft | None:
    """What Redis keeps for this browser, of this clerk; None where nothing is there or Redis does not answer."""
    try:
        box = cache.get(_place(secret, by))
        return loaded(boxes.unwrap(box, key=secret, context=(PURPOSE,))) if box else None
    except Exception:  # as above
        return None


def forget(secret: bytes, by: str = "") -> None:
    """After sending, and on the way out."""
    try:
        cache.delete(_place(secret, by))
    except Exception:  # it ends by itself, and its key leaves the browser now
        return


def _place(secret: bytes, by: str) -> str:
    return f"draft:{hashlib.sha256(b'place' + secret + by.encode()).hexdigest()}"


def secret_of(request: HttpRequest, cookie: str = COOKIE) -> bytes | None:
    """The key in this browser's cookie."""
    for name, _path in _cookies(cookie):
        try:
            secret = base64.urlsafe_b64decode(request.COOKIES.get(name, "") + "==")
        except (binascii.Error, ValueError):
            continue
        if len(secret) == SECRET_BYTES:
            return secret
    return None


def give(response: HttpResponseBase, secret: bytes, *, secure: bool, cookie: str = COOKIE) -> None:
    """Give the key to the browser, for these pages in each language."""
    text = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    for name, path in _cookies(cookie):
        response.set_cookie(
            name, text, max_age=LASTS, path=path, secure=secure, httponly=True, samesite="Strict"
        )


def take_back(response: HttpResponseBase, cookie: str = COOKIE) -> None:
    """Remove it."""
    for name, path in _cookies(cookie):
        response.delete_cookie(name, path=path, samesite="Strict")


def _cookies(cookie: str) -> list[tuple[str, str]]:
    return [(name, path) for name, path in settings.EXIT_COOKIES if name.startswith(f"{cookie}_")]
