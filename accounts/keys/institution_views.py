"""Keys of an independent body: made once, handed on, renewed, recovered."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from accounts.doors import StaffRequest, staff_view
from accounts.keys import selectors, services
from accounts.keys.forms import OfficersForm
from accounts.keys.owners import keys_of
from accounts.keys.views import READ, page, to
from accounts.models import Institution, User
from accounts.roles import Permission
from common import tenancy
from vault import institutions, recovery
from vault.services import Locked


def _body(request: StaffRequest) -> Institution:
    body = request.actor.institution
    if body is None or not body.is_independent:
        raise Http404
    return body


@require_http_methods(READ)
@staff_view(Permission.READ_ORIGINAL)
def make(request: StaffRequest) -> HttpResponse:
    """The first two people make the body's keys."""
    body, by = _body(request), request.actor
    if selectors.has_keys(body):
        return to("vault")
    holders = selectors.holders(body, by)
    is_locked = False
    if request.method == "POST":
        try:
            services.make_keys(by=by, now=timezone.now())
        except Locked:
            is_locked = True
        except services.NotEnough:
            pass  # the page says who is missing
        except institutions.Exists:
            return to("vault")
        else:
            messages.success(request, gettext("The keys of your institution are made."))
            return to("vault")
    ready = [one for one in holders if one.is_enrolled]
    return page(
        request,
        "make",
        422 if request.method == "POST" else 200,
        body=body,
        holders=holders,
        is_possible=len(ready) >= selectors.NEEDED and any(one.user.pk == by.user_id for one in ready),
        is_locked=is_locked,
    )


@require_http_methods(READ)
@staff_view(Permission.READ_ORIGINAL)
def hand_on(request: StaffRequest, person: UUID) -> HttpResponse:
    """Look at who waits, and hand them the keys."""
    body, by = _body(request), request.actor
    found = next((one for one in selectors.holders(body, by) if one.user.pk == person), None)
    if found is None:
        raise Http404
    if not found.may_be_given or found.user.pk == by.user_id:
        return to("vault")
    is_locked = is_changed = False
    if request.method == "POST":
        try:
            mark = request.POST.get("mark", "")
            services.hand_on(to=found.user, mark=mark, by=by, now=timezone.now())
        except Locked:
            is_locked = True
        except services.Changed:
            is_changed = True
        else:
            messages.success(request, gettext("The keys were handed on, and the record says so."))
            return to("vault")
    status = 422 if request.method == "POST" else 200
    return page(request, "hand_on", status, holder=found, is_locked=is_locked, is_changed=is_changed)


@require_http_methods(READ)
@staff_view(Permission.READ_ORIGINAL, atomic=False)
def renew(request: StaffRequest) -> HttpResponse:
    """A new epoch of the body's keys, then rewrapping in stretches. Each batch is its own transaction."""
    body, by, now = _body(request), request.actor, timezone.now()
    if not services.may_renew(by) or not selectors.has_keys(body):
        return to("vault")
    is_locked, done = False, None
    if request.method == "POST":
        try:
            if "begin" in request.POST:
                services.renew(by=by, now=now)
                done = services.rewrap(by=by)
            else:
                done = services.rewrap(by=by)
        except Locked:
            is_locked = True
        if done is not None and not is_locked:
            _say(request, done)
            return to("vault_renew")
    with tenancy.within(by.state):
        keys = selectors.keys(body, now=now)
    left = sum(key.waiting for key in keys)
    status = 422 if is_locked else 200
    return page(request, "renew", status, keys=keys, left=left, is_locked=is_locked)


def _say(request: StaffRequest, done: int) -> None:
    words = ngettext("%(count)s key was wrapped anew.", "%(count)s keys were wrapped anew.", done)
    messages.success(request, words % {"count": done})


@require_http_methods(READ)
@staff_view(Permission.READ_ORIGINAL)
def officers(request: StaffRequest) -> HttpResponse:
    """Name the three officers of whom any two recover the keys."""
    body, by = _body(request), request.actor
    if not services.may_renew(by) or not selectors.has_keys(body):
        return to("vault")
    people = selectors.possible_officers(body)
    current = {name for owner in keys_of(body).values() for name in recovery.officers_of(owner)}
    form = OfficersForm(request.POST or None, people=people, initial={"officers": selectors.named(current)})
    is_locked = False
    if request.method == "POST" and form.is_valid():
        chosen: list[User] = form.cleaned_data["officers"]
        try:
            services.entrust(officers=chosen, by=by, now=timezone.now())
        except Locked:
            is_locked = True
        else:
            messages.success(request, gettext("Any two of the three can now recover the keys."))
            return to("vault")
    status = 422 if form.is_bound else 200
    enough = len(people) >= recovery.OFFICERS
    return page(request, "officers", status, form=form, enough=enough, is_locked=is_locked)


@require_http_methods(READ)
@staff_view(*Permission)
def recover(request: StaffRequest) -> HttpResponse:
    """Two officers, one after the other, give a reader the keys that nobody opens any more."""
    body, by, now = _body(request), request.actor, timezone.now()
    trusted = [recovery.officers_of(owner) for owner in keys_of(body).values()]
    if not any(by.id in names for names in trusted):
        raise PermissionDenied
    lacking = [one for one in selectors.holders(body, by) if one.lacks]
    begun = {name for _, name in recovery.open_to(by.id, now=now)}
    is_locked = False
    if request.method == "POST":
        person = next((one for one in lacking if str(one.user.pk) == request.POST.get("person")), None)
        if person is None:
            raise Http404
        try:
            if f"user:{person.user.pk}" in begun:
                services.complete_recovery(to=person.user, by=by, now=now)
                messages.success(request, gettext("The keys are open to your colleague again."))
            else:
                services.begin_recovery(to=person.user, by=by, now=now)
                messages.success(
                    request, gettext("Your half is open for a day. A second officer completes it.")
                )
            return to("vault_recover")
        except Locked:
            is_locked = True
    rows = [(one, f"user:{one.user.pk}" in begun) for one in lacking]
    return page(request, "recover", 422 if is_locked else 200, rows=rows, is_locked=is_locked)
