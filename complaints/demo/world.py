"""Rows of the database that the invented stories name by code, and who acts in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts import demo as people
from accounts import selectors as accounts
from accounts.actor import Actor, staff
from accounts.models import Governorate, State, Unit, User
from common.calendar import WorkCalendar
from complaints.bodies import Bodies, bodies_of


@dataclass
class World:
    """Rows the stories name by code, read once."""

    now: datetime
    users: Mapping[str, User]
    governorates: Mapping[str, int]
    units: Mapping[str, int]
    calendars: dict[str, WorkCalendar] = field(default_factory=dict)
    bodies: dict[str, Bodies] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    references: dict[int, str] = field(default_factory=dict)  # by the seed other cases point at

    @classmethod
    def read(cls, now: datetime) -> "World":
        users = User.objects.filter(email__endswith=".demo")
        return cls(
            now=now,
            users={user.email: user for user in users},
            governorates=dict(Governorate.objects.values_list("code", "pk")),
            units=dict(Unit.objects.values_list("code", "pk")),
        )

    def calendar(self, state: str) -> WorkCalendar:
        if state not in self.calendars:
            self.calendars[state] = accounts.calendar(State.objects.get(pk=state))
        return self.calendars[state]

    def authority(self, state: str, service: str) -> str:
        """The code of whoever supervises the service there."""
        if state not in self.bodies:
            self.bodies[state] = bodies_of(state)
        found = self.bodies[state].authority(service)
        return found.code if found else ""

    def user(self, account: str, state: str) -> User:
        return self.users[people.address(account, state)]

    def actor(self, account: str, state: str) -> Actor:
        address = people.address(account, state)
        if address not in self.actors:
            self.actors[address] = staff(self.users[address])
        return self.actors[address]
