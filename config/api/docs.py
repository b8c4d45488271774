"""The page about the API: what a token is, what it opens, and every operation as the description has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TITLES: "dict[str, StrOrPromise]" = {
    "complaints_list": _("See the queue, a page at a time"),
    "complaints_file": _("File what somebody brought to the institution"),
    "complaints_read": _("Read one case"),
    "moves_list": _("See which steps are open, and what each asks"),
    "moves_make": _("Carry a case one step on"),
    "messages_write": _("Write a message"),
    "evidence_add": _("Add files for the person whose code is given"),
    "transfers_take": _("Take in a case from another installation"),
    "plan_read": _("Read the plan"),
    "statistics_list": _("See which quarters are closed"),
    "statistics_read": _("Read the figures of a closed quarter"),
    "reports_list": _("See the published reports and their files"),
    "activities_list": _("See the register of activities"),
    "activities_enter": _("Enter an activity"),
}
METHODS = ("get", "post")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body."""

    name: str
    type: str
    needed: bool
    told: str
    values: list[str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    id: str
    title: "StrOrPromise"
    method: str
    path: str
    told: str
    is_public: bool
    fields: list[Field]
    statuses: list[str]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything a programmer needs before the first request."""
    from common.api.problems import KINDS
    from config.api import schema

    found = schema.description()
    context = {
        "operations": list(operations(found)),
        "kinds": [(f"problem-{code}", code, kind) for code, kind in KINDS.items()],
        "prose": f"api/prose_{(get_language() or 'ar')[:2]}.html",
    }
    return render(request, "api/docs.html", context)


def operations(found: dict[str, Any]) -> Iterator[Operation]:
    """Of a description, in its order."""
    for path, methods in found["paths"].items():
        for method in METHODS:
            if told := methods.get(method):
                yield Operation(
                    id=told["operationId"],
                    title=TITLES.get(told["operationId"], told.get("summary", "")),
                    method=method.upper(),
                    path=path,
                    told=_plain(told),
                    is_public=not any(told.get("security", [])),
                    fields=[*_parameters(told), *_body(told, found)],
                    statuses=sorted(told["responses"]),
                )


def _parameters(told: dict[str, Any]) -> Iterator[Field]:
    for one in told.get("parameters", ()):
        kind = one["schema"]
        yield Field(
            one["name"],
            kind.get("format") or kind.get("type", ""),
            one.get("required", False),
            _plain(one),
            [str(value) for value in kind.get("enum", ())],
        )


def _body(told: dict[str, Any], found: dict[str, Any]) -> Iterator[Field]:
    for media in told.get("requestBody", {}).get("content", {}).values():
        shape = _resolved(media["schema"], found)
        for name, kind in shape.get("properties", {}).items():
            whole = _resolved(kind, found)
            items = _resolved(whole.get("items", {}), found)
            yield Field(
                name,
                whole.get("format") or whole.get("type") or "string",
                name in shape.get("required", ()),
                _plain(kind) if "\n" not in _plain(kind) else "",
                [str(value) for value in (whole.get("enum") or items.get("enum") or ()) if value != ""],
            )
        return


def _plain(told: dict[str, Any]) -> str:
    """A description without Markdown's marks, which the page would show as they are."""
    return str(told.get("description", "")).replace("`", "")


def _resolved(kind: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """A schema with its reference followed, also where others stand beside it."""
    for one in (kind, *kind.get("allOf", ()), *kind.get("oneOf", ())):
        if reference := one.get("$ref"):
            named: dict[str, Any] = found["components"]["schemas"][reference.rpartition("/")[2]]
            return named
    return kind
