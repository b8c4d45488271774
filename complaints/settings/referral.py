"""Bodies outside this procedure that can help: entering one, changing what is said of it, closing it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.answering import ReferralBody
from accounts.changes.kinds import Row, Unacceptable, Value
from accounts.models import State
from accounts.settings.facts import Fact, origin_rows
from accounts.settings.institutions import clean_names, name_rows
from accounts.settings.models import Setting
from accounts.settings.sections import Section, Status, Thing
from accounts.settings.units import NEW
from common.languages import clean_text, digits
from complaints.settings.forms import ReferralForm
from complaints.vocabulary import AssistanceKind, Category

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WORDS = 300  # characters of what a body helps with
PHONE, WEBSITE = 40, 200
NO_BODY: dict[str, Any] = {
    **dict.fromkeys(("ar", "en", "helps_ar", "helps_en", "phone", "website"), ""),
    "categories": [],
    "assistance_kinds": [],
    "outside_security": False,
    "is_closed": False,
}


class ReferralFacts(Fact):
    """What is said of one body; the target is its code, which for a new one is not taken yet."""

    code = "referral_body"
    name = gettext_lazy("Referral body")
    applies_to = gettext_lazy(
        "Pages about the state and about help, and referrals made, from that day on."
        " Cases already referred keep the name they were referred to."
    )

    def titles(self, targets: Iterable[str]) -> "Mapping[str, StrOrPromise]":
        wanted = list(targets)
        names = {row.code: row.name for row in ReferralBody.objects.filter(code__in=wanted)}
        return {
            target: _("Referral body: %(body)s") % {"body": names.get(target, target)} for target in wanted
        }

    def shipped(self, state: str, target: str) -> Value:
        row = ReferralBody.objects.filter(state=state, code=target).first()
        if row is None:
            return {"value": dict(NO_BODY), "source": "", "as_of": ""}
        as_of = row.as_of.isoformat() if row.as_of else ""
        return {"value": _facts_of(row), "source": row.source, "as_of": as_of}

    def clean(self, state: str, target: str, after: Value) -> Value:
        known = ReferralBody.objects.filter(code=target).values_list("state", flat=True).first()
        if known not in (None, state) or not target or slugify(target) != target:
            raise Unacceptable(_("There is another body with this name."), "en")
        clean = super().clean(state, target, after)
        if not clean["as_of"]:
            raise Unacceptable(_("Say when that was current: contacts change."), "as_of")
        return clean

    def clean_value(self, state: str, target: str, value: Any) -> dict[str, Any]:
        clean = {
            **clean_names(value),
            **{name: _sentence(value, name) for name in ("helps_ar", "helps_en")},
            "phone": _phone(str(value.get("phone", ""))),
            "website": _website(str(value.get("website", ""))),
            "categories": _of_list(value, "categories", Category.values),
            "assistance_kinds": _of_list(value, "assistance_kinds", AssistanceKind.values),
            "outside_security": bool(value.get("outside_security")),
            "is_closed": bool(value.get("is_closed")),
        }
        if not (clean["phone"] or clean["website"] or clean["is_closed"]):
            raise Unacceptable(_("Say how to reach it: a telephone number or a website."), "phone")
        return clean

    def settle(self, row: Setting) -> None:
        value = row.value
        facts = {name: value[name] for name in NO_BODY if name not in ("ar", "en", "is_closed")}
        ReferralBody.objects.update_or_create(
            code=row.subject,
            state=row.state,
            defaults={
                **facts,
                "name_ar": value["ar"],
                "name_en": value["en"],
                "is_active": not value["is_closed"],
                "source": row.source,
                "as_of": row.as_of,
            },
        )

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        was, will = before["value"], after["value"]
        plain = {
            "helps_ar": _("What it helps with, in Arabic"),
            "helps_en": _("What it helps with, in English"),
            "phone": _("Telephone"),
            "website": _("Website"),
        }
        return [
            *name_rows(was, will),
            *(Row(label, str(was[name]), str(will[name])) for name, label in plain.items()),
            Row(_("Matters it helps with"), _matters(was), _matters(will)),
            Row(
                _("Takes what concerns no security service"),
                _yes(was["outside_security"]),
                _yes(will["outside_security"]),
            ),
            Row(_("Closed"), _yes(was["is_closed"]), _yes(will["is_closed"])),
            *origin_rows(before, after),
        ]


class ReferralSection(Section):
    kind_code, group = "referral_body", "institutions"
    title = gettext_lazy("Referral bodies")
    intro = gettext_lazy(
        "Public bodies outside this procedure that can help. They stand on the state’s page and on the pages about"
        " help, and are offered where a case is referred."
    )
    form = ReferralForm
    may_add = True

    def things(self, state: State, today: date) -> list[Thing]:
        return [_thing(row) for row in ReferralBody.objects.filter(state=state.code)]

    def find(self, state: State, target: str, today: date) -> Thing | None:
        if target == NEW:
            return Thing(NEW, _("A new body"))
        row = ReferralBody.objects.filter(state=state.code, code=target).first()
        return _thing(row) if row else None

    def status(self, things: Iterable[Thing]) -> Status:
        listed = list(things)
        if not listed:
            return Status("not_started", _("to do"), _("No referral body is entered yet."))
        if any(thing.to_do for thing in listed):
            return super().status(listed)
        words = ngettext("%(number)s body", "%(number)s bodies", len(listed)) % {"number": len(listed)}
        return Status("reached", words)


def _thing(row: ReferralBody) -> Thing:
    reached = row.phone or row.website
    to_do = (
        ""
        if reached or not row.is_active
        else _("Nobody said how to reach it: %(body)s.") % {"body": row.name}
    )
    return Thing(row.code, row.name, reached if row.is_active else _("closed"), to_do)


def _facts_of(row: ReferralBody) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in NO_BODY if name not in ("ar", "en", "is_closed")}
    return {**facts, "ar": row.name_ar, "en": row.name_en, "is_closed": not row.is_active}


def _sentence(value: Value, name: str) -> str:
    words = clean_text(str(value.get(name, "")))
    if not words:
        raise Unacceptable(_("Say in both languages what it helps with."), name)
    if len(words) > WORDS:
        raise Unacceptable(_("This must be at most %(most)s characters.") % {"most": WORDS}, name)
    return words


def _phone(typed: str) -> str:
    number = digits(clean_text(typed), arabic=False)
    if number and not (number.replace(" ", "").removeprefix("+").isdigit() and len(number) <= PHONE):
        raise Unacceptable(_("A telephone number has digits alone."), "phone")
    return number


def _website(typed: str) -> str:
    address = clean_text(typed)
    parts = urlsplit(address)
    if address and not (parts.scheme in ("http", "https") and parts.hostname and len(address) <= WEBSITE):
        raise Unacceptable(_("An address of a website begins with https:// or http://."), "website")
    return address


def _of_list(value: Value, name: str, known: Iterable[str]) -> list[str]:
    chosen = set(value.get(name) or ())
    if chosen - set(known):
        raise Unacceptable(_("Choose one of the list."), name)
    return [code for code in known if code in chosen]


def _matters(value: Value) -> str:
    labels = [
        *(str(Category(code).label) for code in value["categories"]),
        *(str(AssistanceKind(kind).label) for kind in value["assistance_kinds"]),
    ]
    return _(", ").join(labels) or _("anything")


def _yes(value: Any) -> str:
    return _("yes") if value else _("no")
