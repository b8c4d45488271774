"""What holds while one person works through many cases within seconds: read once, whatever their number.

Nothing of a case is here. Its stage, its holders, who is excluded from it and its keys are read under its own lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from accounts.actor import Actor
from accounts.models import Membership
from accounts.roles import Permission, Role, permissions_of
from complaints.casework import absence
from complaints.rulebook import Rulebook, rulebook
from vault import services as vault


@dataclass
class Stretch:
    """What is known of people, keys and terms since it began; a few seconds old at most."""

    by: Actor
    state: str
    _may_hold: dict[UUID, bool] = field(default_factory=dict)
    _deputies: dict[UUID, list[UUID]] = field(default_factory=dict)
    _publics: dict[str, vault.Public | None] = field(default_factory=dict, repr=False)

    @cached_property
    def rules(self) -> Rulebook:
        """The state's calendar, the terms of its clocks, its supervisors."""
        return rulebook(self.state)

    def may_hold(self, user: UUID, *, on: date) -> bool:
        """Whether somebody is an active colleague whose roles let them hold cases."""
        if user not in self._may_hold:
            colleague = {"user__institution": self.by.institution, "user__is_active": True}
            held = Membership.objects.on(on).filter(user=user, **colleague)
            roles = frozenset(Role(role) for role in held.values_list("role", flat=True))
            self._may_hold[user] = Permission.LEAD in permissions_of(roles)
        return self._may_hold[user]

    def deputies(self, user: UUID) -> list[UUID]:
        """Who stands in for somebody now or soon."""
        if user not in self._deputies:
            self._deputies[user] = absence.stand_ins(user)
        return self._deputies[user]

    def publics(self, owners: Iterable[str]) -> dict[str, vault.Public]:
        """The newest public keys of these people; whoever has none is left out."""
        wanted = set(owners)
        if unknown := wanted - self._publics.keys():
            found = vault.newest(unknown)
            self._publics |= {owner: found.get(owner) for owner in unknown}
        return {owner: public for owner in wanted if (public := self._publics[owner])}
