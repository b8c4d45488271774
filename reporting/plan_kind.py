"""Loading a version of the plan, as a change among others: previewed, signed where weighty, in the public log."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.changes.kinds import Kind, Row, Unacceptable, Value
from accounts.changes.models import Change
from accounts.roles import Permission
from reporting import plan_loading, plan_versions, progress
from reporting.models import REGION, Plan, PlanDraft, PlanStatus
from reporting.nodes import FileRefused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PlanVersion(Kind):
    """Which version of the plan is in force. Value: code, version, status, titles, sha256; `after` names its draft.

    An official text takes two: from then on targets and a status of every state are shown under its name. What
    this site gathered from public sources takes one, as its text claims nothing.
    """

    code = plan_versions.KIND
    name = gettext_lazy("Version of the plan")
    applies_to = gettext_lazy("The plan’s pages and reports from now on. Values entered stay where they are.")

    def current(self, state: str, target: str, on: date) -> Value:
        return _told(progress.current_plan())

    def clean(self, state: str, target: str, after: Value) -> Value:
        draft = PlanDraft.objects.filter(pk=UUID(str(after["draft"]))).first()
        if draft is None:
            raise Unacceptable(_("This file is not here any more."))
        file = plan_versions.read(draft)
        try:
            lines = plan_loading.difference(file, plan_versions.stored(draft))
        except FileRefused as refused:
            raise Unacceptable(refused.mistakes[0]) from refused
        if not lines:
            raise Unacceptable(_("The file says what is in force already. Nothing would change."))
        plan = file.plan
        kept = {name: plan[name] for name in ("code", "version", "status", "title_ar", "title_en")}
        sha256 = plan_loading.digest(file)
        return {**kept, "sha256": sha256, "draft": str(draft.pk), "mapped": len(draft.mapping or {})}

    def apply(self, change: Change) -> None:
        by, now = change.applied_by, change.applied_at
        if now is None:
            raise ValueError("a change is applied at a moment")
        try:
            plan_versions.apply(draft=UUID(change.after["draft"]), by=_signer(by), now=now)
        except FileRefused as refused:  # readings were entered since it was looked at
            raise Unacceptable(refused.mistakes[0]) from refused

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        labels = dict(PlanStatus.choices)

        def status(value: Value) -> str:
            return str(labels.get(value.get("status", ""), ""))

        return [
            Row(_("Version"), before.get("version", ""), after["version"]),
            Row(_("Status of the text"), status(before), status(after)),
            Row(_("Title in Arabic"), before.get("title_ar", ""), after["title_ar"]),
            Row(_("Title in English"), before.get("title_en", ""), after["title_en"]),
            Row(_("Indicators that go on"), "", str(after.get("mapped", 0))),
        ]

    def needs_second(self, before: Value, after: Value) -> bool:
        return bool(after["status"] != PlanStatus.FROM_PUBLIC_SOURCES)

    def may_propose(self, by: Actor, state: str, target: str) -> bool:
        return by.may(Permission.PLAN) and state == REGION

    def may_confirm(self, by: Actor, change: Change) -> bool:
        return change.state == REGION and (by.may(Permission.PLAN) or by.may(Permission.OPEN_STATE))

    def confirmable(self, by: Actor, changes: Iterable[Change]) -> list[Change]:
        return [change for change in changes if self.may_confirm(by, change)]

    def who_confirms(self, state: str, *, weakens: bool) -> "StrOrPromise":
        return _("another analyst of the Secretariat, or the regional administrator")


def _told(plan: Plan | None) -> Value:
    if plan is None:
        return {}
    names = ("code", "version", "status", "title_ar", "title_en", "sha256")
    return {name: getattr(plan, name) for name in names}


def _signer(by: str) -> Actor:
    """Whoever applied the change, by their opaque id: loading asks for nothing else of them."""
    from accounts.actor import Kind as ActorKind

    return Actor(kind=ActorKind.STAFF, id=by, state=REGION)
