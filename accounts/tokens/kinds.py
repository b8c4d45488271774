"""The kind of change that gives a token and ends one.

A target is `<institution's code>:<token's id>`. Two people give, one may end. For an independent body one of the two is
its head of complaints, so that no ministry gives itself a token to the body's cases.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.changes.kinds import Kind, Row, Unacceptable, Value
from accounts.changes.models import Change
from accounts.models import Institution, InstitutionKind, User
from accounts.roles import Permission
from accounts.scopes import Scope
from accounts.settings.facts import day_words
from accounts.tokens.models import ApiToken
from common.languages import clean_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = timedelta(days=366)
NAME = 120  # characters
GONE: Value = {"open": False}


def target_of(code: str, pk: UUID) -> str:
    return f"{code}:{pk}"


def parts_of(target: str) -> tuple[str, UUID]:
    """The institution's code and the token's id."""
    code, pk = target.split(":")
    return code, UUID(pk)


def _heads(by: Actor, code: str) -> bool:
    return by.institution is not None and by.institution.code == code and by.may(Permission.HEAD)


class TokenKind(Kind):
    """Giving an institution's system a token, or ending it."""

    code = "api_token"
    name = gettext_lazy("Token")
    is_public = False
    applies_to = gettext_lazy("Programs that use the site in the institution’s name.")

    def current(self, state: str, target: str, on: date) -> Value:
        row = ApiToken.objects.filter(state=state, pk=parts_of(target)[1], ended_at=None).first()
        if row is None:
            return GONE
        return {"open": True, "name": row.name, "scopes": list(row.scopes), "until": row.until.isoformat()}

    def clean(self, state: str, target: str, after: Value) -> Value:
        if not after["open"]:
            return GONE
        name = clean_text(after["name"])
        if not name or len(name) > NAME:
            raise Unacceptable(_("Name the system that will use it, in up to 120 characters."), "name")
        scopes = [scope.value for scope in Scope if scope in after["scopes"]]
        if not scopes:
            raise Unacceptable(_("Choose at least one use."), "scopes")
        return {"open": True, "name": name, "scopes": scopes, "until": after["until"]}

    def needs_second(self, before: Value, after: Value) -> bool:
        return bool(after["open"])

    def may_propose(self, by: Actor, state: str, target: str) -> bool:
        return by.state == state and (by.may(Permission.CONFIGURE) or _heads(by, parts_of(target)[0]))

    def may_confirm(self, by: Actor, change: Change) -> bool:
        return bool(self.confirmable(by, [change]))

    def confirmable(self, by: Actor, changes: Iterable[Change]) -> list[Change]:
        """Two queries for all of them: which bodies are independent, and who proposed from inside."""
        listed = [row for row in changes if self.may_propose(by, row.state, row.target)]
        if not listed:
            return []
        bodies = Institution.objects.filter(code__in={parts_of(row.target)[0] for row in listed})
        independent = {body.code for body in bodies if body.kind != InstitutionKind.AUTHORITY}
        proposers = {UUID(row.proposed_by.removeprefix("user:")) for row in listed}
        known = User.objects.filter(pk__in=proposers).values_list("pk", "institution__code")
        inside = {f"user:{pk}": code for pk, code in known}
        return [
            row
            for row in listed
            if (code := parts_of(row.target)[0]) not in independent
            or _heads(by, code)
            or inside.get(row.proposed_by) == code
        ]

    def who_confirms(self, state: str, *, weakens: bool) -> "StrOrPromise":
        return _(
            "a second administrator of the state; for an independent body, its head of complaints is one of the two"
        )

    def apply(self, change: Change) -> None:
        code, pk = parts_of(change.target)
        now = change.applied_at or timezone.now()
        if not change.after["open"]:
            row = ApiToken.objects.filter(state=change.state, pk=pk)
            row.update(ended_by=change.applied_by, ended_at=now)
            return
        ApiToken.objects.create(
            id=pk,
            state=change.state,
            institution=Institution.objects.get(state=change.state, code=code),
            name=change.after["name"],
            scopes=change.after["scopes"],
            until=date.fromisoformat(change.after["until"]),
            given_by=change.proposed_by,
            signed_by=change.confirmed_by,
            given_at=now,
        )

    def titles(self, targets: Iterable[str]) -> "dict[str, StrOrPromise]":
        listed = list(targets)
        bodies = Institution.objects.filter(code__in={parts_of(target)[0] for target in listed})
        names = {body.code: body.name for body in bodies}
        return {
            target: _("Token of %(institution)s") % {"institution": names.get(parts_of(target)[0], "")}
            for target in listed
        }

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        none = _("none")
        return [
            Row(_("System"), before.get("name", none), after.get("name", none)),
            Row(_("What it may be used for"), _uses(before) or none, _uses(after) or none),
            Row(_("Last day"), day_words(before.get("until")) or none, day_words(after.get("until")) or none),
        ]


def _uses(value: dict[str, Any]) -> str:
    return _(", ").join(str(Scope(one).label) for one in value.get("scopes", ()))
