"""The numbers at the top of every desk page, as SQL.

`selectors.visible_to`, `view_of`, `notices_of` and `errands_of` say the same for everything else. They are written
out here because every page of the desk asks for them, and putting them together anew took a quarter of a page's time;
a test holds both against each other for every role.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from psycopg.sql import SQL, Composable, Identifier

_DESK = SQL("""
    FROM complaints_docket docket
    WHERE docket.state = %(state)s AND docket.institution_id = %(institution)s AND NOT EXISTS (
        SELECT FROM complaints_exclusion hidden WHERE hidden.state = docket.state
        AND hidden.complaint_id = docket.complaint_id AND hidden.user_id = %(user)s)""")
_SEEN = SQL("EXISTS (SELECT {desk} AND docket.complaint_id = told.complaint_id)").format(desk=_DESK)
_OPEN = SQL("SELECT {desk} AND docket.is_open").format(desk=_DESK)

VIEWS: dict[str, Composable] = {
    "mine": SQL("{open} AND docket.assignee_id = ANY(%(mine)s)").format(open=_OPEN),
    "unassigned": SQL("{open} AND docket.assignee_id IS NULL").format(open=_OPEN),
    "left": SQL("""{open} AND docket.assignee_id IN (
        SELECT person.id FROM accounts_user person
        WHERE person.institution_id = %(institution)s AND NOT (person.is_active AND EXISTS (
            SELECT FROM accounts_membership held WHERE held.user_id = person.id AND held.since <= %(today)s
            AND (held.until IS NULL OR held.until >= %(today)s) AND held.role = ANY(%(leading)s))))
    """).format(open=_OPEN),
    "late": SQL("{open} AND docket.sort_due < %(now)s").format(open=_OPEN),
    "all": _OPEN,
}
TOLD: dict[str, Composable] = {
    "unread": SQL("""SELECT FROM complaints_notice told
        WHERE told.state = %(state)s AND told.user_id = ANY(%(mine)s) AND told.read_at IS NULL AND {seen}
    """).format(seen=_SEEN),
    "tasks_late": SQL("""SELECT FROM complaints_errand told
        WHERE told.state = %(state)s AND told.institution_id = %(institution)s AND told.owner_id = ANY(%(mine)s)
        AND told.ended_at IS NULL AND told.due_on < %(day)s AND {seen}
    """).format(seen=_SEEN),
}


@dataclass(frozen=True, eq=False)
class Asked:
    """What a page asks for in the one statement of its front: some views' numbers, and columns of its own."""

    views: tuple[str, ...] = ()
    more: Mapping[str, Composable] = field(default_factory=dict)

    @cached_property
    def statement(self) -> str:
        """The state with these numbers, none counted further than `most`."""
        counted = {name: VIEWS[name] for name in self.views} | TOLD
        capped = SQL("SELECT count(*) FROM ({rows} LIMIT %(most)s) counted")
        columns = {name: capped.format(rows=rows) for name, rows in counted.items()} | dict(self.more)
        listed = SQL(", ").join(
            SQL("({query}) AS {name}").format(query=query, name=Identifier(name))
            for name, query in columns.items()
        )
        asked = SQL("SELECT accounts_state.*, {listed} FROM accounts_state WHERE code = %(state)s")
        return asked.format(listed=listed).as_string()


PLAIN = Asked()
