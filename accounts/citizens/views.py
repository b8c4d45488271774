"""Opening an account by a letter to one's own address. Every address gets the same pages."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import letters
from accounts.citizens import links, services
from accounts.citizens.forms import AddressForm, OpenAccountForm
from accounts.keys import unlocking
from accounts.models import User
from common import tokens

READ = ("GET", "HEAD", "POST")


@require_http_methods(READ)
def sign_up(request: HttpRequest) -> HttpResponse:
    """What an account changes, and where the letter should go. Whether the address has one is never told."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        refused: HttpResponse | None = ratelimit.consume_or_429(request, action="signup")
        if refused is not None:
            return refused
        if _send(request, form.cleaned_data["email"].lower()):
            return HttpResponseRedirect(reverse("account_asked"), status=303)
        form.add_error(None, gettext("The letter could not be sent just now. Please try again later."))
    return render(
        request, "accounts/citizens/sign_up.html", {"form": form}, status=422 if form.errors else 200
    )


def _send(request: HttpRequest, email: str) -> bool:
    """One letter whatever the address is. A fourth within the hour is not sent, and nobody is told."""
    if not ratelimit.consume(request, action="account_letter", key=email):
        return True
    if services.has_account(email):
        return letters.send("account_exists", to=email)
    token = links.make(email, now=timezone.now())
    link = request.build_absolute_uri(reverse("account_open", args=[token]))
    return letters.send("account_confirm", to=email, link=link)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """After any address: look into the mailbox."""
    return render(request, "accounts/citizens/asked.html")


@sensitive_post_parameters("password", "again")
@require_http_methods(READ)
def open_account(request: HttpRequest, token: str) -> HttpResponse:
    """Where the letter's link leads: a password, and the account is there."""
    now = timezone.now()
    try:
        email = links.read(token, now=now)
    except tokens.NoToken:
        return render(request, "accounts/citizens/worthless.html", status=404)
    if services.has_account(email):
        return render(request, "accounts/citizens/worthless.html", {"is_open": True}, status=410)
    form = OpenAccountForm(request.POST if request.method == "POST" else None, email=email)
    if form.is_valid():
        password, language = form.cleaned_data["password"], get_language() or "ar"
        try:
            user = services.open_account(email=email, password=password, language=language, now=now)
        except services.Exists:
            return render(request, "accounts/citizens/worthless.html", {"is_open": True}, status=410)
        return _in(request, user, password)
    return render(request, "accounts/citizens/open.html", {"form": form}, status=422 if form.errors else 200)


def _in(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """Signed in with the password just chosen, the list open for its quarter of an hour."""
    get_adapter().login(request, user)
    record_authentication(request, user, method="password")
    unlocking.open_with(request, user, password, now=timezone.now())
    response = HttpResponseRedirect(reverse("mine"), status=303)
    unlocking.finish(request, response)
    return response
