"""The headings of a report, in their order. A chapter without data stands and says so: numbers never move."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBERED: dict[str, Promise] = {
    "framework": _("Legal and institutional framework"),
    "complaints": _("Movement of complaints (carried over, received, completed, remaining)"),
    "assistance": _("Movement of requests for assistance"),
    "features": _("Features of complaints and complainants"),
    "deadlines": _("Keeping of deadlines"),
    "outcomes": _("Outcomes of allegations and what was done about them"),
    "grave": _("Grave violations alleged"),
    "answers": _("Questions of the national institution and the ministry’s answers"),
    "recommendations": _("Recommendations and what became of them"),
    "reprisals": _("Protection from reprisals"),
    "custody": _("Inquiries about people in custody"),
    "reviews": _("Reviews of decisions and what complainants think"),
    "plan": _("Follow-up of the conference’s recommendations"),
    "activities": _("Register of activities"),
    "method": _("Method and quality of the data"),
}
"""The fifteen chapters, أولاً to خامس عشر."""
BEFORE: dict[str, Promise] = {"notice": _("Note on the data"), "summary": _("Executive summary")}
AFTER: dict[str, Promise] = {
    "ministry": _("Comments of the ministry"),
    "nhri": _("Comments of the national institution"),
    "annexes": _("Annexes"),
}
KEYS = (*BEFORE, *NUMBERED)
"""What a narrative may be written for."""
ORDINALS_AR = (
    *("أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً", "سادساً", "سابعاً", "ثامناً", "تاسعاً", "عاشراً"),
    *("حادي عشر", "ثاني عشر", "ثالث عشر", "رابع عشر", "خامس عشر"),
)


def number(key: str, language: str) -> str:
    """The ordinal before a chapter's title: «ثانياً:» or “2.”; "" for what is not numbered."""
    if key not in NUMBERED:
        return ""
    place = list(NUMBERED).index(key)
    return f"{ORDINALS_AR[place]}:" if language == "ar" else f"{place + 1}."
