"""What filing a case in a state goes by: who answers, how long clocks run, which days count, whose keys.

These few hundred small rows change a few times a year and are asked with every case. So one statement asks the
database for their fingerprint, and only where it differs are they read again: nothing here is ever out of date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts import selectors as accounts
from accounts.keys.owners import content_key, identity_key, person
from accounts.models import State
from accounts.roles import Role
from common.calendar import WorkCalendar
from complaints import clocks, deadlines
from complaints.bodies import Bodies, bodies_of
from vault import services as vault

# Every row that `_read` looks at, of any day: from when one holds is decided there, once a day.
FINGERPRINT = """
WITH body AS MATERIALIZED (
    SELECT * FROM accounts_institution WHERE state = %(state)s
), supervisor AS MATERIALIZED (
    SELECT held.user_id, held.since, held.until, person.is_active, person.institution_id
    FROM accounts_membership held JOIN accounts_user person ON person.id = held.user_id
    WHERE held.role = %(role)s AND person.institution_id IN (SELECT id FROM body)
), keeper AS MATERIALIZED (
    SELECT 'user:' || user_id AS owner FROM supervisor
    UNION SELECT 'institution:' || code || ':content' FROM body
    UNION SELECT 'institution:' || code || ':identity' FROM body
), line (text) AS (
    SELECT row::text FROM accounts_state row WHERE code = %(state)s
    UNION ALL SELECT row::text FROM body row
    UNION ALL SELECT row::text FROM supervisor row
    UNION ALL SELECT row::text FROM accounts_supervisedservice row WHERE state = %(state)s
    UNION ALL SELECT row::text FROM accounts_mandate row WHERE institution_id IN (SELECT id FROM body)
    UNION ALL SELECT row::text FROM accounts_weekend row WHERE state = %(state)s
    UNION ALL SELECT row::text FROM accounts_holiday row WHERE state = %(state)s
    UNION ALL SELECT row::text FROM complaints_clockterm row WHERE state = %(state)s
    UNION ALL SELECT 'key' || pair.owner || ' ' || pair.epoch || ' ' || encode(pair.public, 'hex')
    FROM keeper JOIN vault_keypair pair ON pair.owner = keeper.owner
)
SELECT md5(string_agg(text, chr(10) ORDER BY text)) FROM line
"""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a state as they hold on a day."""

    state: State
    bodies: Bodies
    calendar: WorkCalendar
    terms: deadlines.Terms
    supervisors: Mapping[UUID, tuple[UUID, ...]]  # active ones, by ministry
    publics: Mapping[str, vault.Public] = field(repr=False)  # newest keys of bodies and supervisors, by owner


_kept: dict[str, tuple[date, str, Rulebook]] = {}


def rulebook(state: str) -> Rulebook:
    """The rules of a state as they hold now. Raises `State.DoesNotExist`."""
    today, mark = timezone.localdate(), _fingerprint(state)
    known = _kept.get(state)
    if known is not None and known[:2] == (today, mark):
        return known[2]
    found = _read(state)
    # What changed while it was read may be half in it: then it serves this once.
    if _fingerprint(state) == mark:
        _kept[state] = (today, mark, found)
    return found


def _fingerprint(state: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT, {"state": state, "role": Role.SUPERVISOR.value})
        return str(cursor.fetchone()[0])


def _read(code: str) -> Rulebook:
    state, bodies = accounts.state(code), bodies_of(code)
    supervisors = {body.pk: tuple(accounts.staff_with([Role.SUPERVISOR], [body.pk])) for body in bodies.all}
    owners = [key for body in bodies.all for key in (content_key(body), identity_key(body))]
    owners += [person(user) for users in supervisors.values() for user in users]
    calendar, terms = accounts.calendar(state), clocks.terms_of(code)
    return Rulebook(state, bodies, calendar, terms, supervisors, vault.newest(owners))
