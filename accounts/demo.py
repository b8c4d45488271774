"""The invented people of the demonstration: one password, vaults that open by themselves, names that say so.

Only where `DEMO` is set. The accounts are those of the contract; tests and the welcome text lean on them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q

from accounts.actor import unlock_key
from accounts.models import Institution, InstitutionKind, Membership, State, User
from accounts.roles import Role
from vault import people as keys
from vault import services as vault
from vault.models import KeyPair

PASSWORD = "demo-only"  # noqa: S105  # printed by `make demo`, worthless anywhere else
STATES = ("BH", "EG", "MA", "JO")
SERVED = timedelta(days=3 * 365)  # longer than the stories go back
REGION = "XX"
FOUNDERS = ("demo:founder:1", "demo:founder:2")  # who granted the first roles, before anybody could


class NotADemo(Exception):
    """Demo people are refused where real ones work: `DEMO` or its vault key is not set."""


@dataclass(frozen=True, slots=True)
class Person:
    """An invented member of staff: the local part of the account, where they work, what they are."""

    account: str
    works_at: InstitutionKind
    role: Role
    name_ar: str
    name_en: str


MINISTRY, NHRI, OTHER = InstitutionKind.AUTHORITY, InstitutionKind.NHRI, InstitutionKind.OTHER_BODY
PEOPLE = (
    Person("intake", NHRI, Role.CLERK, "هالة المنارة", "Hala Al-Manara"),
    Person("registry", MINISTRY, Role.CLERK, "سامر الضفاف", "Samer Al-Difaf"),
    Person("reviewer", MINISTRY, Role.REVIEWER, "باسل النخيل", "Basil Al-Nakheel"),
    Person("reviewer2", MINISTRY, Role.REVIEWER, "رنا السواقي", "Rana Al-Sawaqi"),
    Person("supervisor", MINISTRY, Role.SUPERVISOR, "منير الواحة", "Munir Al-Waha"),
    Person("nhri", NHRI, Role.NHRI_REVIEWER, "داليا الياسمين", "Dalia Al-Yasmin"),
    Person("nhri2", NHRI, Role.NHRI_REVIEWER, "يوسف الينابيع", "Yousef Al-Yanabee"),
    Person("head", NHRI, Role.NHRI_HEAD, "ليلى السنابل", "Layla Al-Sanabel"),
    Person("liaison", NHRI, Role.LIAISON, "كريم الميناء", "Karim Al-Mina"),
    Person("auditor", NHRI, Role.AUDITOR, "سعاد الميزان", "Suad Al-Mizan"),
    Person("admin", MINISTRY, Role.ADMINISTRATOR, "طارق الجسور", "Tariq Al-Jusoor"),
    Person("admin2", NHRI, Role.ADMINISTRATOR, "نادية البساتين", "Nadia Al-Basateen"),
)
OMBUDSMAN = Person("ombudsman", OTHER, Role.NHRI_REVIEWER, "وليد الأفق", "Walid Al-Ufuq")
SECRETARIAT = (
    Person("analyst", InstitutionKind.SECRETARIAT, Role.ANALYST, "أمل الفصول", "Amal Al-Fusool"),
    Person(
        "admin", InstitutionKind.SECRETARIAT, Role.REGIONAL_ADMINISTRATOR, "زيد القوافل", "Zaid Al-Qawafil"
    ),
)
# Authorities of their own beside an interior ministry: account prefix, and who works there.
APART = {"ma-dgapr": "prisons", "ma-gr": "gendarmerie"}
OF_APART = {
    "ma-dgapr": (("هشام الأروقة", "Hisham Al-Arwiqa"), ("سناء الفناء", "Sanaa Al-Fina")),
    "ma-gr": (("مراد الهضاب", "Mourad Al-Hidab"), ("إيمان السهول", "Imane Al-Suhool")),
}
MARK_AR, MARK_EN = " (تجريبي)", " (demo)"
CONTENT_READERS = (Role.NHRI_REVIEWER, Role.NHRI_HEAD)


def address(account: str, state: str) -> str:
    """The e-mail address a demo account signs in with."""
    return f"{account}@{'region' if state == REGION else state.lower()}.demo"


def account_at(account: str, body: str) -> str:
    """Who plays a ministry's part at an authority that has people of its own; both reviewers are one there."""
    if body not in APART or account not in ("reviewer", "reviewer2", "supervisor"):
        return account
    return f"{APART[body]}-{'supervisor' if account == 'supervisor' else 'reviewer'}"


