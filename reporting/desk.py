"""What the desk's pages of plan and register have in common: how they are drawn, and the shape of a verdict."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.doors import StaffRequest
from common.languages import month_usage
from reporting.models import Verdict

REFUSED = 422
SHAPES: dict[str, str] = {
    Verdict.NOT_ASSESSED: "not_started",
    Verdict.CONFIRMED: "reached",
    Verdict.DISPUTED: "disputed",
}
"""The shape beside what the national institution says."""


def page(request: StaffRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """One page of the desk; months as the reader's state calls them."""
    months = month_usage(request.actor.state)
    return render(request, f"reporting/{name}.html", {"months": months, **context}, status=status)


def to(name: str, *args: Any) -> HttpResponseRedirect:
    """To another page after a form was taken."""
    response = HttpResponseRedirect(reverse(name, args=args))
    response.status_code = 303
    return response
