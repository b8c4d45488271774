"""Pages of advice: no form that sends, no session, nothing kept about who reads them."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from complaints.guidance import categories as texts
from complaints.guidance import selectors
from complaints.guidance.situations import HINTS, Situation
from complaints.naming import category_choices, category_label
from complaints.vocabulary import GRAVE, Category


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The situations, the subjects of complaint, and help in complaining."""
    listed = [{"name": one.value, "label": one.label, "hint": HINTS[one]} for one in Situation]
    return render(request, "rights/index.html", {"situations": listed})


@require_safe
def situation(request: HttpRequest, name: str) -> HttpResponse:
    """What somebody in this situation can do now. One whole file for each language."""
    if name not in Situation.values:
        raise Http404
    return render(request, f"rights/{get_language()}/{name}.html", {"situation": Situation(name)})


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """What complaints can be about, the grave subjects first."""
    shown = selectors.state_called(request.GET.get("state", ""))
    named = category_choices(shown.code if shown else "")
    grave = [one for one in named if one[0] in GRAVE]
    others = [one for one in named if one[0] not in GRAVE]
    return render(request, "rights/categories.html", {"grave": grave, "others": others, "shown": shown})


@require_safe
def category(request: HttpRequest, code: str) -> HttpResponse:
    """One subject: what it covers, what protects people from it there, what helps, who reads it first."""
    if code not in Category.values:
        raise Http404
    states = selectors.states()
    shown = selectors.state_called(request.GET.get("state", ""), among=states)
    found = selectors.protections(code, shown)
    page = {
        "name": category_label(code, shown.code if shown else ""),
        "is_grave": code in GRAVE,
        "words": texts.words(code, get_language() or "ar"),
        "states": states,
        "shown": shown,
        "treaties": [one for one in found if one.instrument.is_treaty],
        "standards": [one for one in found if not one.instrument.is_treaty],
        "answers": selectors.first_readers(code, shown) if shown else [],
    }
    return render(request, "rights/category.html", page)


@require_safe
def complaining(request: HttpRequest) -> HttpResponse:
    """How to complain, step by step, and which institutions receive complaints in a state."""
    states = selectors.states()
    shown = selectors.state_called(request.GET.get("state", ""), among=states)
    page = {
        "states": states,
        "shown": shown,
        "bodies": selectors.receiving(shown) if shown else [],
        "referral": selectors.referral(shown) if shown else [],
    }
    return render(request, f"rights/{get_language()}/help.html", page)


@require_safe
def printed_form(request: HttpRequest) -> FileResponse:
    """The blank form on paper. It was made by `build_forms`: a web process never lays out a PDF itself."""
    file = Path(settings.PRINTED_ROOT) / f"form-{get_language()}.pdf"
    try:
        content = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(content, content_type="application/pdf", filename=file.name)
