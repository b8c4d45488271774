"""The pages in their order: which step of the nine each belongs to, and when it is asked at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from complaints import routing
from complaints.intake.steps import desk, what, who, whole
from complaints.intake.steps.asked import Asked, Question
from complaints.intake.steps.attached import Evidence
from complaints.vocabulary import Category, Source

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def always(asked: Asked) -> bool:
    return True


def by_oneself(asked: Asked) -> bool:
    return asked.by is None


def by_a_clerk(asked: Asked) -> bool:
    return asked.by is not None


def of_a_person(asked: Asked) -> bool:
    """Somebody complains; an institution that acts by itself is asked neither who it is nor for whom."""
    return not asked.is_own_initiative


def for_whom(asked: Asked) -> bool:
    return asked.source not in (Source.AUTHORITY, Source.OWN_INITIATIVE)


def of_complaints(asked: Asked) -> bool:
    return not asked.is_assistance


def of_security(asked: Asked) -> bool:
    return asked.kind in ("", "complaint")


def not_of_handling(asked: Asked) -> bool:
    return asked.kind in ("", "complaint", "assistance")


def _has_units(asked: Asked) -> bool:
    return of_security(asked) and bool(
        asked.said("where", "service") and asked.ground.below(asked.said("where", "service"), None)
    )


def _has_details(asked: Asked) -> bool:
    """Torture has its two kinds, and each allegation can concern a unit of its own."""
    categories = asked.all_said("about", "categories")
    return of_security(asked) and (Category.TOR in categories or (len(categories) > 1 and _has_units(asked)))


def _needs_consent(asked: Asked) -> bool:
    """Only the prosecution could take it, and only if it is asked to."""
    if asked.said("prosecution", "agrees"):
        return True
    place = asked.place
    if place is None or place.state.grave_route != routing.GraveRoute.PROSECUTION:
        return False  # by far the most: the route need not be worked out
    route = whole.route_so_far(asked)
    return route is not None and route.refusal == routing.Refusal.CONSENT_NEEDED


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: its address, its step, its questions."""

    slug: str
    step: str
    form: type[Question]
    title: "StrOrPromise"
    applies: Callable[[Asked], bool] = always


# What each step is called in "step 5 of 9: where and when".
STEPS: "dict[str, StrOrPromise]" = {
    "arrival": _("How it came in"),
    "before": _("Before you start"),
    "known": _("How you want to be known"),
    "whom": _("For whom"),
    "matter": _("What it is"),
    "where": _("Where and when"),
    "story": _("What happened"),
    "evidence": _("Evidence"),
    "contact": _("Your name and safe contact"),
    "check": _("Check and send"),
}

SCREENS = (
    Screen("arrival", "arrival", desk.Arrival, _("How it came in"), by_a_clerk),
    Screen("before", "before", who.Before, _("Before you start"), by_oneself),
    Screen("known", "known", who.Known, _("How you want to be known"), of_a_person),
    Screen("whom", "whom", who.Whom, _("For whom"), for_whom),
    Screen("concerned", "whom", who.Concerned, _("The person concerned"), lambda asked: asked.is_for_another),
    Screen("matter", "matter", who.MatterOf, _("What it is")),
    Screen("help", "matter", who.Help, _("Which help is needed"), lambda asked: asked.is_assistance),
    Screen("urgent", "matter", who.Urgent, _("How urgent it is"), not_of_handling),
    Screen("where", "where", what.Where, _("Where it happened"), not_of_handling),
    Screen("unit", "where", what.UnitOf, _("Which unit it was"), _has_units),
    Screen("when", "where", what.WhenOf, _("When it happened"), of_security),
    Screen("story", "story", what.Story, _("What happened")),
    Screen("about", "story", what.About, _("What it is about"), of_security),
    Screen("allegations", "story", what.Allegations, _("Each matter by itself"), _has_details),
    Screen("prosecution", "story", what.Prosecution, _("Consent to the public prosecution"), _needs_consent),
    Screen("people", "story", what.People, _("Who was there"), of_security),
    Screen("evidence", "evidence", Evidence, _("Evidence"), of_complaints),
    Screen("contact", "contact", what.Contact, _("Your name and safe contact"), of_a_person),
    Screen("check", "check", desk.Check, _("Check and send")),
)
BY_SLUG = {screen.slug: screen for screen in SCREENS}
FIRST, CHECK = BY_SLUG["before"], SCREENS[-1]


def first(asked: Asked) -> Screen:
    """The page it begins with."""
    return FIRST if asked.by is None else SCREENS[0]


def asked_for(asked: Asked) -> list[Screen]:
    """The pages that these answers lead through."""
    return [screen for screen in SCREENS if screen.applies(asked)]


def steps_of(pages: list[Screen]) -> list[str]:
    """The steps among them, in their order: nine for a complaint, fewer for a request."""
    return list(dict.fromkeys(screen.step for screen in pages))


def unanswered(pages: list[Screen], asked: Asked) -> Screen:
    """The first page nobody has sent yet; the check page when all were."""
    return next((screen for screen in pages[:-1] if screen.slug not in asked.draft.answers), CHECK)


def after(screen: Screen, pages: list[Screen]) -> Screen:
    """The page that follows one of them."""
    return next((one for one in pages if SCREENS.index(one) > SCREENS.index(screen)), CHECK)


def before(screen: Screen, pages: list[Screen]) -> Screen:
    """The page before one of them."""
    return next((one for one in reversed(pages) if SCREENS.index(one) < SCREENS.index(screen)), pages[0])
