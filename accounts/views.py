"""Pages of one's own account that allauth does not have, or does not guard as staff need it."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import EditWebAuthnForm
from allauth.mfa.webauthn.views import EditWebAuthnView, RemoveWebAuthnView
from django import forms
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts import keeping, presence
from accounts.doors import StaffRequest, staff_view
from accounts.models import User
from accounts.roles import Permission


@require_safe
@staff_view(*Permission)
def carry_on(request: StaffRequest) -> HttpResponse:
    """The form that was being sent when a confirmation came between: shown, and sent on by a button."""
    kept = keeping.opened(request)
    if kept is None:
        return HttpResponseRedirect(reverse("queue"))
    return render(request, "accounts/carry_on.html", {"kept": kept})


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of one's own, this one too."""
    assert isinstance(request.user, User)  # noqa: S101  # login_required
    presence.end_everywhere(request.user)
    auth.logout(request)
    messages.success(request, gettext("You are signed out on every device."))
    return HttpResponseRedirect(reverse("account_login"), status=303)


class EditKeyForm(EditWebAuthnForm):
    """allauth's form, whose field has no label that could be translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext("A name for this key")


class EditKey(EditWebAuthnView):
    """allauth's page for another name of a passkey."""

    form_class = EditKeyForm


class RemoveKey(RemoveWebAuthnView):
    """allauth's page, which would let staff remove their last second factor."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(reverse("mfa_index"))
        response: HttpResponse = super().form_valid(form)
        return response
