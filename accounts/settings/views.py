"""The administrator's pages: what is still to be done, each thing with its preview, and signatures."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.changes import selectors, services
from accounts.changes.kinds import Unacceptable
from accounts.changes.models import Change
from accounts.changes.services import today_in
from accounts.changes.showing import SENTENCES, Shown, shown
from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from accounts.settings import pages
from accounts.settings.forms import RefusalForm, SettingForm
from accounts.settings.sections import in_groups, section

SIGNERS = (Permission.CONFIGURE, Permission.HEAD, Permission.STAFF, Permission.OPEN_STATE, Permission.PLAN)


@require_safe
@staff_view(Permission.CONFIGURE)
def index(request: StaffRequest) -> HttpResponse:
    """Everything that can be set, with what is missing or not confirmed."""
    state = accounts.state(request.actor.state)
    today = today_in(state.code, timezone.now())
    groups = []
    for title, sections in in_groups():
        tasks = []
        for one in sections:
            status = one.status(one.things(state, today))
            url = reverse("setting_section", args=[one.kind_code])
            tasks.append(
                {
                    "name": one.title,
                    "url": url,
                    "code": status.shape,
                    "label": status.label,
                    "hint": status.hint,
                }
            )
        groups.append((title, tasks))
    waiting = selectors.waiting(request.actor)
    signs = len(selectors.to_sign(request.actor, waiting))
    return pages.page(request, "index", groups=groups, waiting=len(waiting), signs=signs)


@require_http_methods(["GET", "POST"])
@staff_view(Permission.CONFIGURE)
def one_section(request: StaffRequest, code: str) -> HttpResponse:
    """A list of things of one kind, or the one thing where there is one alone."""
    found = section(code)
    if found is None:
        raise Http404
    if not found.is_list:
        return _thing(request, code, "")
    state = accounts.state(request.actor.state)
    things = found.things(state, today_in(state.code, timezone.now()))
    return pages.page(request, "section", section=found, things=things)


@require_http_methods(["GET", "POST"])
@staff_view(Permission.CONFIGURE)
def setting(request: StaffRequest, code: str, target: str) -> HttpResponse:
    """One thing of a list."""
    found = section(code)
    if found is None or not found.is_list:
        raise Http404
    return _thing(request, code, target)


def _thing(request: StaffRequest, code: str, target: str) -> HttpResponse:
    desk = pages.desk_of(request, code, target)
    if request.method == "GET":
        suggest = "suggest" in request.GET and code == "holidays"
        return _form_page(request, desk, desk.form(value=desk.suggested() if suggest else None))
    step, form = request.POST.get("step", ""), desk.form(request.POST)
    if step == "edit":
        form.is_valid()
        return _form_page(request, desk, form)
    ahead = pages.asked(desk, form)
    if ahead is None:
        return _form_page(request, desk, form, status=pages.REFUSED)
    if step != "make":
        return _preview_page(request, desk, ahead, form.cleaned_data["reason"])
    if not pages.made(desk, form, request.POST.get("seen", "")):
        return _form_page(request, desk, form, status=pages.REFUSED)
    done = (
        _("The change waits for its second signature.") if ahead.needs_second else _("The change was made.")
    )
    messages.success(request, done)
    return pages.see_other(reverse("setting_section", args=[code]) if target == "new" else desk.url)


def _preview_page(
    request: StaffRequest, desk: pages.Desk, ahead: services.Preview, reason: str
) -> HttpResponse:
    return pages.page(
        request,
        "preview",
        desk=desk,
        ahead=ahead,
        typed=list(pages.typed(request)),
        reason=reason,
        who_signs=ahead.kind.who_confirms(desk.state.code, weakens=ahead.weakens),
    )


def _form_page(request: StaffRequest, desk: pages.Desk, form: SettingForm, status: int = 200) -> HttpResponse:
    kind, target = desk.section.kind, desk.thing.target
    value = desk.value
    changes = selectors.history(desk.state.code, kind.code, target)
    return pages.page(
        request,
        "thing",
        status=status,
        desk=desk,
        form=form,
        now=[] if target == "new" else kind.told(desk.state.code, target, value, value),
        changes=shown(changes),
        waiting=next((row for row in changes if row.standing == "waiting"), None),
    )


# --- second signatures ------------------------------------------------------------------------------


@require_safe
@staff_view(*SIGNERS)
def waiting(request: StaffRequest) -> HttpResponse:
    """Changes that wait: those this person may sign first, then their own."""
    listed = selectors.waiting(request.actor)
    mine = [row for row in listed if row.proposed_by == request.actor.id]
    return pages.page(
        request,
        "waiting",
        to_sign=shown(selectors.to_sign(request.actor, listed)),
        mine=shown(mine),
    )


@require_http_methods(["GET", "POST"])
@staff_view(*SIGNERS)
def signature(request: StaffRequest, change: UUID) -> HttpResponse:
    """One change that waits: sign it, refuse it with a reason, or take one's own back."""
    row = selectors.one(request.actor, change)
    if row is None or not (_may_sign(request.actor, row) or row.proposed_by == request.actor.id):
        raise Http404
    form = RefusalForm(request.POST if request.POST.get("step") == "refuse" else None)
    if request.method == "POST" and (done := _decided(request, row, form)):
        messages.success(request, done)
        return pages.see_other(reverse("signatures"))
    return pages.page(
        request,
        "signature",
        status=200 if request.method == "GET" else pages.REFUSED,
        shown=_one(row),
        form=form,
        may_sign=_may_sign(request.actor, row),
    )


def _decided(request: StaffRequest, row: Change, form: RefusalForm) -> str:
    """What was done, in a sentence; "" where it was not, which the form says."""
    step, by, now = request.POST.get("step"), request.actor, timezone.now()
    try:
        if step == "sign":
            services.confirm(change=row.pk, by=by, now=now)
            return _("The change was signed and made.")
        if step == "withdraw":
            services.withdraw(change=row.pk, by=by, now=now)
            return _("The change was withdrawn.")
        if form.is_valid():
            services.refuse(change=row.pk, reason=form.cleaned_data["reason"], by=by, now=now)
            return _("The change was refused.")
    except services.Stale:
        messages.error(request, SENTENCES["stale"])
    except services.Ended:
        messages.error(request, SENTENCES["ended"])
    except Unacceptable as refused:
        messages.error(request, str(refused.sentence))
    return ""


def _may_sign(actor: Actor, row: Change) -> bool:
    return selectors.may_sign(actor, row)


def _one(row: Change) -> Shown:
    return shown([row])[0]