@transaction.atomic
def load(*, today: date, states: tuple[str, ...] = STATES) -> dict[str, User]:
    """Make the demo people who are missing, with roles and keys. Returns all of them by address."""
    if not settings.DEMO or unlock_key() is None:
        raise NotADemo
    State.objects.filter(pk__in=states).update(is_open=True)
    wanted = _wanted(states)
    people = _users(wanted, today)
    _roles(wanted, people, today)
    _keys(people)
    return people


def _wanted(states: tuple[str, ...]) -> dict[str, tuple[Person, Institution] | None]:
    """Everybody by address; None for the one who complains and works nowhere."""
    kinds = Q(state__in=(*states, REGION), is_active=True)
    rows = list(Institution.objects.filter(kinds).order_by("is_interior", "-code"))
    at = {(row.state, row.kind): row for row in rows}  # of several authorities the interior ministry
    wanted: dict[str, tuple[Person, Institution] | None] = {
        address(person.account, state): (person, at[state, person.works_at])
        for state in states
        for person in PEOPLE
    }
    if "BH" in states:
        wanted[address("ombudsman", "BH")] = (OMBUDSMAN, at["BH", OTHER])
    for body in (row for row in rows if row.code in APART):
        for person in _apart(body.code):
            wanted[address(person.account, body.state)] = (person, body)
    for person in SECRETARIAT:
        wanted[address(person.account, REGION)] = (person, at[REGION, person.works_at])
    return wanted | {"citizen@people.demo": None}


def _apart(body: str) -> list[Person]:
    """The reviewer and the supervisor of an authority beside the interior ministry."""
    roles = ((Role.REVIEWER, "reviewer"), (Role.SUPERVISOR, "supervisor"))
    return [
        Person(account_at(part, body), MINISTRY, role, *names)
        for (role, part), names in zip(roles, OF_APART[body], strict=True)
    ]


def _users(wanted: dict[str, tuple[Person, Institution] | None], today: date) -> dict[str, User]:
    """Slow on purpose, so a password is hashed once, and everybody here has the same one."""
    known = {user.email: user for user in User.objects.filter(email__in=wanted)}
    hashed = next((user.password for user in known.values()), "")
    if not check_password(PASSWORD, hashed):
        hashed = make_password(PASSWORD)
    joined = datetime.combine(today - SERVED, time(), UTC)
    made = []
    for email, place in wanted.items():
        if email not in known:
            name = (place[0].name_ar, place[0].name_en) if place else ("سلمى البيارق", "Salma Al-Bayareq")
            made.append(
                User(
                    email=email,
                    password=hashed,
                    name_ar=name[0] + MARK_AR,
                    name_en=name[1] + MARK_EN,
                    institution=place[1] if place else None,
                    date_joined=joined,
                )
            )
    User.objects.bulk_create(made)
    # A confirmed address: signing in must not ask for a mail that nobody receives.
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made
    )
    return known | {user.email: user for user in made}


def _roles(
    wanted: dict[str, tuple[Person, Institution] | None], people: dict[str, User], today: date
) -> None:
    """Granted by one person and confirmed by another, as every role is."""
    Membership.objects.bulk_create(
        [
            Membership(
                user=people[email],
                role=place[0].role,
                since=today - SERVED,
                granted_by=FOUNDERS[0],
                confirmed_by=FOUNDERS[1],
            )
            for email, place in wanted.items()
            if place
        ],
        ignore_conflicts=True,
    )


def _keys(people: dict[str, User]) -> None:
    """Each their own key pair; an independent body's two keys sealed to those who read its cases.

    Whoever complains has one under the password, as everybody's account has: their list opens with it alone.
    """
    unlock = unlock_key()
    assert unlock is not None  # noqa: S101  # `load` asked
    for user in people.values():
        if user.institution is not None:
            vault.enrol(owner=f"user:{user.pk}", unlock=unlock)
        elif not getattr(keys.pair_of(f"user:{user.pk}"), "kdf_suite", 0):
            keys.start_over(owner=f"user:{user.pk}", passphrase=PASSWORD, now=user.date_joined)
    bodies = {
        user.institution for user in people.values() if user.institution and user.institution.is_independent
    }
    for body in bodies:
        readers = Membership.objects.filter(user__institution=body, role__in=CONTENT_READERS)
        holders = [f"user:{pk}" for pk in readers.values_list("user_id", flat=True).distinct()]
        for purpose in ("content", "identity"):
            owner = f"institution:{body.code}:{purpose}"
            if not KeyPair.objects.filter(owner=owner).exists():
                vault.enrol_institution(owner=owner, holders=holders)
