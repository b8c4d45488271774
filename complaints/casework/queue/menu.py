"""What an institution has to choose from in its queue: places, people, tags, saved searches.

Places and people hardly change, and whoever chooses one is checked again. Tags and saved searches come with every
page's own statement: who has just made one looks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from psycopg.sql import SQL

from accounts.actor import Actor
from accounts.models import Governorate, Institution, Membership, User
from common.remembered import remembered
from complaints.casework import absence
from complaints.casework.numbers import Asked
from complaints.casework.selectors import VIEWS, Front

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


SAVED = SQL("""coalesce((
    SELECT json_agg(json_build_array(kept.filters, kept.name, kept.user_id) ORDER BY kept.name, kept.id)
    FROM complaints_savedsearch kept WHERE kept.state = %(state)s
    AND (kept.user_id = %(user)s OR (kept.institution_id = %(institution)s AND kept.is_shared))), '[]')""")
TAGS = SQL("""coalesce((
    SELECT json_agg(json_build_array(tag.id, tag.name) ORDER BY tag.name) FROM complaints_tag tag
    WHERE tag.state = %(state)s AND tag.institution_id = %(institution)s AND tag.retired_at IS NULL), '[]')""")
LISTS = Asked(more={"tags": TAGS, "saved": SAVED})
QUEUE = Asked(views=VIEWS, more=LISTS.more)


def read(actor: Actor, front: Front, language: str) -> Menu:
    """What the statement found, with what hardly ever changes."""
    return Menu(
        places(actor.state, language),
        people(actor.institution, language) if actor.institution else [],
        [(pk, name) for pk, name in front.more["tags"]],
        [Kept(filters, name, user != str(actor.user_id)) for filters, name, user in front.more["saved"]],
    )


@remembered
def places(state: str, language: str) -> Choices:
    """The governorates of a state by name."""
    named = f"name_{language}"
    return list(Governorate.objects.filter(state=state).order_by(named).values_list("pk", named))


@remembered
def people(institution: Institution, language: str) -> Choices:
    """Whoever of an institution may hold cases, by name."""
    held = Membership.objects.on(timezone.localdate()).filter(
        user_id=OuterRef("pk"), role__in=absence.LEADING
    )
    found = User.objects.filter(Exists(held), institution=institution, is_active=True)
    return list(found.order_by(f"name_{language}", "pk").values_list("pk", f"name_{language}"))
