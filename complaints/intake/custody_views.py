"""The page of a custody inquiry: one form, and on to the receipt."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.origin import from_here
from complaints.intake import keys, selectors, views
from complaints.intake.custody_form import CustodyForm
from complaints.intake.services import Filed, NotReceived, submit


@from_here
@require_http_methods(["GET", "HEAD", "POST"])
def custody(request: HttpRequest) -> HttpResponse:
    """Somebody was taken and nobody says where."""
    places = selectors.places()
    if request.method != "POST":
        return _page(request, CustodyForm(places=places, initial=_asked(request)), key=keys.new())
    if "switch" in request.POST:
        typed = {name: request.POST.get(name, "") for name in CustodyForm.base_fields}
        return _page(request, CustodyForm(places=places, initial=typed), key=views.kept(request))
    return _sent(request, CustodyForm(request.POST, places=places), timezone.now())


def _asked(request: HttpRequest) -> dict[str, str]:
    return {"state": request.GET.get("state", "")[:2]}


def _sent(request: HttpRequest, form: CustodyForm, now: datetime) -> HttpResponse:
    try:
        key = keys.read(request.POST.get("key", ""))
    except keys.NoKey:
        form.add_error(
            None, _("This page was open for more than a day. Everything is still here: send it again.")
        )
        return _page(request, form, key=keys.new(), status=422)
    if before := selectors.filed_before(key.raw, issued_at=key.issued_at, now=now):
        if form.is_valid() and form.narrative() == before.words:
            return views.again(request, before, now)
        views.say_other_words(form)
        return _page(request, form, key=keys.new(), status=422)
    if filed := _filed(request, form, key.raw, now):
        return views.receipt_of(request, filed, now)
    return _page(request, form, key=request.POST["key"], status=422)


def _filed(request: HttpRequest, form: CustodyForm, key: bytes, now: datetime) -> Filed | None:
    """The inquiry, or None with the form's errors saying why not."""
    views.refuse_what_people_do_not_see(request, form)
    if not form.is_valid():
        return None
    try:
        filed = submit(sent=form.submission(translation.get_language()), key=key, now=now)
    except NotReceived as refusal:
        form.refused(refusal)
        return None
    selectors.remember_filing(key)
    return filed


def _page(request: HttpRequest, form: CustodyForm, *, key: str, status: int = 200) -> HttpResponse:
    page = {"form": form, "key": key, "honeypot": views.HONEYPOT, "switches": views.switches("custody")}
    return render(request, "complaints/intake/custody.html", page, status=status)
