"""Pages of one order for many cases: what it would do, and doing it in stretches."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common import tenancy
from common.languages import number
from complaints.casework import selectors
from complaints.casework.pages import language, page, to
from complaints.casework.queue import bulk, filters, menu
from complaints.casework.queue.bulk import Act, Left, Order, Why
from complaints.casework.queue.finding import Search
from complaints.casework.queue.forms import ManyForm
from vault.services import Locked

SALT = "complaints.casework.queue.bulk"
LASTS = 60 * 60  # seconds in which what was looked at can be done
SHOWN = 50  # cases that are named on a page


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view(Permission.QUEUE, atomic=False)
def many(request: StaffRequest) -> HttpResponse:
    """What an order would do to the chosen cases; with `go`, doing it for some seconds."""
    if request.method != "POST":
        return to("queue")
    if "go" in request.POST:
        state = _unsigned(request)
        if state is None:
            messages.warning(request, gettext("Too much time has passed. Please choose the cases again."))
            return to("queue")
        return _carry(request, state)
    with tenancy.within(request.actor.state):
        return _preview(request)


def chosen(request: StaffRequest, most: int = bulk.MOST) -> list[int]:
    """The dockets that were chosen on the queue's page: those ticked, or the first of all that fit its filters."""
    if request.POST.get("all"):
        _form, wanted, _kept = filters.read(request.POST.get("filters", "")[:1000])
        return Search(request.actor, wanted, timezone.now()).pks(most)
    ticked = (one for one in request.POST.getlist("pk") if one.isascii() and one.isdigit() and len(one) < 19)
    return [int(one) for one in ticked][:most]


def _preview(request: StaffRequest) -> HttpResponse:
    front = selectors.front(request.actor, now=timezone.now(), asked=menu.LISTS)
    lists = menu.read(request.actor, front, language())
    form = ManyForm(request.POST, actor=request.actor, people=lists.people, tags=lists.tags)
    pks = chosen(request)
    if not pks:
        messages.warning(request, gettext("Choose at least one case first."))
        return _back(request.POST.get("filters", ""))
    shared = {"form": form, "filters": request.POST.get("filters", ""), "chosen": pks}
    if not form.is_valid():
        return page(request, front, "queue/many", 422, **shared)
    order = form.order
    plan = bulk.plan(order=order, dockets=pks, by=request.actor)
    state = _state(order, plan.do, 0, plan.left, len(pks), request.POST.get("filters", ""))
    return page(
        request,
        front,
        "queue/many_preview",
        act=order.act,
        whom=_label(form, order),
        plan=plan,
        named=plan.references[:SHOWN],
        left=plan.left[:SHOWN],
        signed=_signed(request, state),
        is_cut=len(pks) == bulk.MOST and bool(request.POST.get("all")),
        asked=request.POST.get("filters", ""),
    )


def _label(form: ManyForm, order: Order) -> str:
    """Who or what the order names."""
    name = "person" if order.person else "tag" if order.tag else ""
    choices = form.fields[name].choices if name else ()  # type: ignore[attr-defined]
    known = {str(value): label for value, label in choices}  # as a page would send it
    return str(known.get(str(order.person or order.tag), ""))


def _carry(request: StaffRequest, state: dict[str, Any]) -> HttpResponse:
    person = UUID(state["person"]) if state["person"] else None
    order = Order(Act(state["act"]), person, state["tag"])
    is_locked, done = False, bulk.Done(remaining=state["pks"])
    try:
        done = bulk.carry(order=order, dockets=state["pks"], by=request.actor, now=timezone.now())
    except Locked:
        is_locked = True
    left = [Left(reference, Why(why)) for reference, why in state["left"]] + done.left
    state = _state(order, done.remaining, state["done"] + done.count, left, state["total"], state["filters"])
    if not done.remaining and not left:
        messages.success(request, _told(state["done"]))
        return _back(state["filters"])
    with tenancy.within(request.actor.state):
        return page(
            request,
            selectors.front(request.actor, now=timezone.now()),
            "queue/many_done",
            422 if is_locked else 200,
            act=order.act,
            told=_told(state["done"]),
            remaining=len(done.remaining),
            left=left[:SHOWN],
            left_count=len(left),
            signed=_signed(request, state),
            asked=state["filters"],
            is_locked=is_locked,
        )


def _told(count: int) -> str:
    words = ngettext("It was done to %(count)s case.", "It was done to %(count)s cases.", count)
    return words % {"count": number(count, language=language())}


def _state(
    order: Order, pks: Sequence[int], done: int, left: Sequence[Left], total: int, asked: str
) -> dict[str, Any]:
    """What the next stretch must know."""
    return {
        "act": order.act.value,
        "person": str(order.person) if order.person else "",
        "tag": order.tag,
        "pks": list(pks),
        "done": done,
        "left": [(one.reference, one.why.value) for one in left],
        "total": total,
        "filters": asked[:1000],
    }


def _signed(request: StaffRequest, state: dict[str, Any]) -> str:
    return signing.dumps({**state, "by": request.actor.id}, salt=SALT, compress=True)


def _unsigned(request: StaffRequest) -> dict[str, Any] | None:
    try:
        state: dict[str, Any] = signing.loads(request.POST.get("order", ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return state if state["by"] == request.actor.id else None


def _back(asked: str) -> HttpResponse:
    """To the queue as it was looked at."""
    kept = QueryDict(asked).urlencode()
    address = reverse("queue")
    return HttpResponseRedirect(f"{address}?{kept}" if kept else address, status=303)
