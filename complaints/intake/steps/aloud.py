"""The last page as a clerk reads it to whoever told it, in that person's language, whatever the clerk's own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from common.context import OWN_NAMES
from complaints.intake.steps import desk, summary, whole
from complaints.intake.steps.asked import Asked
from complaints.intake.steps.table import Screen


def page(request: HttpRequest, asked: Asked, pages: list[Screen]) -> dict[str, Any]:
    """What the page shows: the text to read, who will get it, and from when its clocks run."""
    language = get_language() or "ar"
    wanted = request.GET.get("aloud") or asked.said("arrival", "language")
    spoken = wanted if wanted in OWN_NAMES else language
    route, sent = whole.route_so_far(asked), whole.so_far(asked)
    with override(spoken):
        answered = summary.examined(pages, asked)
        found = summary.sections(pages, answered, asked, language=language)
        told = {
            "sections": found,
            "readers": summary.who_reads(asked),
            "is_told": not asked.is_own_initiative,
        }
        text = render_to_string("complaints/intake/steps/aloud.html", told)
    arrival = summary.examined(pages, asked).get("arrival")
    received_on = arrival.cleaned_data.get("received_on") if arrival and arrival.is_valid() else None
    return {
        "aloud": text,
        "spoken": spoken,
        "spoken_direction": "rtl" if spoken == "ar" else "ltr",
        "others_spoken": [(code, name) for code, name in OWN_NAMES.items() if code != spoken],
        "taker": desk.taker(asked, route, sent.service if sent else ""),
        "received_earlier": received_on.first
        if received_on and received_on.first < desk.today(asked)
        else None,
    }
