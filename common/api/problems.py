"""Problem details: how the doors for programs say no. Source: RFC 9457.

Nothing of what was sent is repeated. Sentences are in the caller's language.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.forms import Form
from django.http import Http404, HttpResponse, UnreadablePostError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
WHERE = "/api/docs/#problem-"
"""What a problem's `type` begins with: the place of the page that explains it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem. Its code is permanent; programs may branch on `type`."""

    status: int
    title: "StrOrPromise"


KINDS: dict[str, Kind] = {
    "malformed": Kind(400, _("The request cannot be read")),
    "unauthenticated": Kind(401, _("A token or a signed-in session is needed")),
    "forbidden": Kind(403, _("This token or role may not do this")),
    "confirm": Kind(403, _("Whoever is signed in must confirm first that it is them")),
    "not_found": Kind(404, _("There is no such thing here")),
    "method": Kind(405, _("This address does not take this method")),
    "not_acceptable": Kind(406, _("No representation that would be accepted")),
    "conflict": Kind(409, _("It does not fit how things stand now")),
    "locked": Kind(409, _("The words are sealed, and this caller holds no key")),
    "filed": Kind(409, _("It was filed before, and its receipt is not shown again")),
    "too_large": Kind(413, _("More was sent than is taken")),
    "unsupported": Kind(415, _("A body of this type is not taken")),
    "invalid": Kind(422, _("Something in it is missing or does not fit")),
    "key_reused": Kind(422, _("The key was used for something else")),
    "too_many": Kind(429, _("Too many requests in too short a time")),
    "fault": Kind(500, _("A fault on our side")),
    "no_room": Kind(503, _("There is no room for files just now")),
}

# By the framework's codes, whose own sentences are not ours and not in good Arabic.
SENTENCES: "dict[str, StrOrPromise]" = {
    "required": _("This is needed."),
    "blank": _("This cannot be empty."),
    "null": _("This cannot be null."),
    "unknown": _("There is no such field."),
    "invalid_choice": _("This is none of the possible values."),
    "max_length": _("This is too long."),
    "min_length": _("This is too short."),
    "min_value": _("This number is too small."),
    "max_value": _("This number is too large."),
    "not_a_list": _("A list belongs here."),
    "invalid": _("This does not have the expected form."),
}

_OF_FRAMEWORK: tuple[tuple[type[Exception], str], ...] = (
    (RequestDataTooBig, "too_large"),
    (SuspiciousOperation, "malformed"),
    (UnreadablePostError, "malformed"),
    (exceptions.ValidationError, "invalid"),
    (exceptions.ParseError, "malformed"),
    (exceptions.NotAuthenticated, "unauthenticated"),
    (exceptions.AuthenticationFailed, "unauthenticated"),
    (exceptions.PermissionDenied, "forbidden"),
    (PermissionDenied, "forbidden"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (exceptions.MethodNotAllowed, "method"),
    (exceptions.NotAcceptable, "not_acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported"),
    (exceptions.Throttled, "too_many"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, as a JSON pointer into the body (`?name` in the query), and why."""

    pointer: str
    detail: str


class Problem(Exception):
    """A refusal of one of the kinds above, raised by a door."""

    def __init__(
        self, code: str, detail: "StrOrPromise" = "", errors: Iterable[Fault] = (), **more: Any
    ) -> None:
        super().__init__(code)
        self.code, self.detail, self.errors, self.more = code, detail, list(errors), more


def body_of(problem: Problem) -> dict[str, Any]:
    """A problem as it is sent."""
    kind = KINDS[problem.code]
    told: dict[str, Any] = {
        "type": f"{WHERE}{problem.code}",
        "title": str(kind.title),
        "status": kind.status,
        **problem.more,
    }
    if problem.detail:
        told["detail"] = str(problem.detail)
    if problem.errors:
        told["errors"] = [{"pointer": one.pointer, "detail": one.detail} for one in problem.errors]
    return told


def plain(problem: Problem) -> HttpResponse:
    """The answer where no view was found that could give it."""
    body = JSONRenderer().render(body_of(problem))
    return HttpResponse(body, status=KINDS[problem.code].status, content_type=MEDIA_TYPE)


def answered(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The framework's hook: every exception of a view as a problem. What nobody expected is logged, and 500."""
    problem = _problem(error)
    if problem is None:
        logger.error("A request of a program failed: %s", type(error).__name__, exc_info=error)
        problem = Problem("fault")
    response = plain(problem)
    if problem.code == "unauthenticated":
        response.headers["WWW-Authenticate"] = 'Bearer realm="api"'
    if wait := getattr(error, "wait", None):
        response.headers["Retry-After"] = str(int(wait) + 1)
    return response


def _problem(error: Exception) -> Problem | None:
    if isinstance(error, Problem):
        return error
    for kind, code in _OF_FRAMEWORK:
        if isinstance(error, kind):
            faults = faults_of(error.detail) if isinstance(error, exceptions.ValidationError) else ()
            return Problem(code, errors=faults)
    return None


def faults_of(detail: Any, at: str = "#") -> Iterator[Fault]:
    """A serializer's errors, each with the pointer to what it is about."""
    if isinstance(detail, dict):
        for name, inside in detail.items():
            yield from faults_of(inside, at if name == "non_field_errors" else f"{at}/{_escaped(name)}")
    elif isinstance(detail, list):
        for place, inside in enumerate(detail):
            is_nested = isinstance(inside, dict | list)
            if inside:
                yield from faults_of(inside, f"{at}/{place}" if is_nested else at)
    else:
        yield Fault(at, str(SENTENCES.get(getattr(detail, "code", ""), SENTENCES["invalid"])))


def faults_of_form(form: Form, *, query: bool = False) -> list[Fault]:
    """A form's errors likewise."""
    start = "?" if query else "#/"
    return [
        Fault("#" if name == "__all__" else f"{start}{_escaped(name)}", str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
