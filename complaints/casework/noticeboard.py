"""Notices in the site: what kinds there are, which are unread, a page at a time."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor
from common import keyset
from complaints import deadlines
from complaints.casework.selectors import notices_of
from complaints.models import Notice
from record.models import Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise, StrPromise

ORDER = ("-at", "-pk")
# What a notice is about, by the step that caused it; every other step is work on the file.
KINDS: dict[str, frozenset[str]] = {
    "deadline": frozenset({"overdue"}),
    "assignment": frozenset({"assign", "ask_for", "handed_over", "exclude", "lift_exclusion"}),
    "complainant": frozenset(
        {
            *("submit", "register", "from_request", "write", "answer", "add_evidence", "change_mode"),
            *("withdraw", "ask_withdrawal", "consent_to_release", "settle", "resume", "request_review"),
            *("report_reprisal", "answer_safety", "confirm_found", "confirm_freed", "search_again"),
        }
    ),
    "institution": frozenset(
        {
            *("request_answer", "give_answer", "proceed_on_silence", "release", "override_route"),
            *("recommend_remedy", "order_remedy", "report_implemented", "confirm_remedy"),
            *("close_unimplemented", "send_to_review", "report_whereabouts", "correct_place"),
        }
    ),
    "decision": frozenset(
        {
            *("propose_rejection", "reject", "propose_finding", "approve_findings", "notify_outcome"),
            *("uphold", "overturn", "close", "reopen"),
        }
    ),
}
LABELS: dict[str, "StrPromise"] = {
    "": _("All kinds"),
    "deadline": _("Deadlines"),
    "assignment": _("Who holds what"),
    "complainant": _("From complainants"),
    "institution": _("Between institutions"),
    "decision": _("Proposals and decisions"),
    "work": _("Work on the file"),
}
_KNOWN = frozenset().union(*KINDS.values())


def kind_of(what: str) -> str:
    """The kind of a step's notices."""
    return next((kind for kind, steps in KINDS.items() if what in steps), "work")


def listed(actor: Actor, *, kind: str = "", unread: bool = False) -> QuerySet[Notice]:
    """One's own notices, and those of colleagues one stands in for."""
    rows = notices_of(actor)
    if unread:
        rows = rows.filter(read_at=None)
    if kind in KINDS:
        return rows.filter(what__in=sorted(KINDS[kind]))
    return rows.exclude(what__in=sorted(_KNOWN)) if kind == "work" else rows


def page(actor: Actor, *, kind: str, unread: bool, data: Mapping[str, str]) -> keyset.Page[Notice]:
    """One page, the newest first."""
    rows = listed(actor, kind=kind, unread=unread).select_related("complaint")
    return keyset.page(rows, by=ORDER, data=data)


def passed(notices: Iterable[Notice]) -> dict[str, "StrOrPromise"]:
    """Which deadline passed, by the cause of the notices that tell of one: several may pass in a case at once."""
    rows = [row for row in notices if row.what == "overdue"]
    if not rows:
        return {}
    told = Entry.objects.filter(state=rows[0].state, pk__in=[int(row.cause) for row in rows])
    return {str(row.pk): deadlines.Clock(json.loads(row.details)["clock"]).label for row in told}


def mark(actor: Actor, *, named: str = "", is_read: bool = True, now: datetime) -> int:
    """Mark one's own notices: the one named by its number, else all. Returns how many changed."""
    rows = notices_of(actor).filter(read_at__isnull=is_read)
    if named:
        known = named.isascii() and named.isdigit() and len(named) < 19
        rows = rows.filter(pk=int(named)) if known else rows.none()
    return rows.update(read_at=now if is_read else None)
