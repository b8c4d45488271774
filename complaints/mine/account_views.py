"""The account around the list: what it holds, a copy of it, and deleting it."""

import json

from allauth.core import ratelimit
from django.contrib import auth
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.citizens import services as citizens
from accounts.citizens.doors import CitizenRequest, citizen_view
from accounts.citizens.forms import OwnPasswordForm
from accounts.keys import unlocking
from complaints import claims
from complaints.mine import selectors
from complaints.mine.views import closed, user_of
from complaints.models import Claim
from vault.services import Locked


@require_safe
@citizen_view
def account(request: CitizenRequest) -> HttpResponse:
    """What the account is, and what can be done with it."""
    return render(request, "complaints/mine/account.html", {"holder": user_of(request)})


@require_POST
@citizen_view
def data(request: CitizenRequest) -> HttpResponse:
    """A file with everything the account holds. The codes stay out: such a file lies about in a phone."""
    user = user_of(request)
    try:
        rows = selectors.rows(by=request.actor, now=timezone.now())
    except Locked:
        return closed(request, OwnPasswordForm())
    held = {
        "address": user.email,
        "opened_on": f"{user.date_joined:%Y-%m-%d}",
        "language": user.language,
        "complaints": [{"reference": row.reference, "name": row.label, "stage": row.stage} for row in rows],
    }
    response = HttpResponse(
        json.dumps(held, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="account.json"'
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@citizen_view
def delete(request: CitizenRequest) -> HttpResponse:
    """What goes and what stays; with the password it is done at once."""
    form = OwnPasswordForm(request.POST if request.method == "POST" else None)
    user = user_of(request)
    if form.is_valid() and _is_right(request, form):
        citizens.delete_account(user=user, now=timezone.now())
        auth.logout(request)
        response = render(request, "complaints/mine/deleted.html")
        response.delete_cookie(unlocking.COOKIE)
        return response
    lines = Claim.objects.visible_to(request.actor).count()
    page = {"form": form, "holder": user, "lines": lines, "limit": claims.LIMIT}
    return render(request, "complaints/mine/delete.html", page, status=422 if form.errors else 200)


def _is_right(request: CitizenRequest, form: OwnPasswordForm) -> bool:
    """Whether the password is that of the account; too many tries count as wrong."""
    user = user_of(request)
    counted = ratelimit.consume(request, action="reauthenticate", user=user)
    if counted and user.check_password(form.cleaned_data["password"]):
        return True
    form.add_error("password", gettext("This is not the password of this account. Nothing was deleted."))
    return False
