"""Public pages: who receives complaints in each state, what is known of it, and from where."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from complaints.states import facts


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The 22 states, those that receive complaints here first."""
    rows = facts.states()
    context = {
        "open": [(state, bodies) for state, bodies in rows if state.is_open],
        "closed": [(state, bodies) for state, bodies in rows if not state.is_open],
    }
    return render(request, "complaints/states/index.html", context)


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """One state: who answers for which service, what is kept, what is known and what is not."""
    sheet = facts.sheet(code)
    if sheet is None:
        raise Http404
    return render(request, "complaints/states/state.html", {"sheet": sheet, "months": sheet.state.months})
