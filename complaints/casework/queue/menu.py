"""What an institution has to choose from in its queue: places, people, tags, saved searches; in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Governorate, Membership, User
from common.tenancy import current
from complaints.casework import absence
from complaints.casework.queue import saving, tagging

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = Sequence[tuple[Any, "StrOrPromise"]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search as a link: its filters, its name, whether a colleague shares it."""

    filters: str
    name: str
    is_others: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The lists, each by name."""

    places: Choices
    people: Choices
    tags: Choices
    saved: list[Kept]


def asked(actor: Actor, language: str) -> dict[str, Any]:
    """Expressions that `selectors.front` adds to its statement."""
    if actor.institution is None:
        return {}
    named = {"id": F("pk"), "name": F(f"name_{language}")}
    held = Membership.objects.on(timezone.localdate()).filter(
        user_id=OuterRef("pk"), role__in=absence.LEADING
    )
    people = User.objects.filter(Exists(held), institution=actor.institution, is_active=True)
    kept = {"filters": F("filters"), "name": F("name"), "user": F("user_id")}
    return {
        "places": _listed(Governorate.objects.filter(state=current()).order_by(f"name_{language}"), named),
        "people": _listed(people.order_by(f"name_{language}", "pk"), named),
        "tags": _listed(tagging.tags_of(actor).filter(retired_at=None), {"id": F("pk"), "name": F("name")}),
        "saved": _listed(saving.saved_for(actor), kept),
    }


def _listed(rows: Any, named: dict[str, Any]) -> ArraySubquery:
    return ArraySubquery(rows.annotate(one=JSONObject(**named)).values("one"))


def read(actor: Actor, more: Any) -> Menu:
    """What the statement found."""
    return Menu(
        _pairs(more["places"]),
        _pairs(more["people"]),
        _pairs(more["tags"]),
        [Kept(one["filters"], one["name"], one["user"] != str(actor.user_id)) for one in more["saved"]],
    )


def _pairs(rows: Iterable[dict[str, Any]]) -> Choices:
    return [(row["id"], row["name"]) for row in rows]
