"""Facts that hold from a day on: the base of most kinds of setting, and their coming into force."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.changes.kinds import Kind, Row, Unacceptable, Value, all_kinds
from accounts.changes.models import Change
from accounts.changes.services import today_in
from accounts.models import Institution
from accounts.settings.models import Setting
from common.languages import clean_text, format_date, months_here

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SOURCE = 500  # characters


def origin(after: Value, *, needed: bool) -> dict[str, str]:
    """Where a fact was read and when that was current. Raises `Unacceptable` where it must be said."""
    source = clean_text(str(after.get("source", "")))
    if needed and not source:
        raise Unacceptable(_("Say where this was read: a law, a decree, a letter, with its date."), "source")
    if len(source) > SOURCE:
        raise Unacceptable(_("The source is too long."), "source")
    return {"source": source, "as_of": str(after.get("as_of") or "")}


def origin_rows(before: Value, after: Value) -> list[Row]:
    """Source and date of a fact as lines of the preview."""
    return [
        Row(_("Source"), str(before.get("source", "")), str(after.get("source", ""))),
        Row(_("As of"), day_words(before.get("as_of")), day_words(after.get("as_of"))),
    ]


def day_words(day: str | None) -> str:
    """A date kept as 2026-11-21 in words, its month as the state calls it (see `days_of`); "" for none."""
    language = (get_language() or "ar")[:2]
    return format_date(date.fromisoformat(day), language=language, months=months_here()) if day else ""


class Fact(Kind):
    """A fact kept as {"value": …, "source": "…", "as_of": "2026-11-21"} in dated rows."""

    needs_source: ClassVar[bool] = True

    def shipped(self, state: str, target: str) -> Value:
        """What holds while no row says anything else."""
        raise NotImplementedError

    def clean_value(self, state: str, target: str, value: Any) -> Any:
        """The bare value as it is kept. Raises `Unacceptable`."""
        return value

    def settle(self, row: Setting) -> None:
        """Copy what holds from today to where it is read."""
        raise NotImplementedError

    def words(self, value: Any) -> str:
        """The bare value in the page's language."""
        return str(value)

    def current(self, state: str, target: str, on: date) -> Value:
        row = (
            Setting.objects.filter(state=state, name=self.code, subject=target, valid_from__lte=on)
            .order_by("-valid_from")
            .first()
        )
        if row is None:
            return self.shipped(state, target)
        as_of = row.as_of.isoformat() if row.as_of else ""
        return {"value": row.value, "source": row.source, "as_of": as_of}

    def clean(self, state: str, target: str, after: Value) -> Value:
        value = self.clean_value(state, target, after["value"])
        return {"value": value, **origin(after, needed=self.needs_source)}

    def apply(self, change: Change) -> None:
        after = change.after
        Setting.objects.update_or_create(
            state=change.state,
            name=self.code,
            subject=change.target,
            valid_from=change.holds_from,
            defaults={
                "value": after["value"],
                "source": after["source"],
                "as_of": after["as_of"] or None,
                "is_settled": False,
            },
        )
        settle_due(change.state, now=change.applied_at or timezone.now())

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        lines = [Row(self.name, self.words(before["value"]), self.words(after["value"]))]
        return lines + (origin_rows(before, after) if self.needs_source else [])


class OfInstitution(Fact):
    """A fact of one institution; the target is its code."""

    def institution(self, state: str, target: str) -> Institution:
        found = Institution.objects.filter(state=state, code=target).first()
        if found is None:
            raise Unacceptable(_("There is no such institution in this state."))
        return found

    def clean(self, state: str, target: str, after: Value) -> Value:
        self.institution(state, target)
        return super().clean(state, target, after)

    def titles(self, targets: Iterable[str]) -> "Mapping[str, StrOrPromise]":
        wanted = list(targets)
        names = {row.code: row.name for row in Institution.objects.filter(code__in=wanted)}
        return {
            target: _("%(what)s: %(whose)s") % {"what": self.name, "whose": names.get(target, target)}
            for target in wanted
        }


@transaction.atomic
def settle_due(state: str, *, now: datetime) -> int:
    """Copy every row whose day has come to where it is read. Returns how many there were; repeatable."""
    kinds = {kind.code: kind for kind in all_kinds() if isinstance(kind, Fact)}
    due = Setting.objects.select_for_update().filter(
        state=state, is_settled=False, valid_from__lte=today_in(state, now)
    )
    rows = list(due.order_by("valid_from", "pk"))
    for row in rows:
        kinds[row.name].settle(row)
    Setting.objects.filter(pk__in=[row.pk for row in rows]).update(is_settled=True)
    return len(rows)


def settled(state: str, name: str) -> set[str]:
    """Subjects of which the state's people have said something themselves."""
    return set(Setting.objects.filter(state=state, name=name).values_list("subject", flat=True))
