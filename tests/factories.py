"""States, institutions and people that tests need, enrolled with keys as in the demo.

Amal complains, Basil is the ministry's reviewer, Carim is a stranger from another state, Dalia is at the NHRI.
"""

import hashlib
import pickle
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery
from django.utils import timezone
from redis.exceptions import RedisError

from accounts.actor import Actor, staff
from accounts.answering import Mandate, SupervisedService
from accounts.models import Institution, InstitutionKind, Membership, State, User, Weekend
from accounts.roles import Role
from common import storage
from complaints import sealing
from complaints.evidence import services as evidence
from complaints.evidence.services import Spooled
from complaints.evidence.uploads import Upload
from complaints.vocabulary import FileKind
from vault import services as vault
from vault.models import KeyBox, KeyPair

UNLOCK = bytes(range(32))
"""What opens everybody's vault here: settings.DEMO_VAULT_KEY of the `world` fixture."""

STATES = {
    "BH": ("البحرين", "Bahrain", "Asia/Bahrain", "gulf", "999"),
    "EG": ("مصر", "Egypt", "Africa/Cairo", "egypt", "122"),
    "ZZ": ("دولة بلا مؤسسة وطنية", "State without an institution", "Asia/Amman", "levant", ""),
}
MINISTRY = {
    "registry": Role.CLERK,
    "reviewer": Role.REVIEWER,
    "reviewer2": Role.REVIEWER,
    "supervisor": Role.SUPERVISOR,
    "admin": Role.ADMINISTRATOR,
}
NATIONAL = {
    "intake": Role.CLERK,
    "nhri": Role.NHRI_REVIEWER,
    "nhri2": Role.NHRI_REVIEWER,
    "head": Role.NHRI_HEAD,
    "liaison": Role.LIAISON,
    "auditor": Role.AUDITOR,
}
HOLDS_CONTENT = frozenset({Role.NHRI_REVIEWER, Role.NHRI_HEAD})
SERVICES = ["police", "prisons", "border_guard"]
KEPT = (State, Weekend, SupervisedService, Institution, Mandate, User, Membership, KeyPair, KeyBox)
_made: list = []


@dataclass
class Country:
    """One state of the tests' world."""

    state: State
    moi: Institution
    nhri: Institution | None = None
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Somebody who works here, signed in."""
        return staff(self.people[name])


@dataclass
class World:
    """Bahrain and Egypt with their institutions, and a state that has no NHRI."""

    bh: Country
    eg: Country
    zz: Country

    @property
    def basil(self) -> Actor:
        """Reviewer at Bahrain's ministry."""
        return self.bh.actor("reviewer")

    @property
    def carim(self) -> Actor:
        """A stranger: reviewer at Egypt's ministry."""
        return self.eg.actor("reviewer")

    @property
    def dalia(self) -> Actor:
        """Reviewer at Bahrain's NHRI."""
        return self.bh.actor("nhri")


def world() -> World:
    """Everything a procedure needs: places, institutions, people, keys.

    Made once in a test process. Every other test gets the same rows again, in one statement for the server: half of
    a test's time went into making them one by one, and a tenth still into copying them.
    """
    if not _made:
        before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in KEPT}
        made = World(country("BH"), country("EG"), country("ZZ", nhri=False))
        rows = [inserted(model, model._base_manager.exclude(pk__in=before[model])) for model in KEPT]
        _made.append((pickle.dumps(made), ";".join(rows)))
        return made
    kept, rows = _made[0]
    with suppress(RedisError):
        cache.clear()  # what it knows of the same people is another test's
    with connection.cursor() as cursor:
        cursor.execute(rows)
    return pickle.loads(kept)  # noqa: S301 - this process wrote it


def inserted(model: type[Model], rows: Iterable[Model]) -> str:
    """The statement that puts rows where they are again, numbered anew where the database numbers them."""
    query = InsertQuery(model)
    fields = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
    query.insert_values(fields, list(rows), raw=True)
    [(statement, values)] = query.get_compiler(connection=connection).as_sql()
    return connection.ops.compose_sql(statement, values)


def country(code: str, *, nhri: bool = True, grave_route: str = "none") -> Country:
    """A state with its ministry and, unless told otherwise, its NHRI, everybody enrolled."""
    arabic, english, zone, months, emergency = STATES[code]
    state = State.objects.create(
        code=code,
        name_ar=arabic,
        name_en=english,
        zone=zone,
        months=months,
        languages=["ar"],
        emergency_number=emergency,
        grave_route=grave_route,
        is_open=True,
    )
    Weekend.objects.create(state=code, valid_from=date(2000, 1, 1), days=[4, 5])
    for service in SERVICES:
        SupervisedService.objects.create(
            state=code, service=service, valid_from=date(2000, 1, 1), name_ar=service, name_en=service
        )
    made = Country(state, institution(code, InstitutionKind.AUTHORITY, "moi", "وزارة الداخلية", "Ministry"))
    made.people |= {name: person(name, made.moi, role) for name, role in MINISTRY.items()}
    if nhri:
        made.nhri = institution(
            code, InstitutionKind.NHRI, "nhri", "المؤسسة الوطنية", "National Institution", mandates=SERVICES
        )
        made.people |= {name: person(name, made.nhri, role) for name, role in NATIONAL.items()}
        enrol_institution(made.nhri)
    return made


def institution(
    state: str, kind: str, short: str, arabic: str, english: str, mandates: list[str] | None = None
) -> Institution:
    made = Institution.objects.create(
        code=f"{state.lower()}-{short}",
        state=state,
        kind=kind,
        name_ar=f"{arabic} {state}",
        name_en=f"{english} {state}",
        is_interior=short == "moi",
    )
    for service in mandates or []:
        Mandate.objects.create(institution=made, service=service, valid_from=date(2000, 1, 1))
    return made


def person(name: str, at: Institution, role: Role) -> User:
    """Somebody with an account, a role and a key pair."""
    user = User.objects.create_user(
        f"{name}@{at.state.lower()}.test",
        "demo-only",
        name_ar=f"{name} {at.state}",
        name_en=f"{name} {at.state}",
        institution=at,
    )
    Membership.objects.create(
        user=user, role=role, since=date(2020, 1, 1), granted_by="user:one", confirmed_by="user:two"
    )
    vault.enrol(owner=sealing.person(user.pk), unlock=UNLOCK)
    return user


def enrol_institution(body: Institution) -> None:
    """An independent body's two keys, held by those who may read texts and identities."""
    members = Membership.objects.filter(user__institution=body, role__in=HOLDS_CONTENT)
    holders = [sealing.person(row.user_id) for row in members]
    for owner in (sealing.content_key(body), sealing.identity_key(body)):
        vault.enrol_institution(owner=owner, holders=holders)


def spooled(name: str = "note.txt", content: bytes = b"What I saw", kind: str = "text") -> Spooled:
    """A file somebody attached, taken without being looked at, waiting to be sent."""
    writer = storage.Writer()
    writer.write(content)
    upload = Upload(name, len(content), hashlib.sha256(content).hexdigest(), writer.close(), None)
    return evidence.spooled(upload, name=name, kind=FileKind(kind), now=timezone.now())


def key() -> bytes:
    """A single-use key of a form."""
    return uuid.uuid4().bytes
