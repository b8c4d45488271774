"""The clerk's desk: write down what somebody tells, hand over the receipt, see that it was registered."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from accounts import selectors as accounts
from accounts.doors import StaffRequest, staff_view
from accounts.roles import Permission
from common.context import OWN_NAMES
from common.languages import month_usage
from common.origin import from_here
from complaints.evidence.uploads import takes_files
from complaints.intake.registering import paper, selectors
from complaints.intake.registering.services import note_receipt
from complaints.intake.selectors import promise
from complaints.intake.steps import views as steps
from complaints.intake.steps.staying import stays_here
from complaints.models import Registration
from complaints.vocabulary import Handed

CURSOR = signing.Signer(salt="complaints.registrations")


class Given(forms.Form):
    """How the receipt reached the person."""

    how = forms.ChoiceField(
        label=gettext_lazy("How did the receipt reach the person?"),
        choices=[choice for choice in Handed.choices if choice[0] != Handed.NOT_NEEDED],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the receipt reached the person.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


@require_safe
@staff_view(Permission.REGISTER)
def index(request: StaffRequest) -> HttpResponse:
    """What this clerk registered, the newest first, and the way to the next one."""
    found = selectors.page(request.actor, after=_place(request.GET.get("after", "")))
    context = {
        "rows": found.rows,
        "next_url": f"?after={CURSOR.sign(str(found.after))}" if found.after else "",
        "is_later": "after" in request.GET,
    }
    return _desk(request, "index", context)


def _place(cursor: str) -> int | None:
    try:
        return int(CURSOR.unsign(cursor))
    except (signing.BadSignature, ValueError):
        return None


@from_here
@takes_files
@stays_here
@staff_view(Permission.REGISTER)
def page(request: StaffRequest, slug: str) -> HttpResponse:
    """One of the pages on which a clerk writes down what somebody tells."""
    return steps.walk(request, slug, request.actor)


@require_safe
@staff_view(Permission.REGISTER)
def receipt(request: StaffRequest) -> HttpResponse:
    """The receipt on paper, in the language of the person it is for."""
    shown = paper.shown(request, timezone.now())
    row = selectors.registration(request.actor, shown[0]) if shown else None
    if shown is None or row is None or row.receipt not in ("", Handed.NOT_NEEDED):
        return _desk(request, "gone", {"row": row})
    return _receipt(request, row, shown[1], Given())


def _receipt(
    request: StaffRequest, row: Registration, code: str, form: Given, status: int = 200
) -> HttpResponse:
    own = selectors.sheet(request.actor, row)
    language = own.language if own.language in OWN_NAMES else "ar"
    with override(language):
        track = paper.address(request, language)
        sheet = {
            "sheet": selectors.sheet(request.actor, row),
            "promise": promise(code) if code else None,
            "reference": row.complaint.reference,
            "code": code,
            "track": track,
            "square": paper.drawn(track),
            "institution": request.actor.institution,
        }
        printed = render(request, "complaints/intake/registering/sheet.html", sheet).content.decode()
    context = {"row": row, "sheet": own, "code": code, "form": form, "printed": printed}
    context["lacks_files"] = "files" in request.GET
    context |= {"sheet_language": language, "sheet_direction": "rtl" if language == "ar" else "ltr"}
    return _desk(request, "receipt", context, status=status)


@require_POST
@staff_view(Permission.REGISTER)
def given(request: StaffRequest, reference: str) -> HttpResponse:
    """Note how the receipt reached the person; the code is shown no more."""
    row = selectors.registration(request.actor, reference)
    if row is None:
        raise Http404
    form = Given(request.POST)
    if not form.is_valid():
        shown = paper.shown(request, timezone.now())
        if shown and shown[0] == row.complaint.reference and not row.receipt:
            return _receipt(request, row, shown[1], form, status=422)
        return _desk(request, "noting", {"row": row, "form": form}, status=422)
    note_receipt(registration=row, how=Handed(form.cleaned_data["how"]), by=request.actor, now=timezone.now())
    messages.success(request, _("It was noted how the receipt reached the person."))
    response = HttpResponseRedirect(reverse("register"), status=303)
    paper.take_back(response)
    return response


@require_safe
@staff_view(Permission.REGISTER)
def noting(request: StaffRequest, reference: str) -> HttpResponse:
    """Say afterwards how the receipt reached the person, where the page was closed too early."""
    row = selectors.registration(request.actor, reference)
    if row is None:
        raise Http404
    return _desk(request, "noting", {"row": row, "form": None if row.receipt else Given()})


def _desk(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A desk page in the state's own time and months."""
    actor = request.actor  # type: ignore[attr-defined]
    state = accounts.state(actor.state)
    context = {"months": month_usage(state.code), "place": state, **context}
    with timezone.override(ZoneInfo(state.zone)):
        return render(request, f"complaints/intake/registering/{template}.html", context, status=status)
