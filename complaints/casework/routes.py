"""Why a body leads: each rule of routing in a sentence for the desk."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ROUTES: dict[str, "StrPromise"] = {
    "1": _(
        "It came from another state’s institution with the complainant’s consent, and was sealed to the national "
        "institution here: this one leads, and the ministry reads nothing before consent and release."
    ),
    "3a": _(
        "Grave, not yet categorised, or somebody could be harmed: the independent body leads, and "
        "the ministry reads nothing before a release."
    ),
    "3a-body": _("Grave, and the national institution has no mandate: another independent body leads."),
    "3a-prosecution": _(
        "Grave, and no independent body has a mandate: the prosecution, with express consent."
    ),
    "3b": _("The name is kept from the ministry: the independent body leads and releases a text."),
    "3c": _("The complainant chose the independent body only."),
    "3d": _(
        "A request for assistance: the ministry’s directorate helps, and the independent body has a copy."
    ),
    "3e": _(
        "Made with a name and not grave: the ministry’s directorate leads, and the independent body oversees."
    ),
    "4a": _(
        "It complains of the directorate itself: the independent body leads, and the directorate does not see it."
    ),
    "4a-body": _("It complains of the directorate itself: another independent body leads."),
    "4a-panel": _(
        "It complains of the directorate itself, and no independent body has a mandate: an internal panel."
    ),
    "4b": _("It complains of the national institution itself: the directorate leads."),
    "3a-kept": _(
        "It turned out lighter than it was when it arrived: the independent body keeps the lead, and the ministry "
        "reads nothing before a release."
    ),
    "3e-kept": _(
        "The complainant gave their name after the case was admitted: the independent body keeps the lead."
    ),
    "5a": _("Somebody held is sought: the independent body asks, and the ministry answers within the day."),
    "5b": _(
        "Somebody held is sought: the ministry answers within the day; no independent body has a mandate."
    ),
    "override": _("The head of complaints took the lead for the independent body."),
}
