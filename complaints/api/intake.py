"""Filing by a program: its body checked as the one-page form checks what a person types, then registered."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.actor import Actor
from accounts.changes.services import today_in
from common import tenancy
from common.api.bodies import as_form, read
from common.api.problems import Fault, Problem, faults_of_form
from common.languages import clean_text
from complaints.api import shapes
from complaints.intake import selectors
from complaints.intake.forms import ShortForm
from complaints.intake.registering import keyed
from complaints.intake.registering.services import Recused
from complaints.intake.services import Filed, NotReceived
from complaints.intake.submission import Submission
from complaints.vocabulary import Consent, Matter, Mode, ReadBack, Source

TYPED = ("mode", "matter", "narrative", "categories", "danger", "name", "email", "phone")  # on one page too
AS_SENT = (
    *("source", "channel", "received_on", "read_back", "held", "assistance_kind", "gender", "service"),
    *("governorate", "people_concerned", "independent_only", "relationship", "consent", "no_consent"),
    *("happened_from", "happened_until"),
)
WORDS = ("incoming", "safe_contact", "wish")


def file(request: Request, *, by: Actor, now: datetime) -> tuple[Filed, bool]:
    """File what was sent, once for its key. The other value: whether a receipt is given to somebody."""
    key = request.headers.get("Idempotency-Key", "")
    if not keyed.KEY.fullmatch(key):
        raise Problem(
            "invalid", errors=[Fault("Idempotency-Key", _("16 to 128 visible characters are needed."))]
        )
    said = read(shapes.Intake, request.data)
    with tenancy.within(by.state):
        sent = _submission(said, by, now)
    try:
        filed = keyed.register_once(
            sent=sent, key=key, secret=_secret(request), body=_body(request.data), by=by, now=now
        )
    except keyed.OtherBody:
        raise Problem("key_reused") from None
    except keyed.Over as over:
        raise Problem("filed", reference=over.reference) from None
    except NotReceived as refused:
        raise Problem("invalid", str(refused.refusal.label), [_refused(refused)]) from None
    except Recused:
        raise Problem("forbidden") from None
    return filed, said["source"] != Source.OWN_INITIATIVE


def _secret(request: Request) -> str:
    """What the sender alone has of the token; of a session nothing lasts long enough."""
    return str(request.META.get("HTTP_AUTHORIZATION", "")).partition(" ")[2].strip()


def _body(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def _refused(refused: NotReceived) -> Fault:
    name = ShortForm.refused_at.get(refused.refusal, "")
    return Fault(f"#/{name}" if name else "#", str(refused.refusal.label))


def _submission(said: Mapping[str, Any], by: Actor, now: datetime) -> Submission:
    typed = {name: said[name] for name in TYPED} | {"state": by.state}
    form = ShortForm(as_form(typed), places=selectors.places())
    faults = faults_of_form(form) + list(_faults(said, by, now))
    if faults:
        raise Problem("invalid", errors=faults)
    more = {name: said[name] for name in AS_SENT} | {name: clean_text(said[name]) for name in WORDS}
    return replace(
        form.submission(said["language"]), circumstances=tuple(dict.fromkeys(said["circumstances"])), **more
    )


def _faults(said: Mapping[str, Any], by: Actor, now: datetime) -> Any:
    """What no single field can tell, in the order of the body."""
    if said["received_on"] > today_in(by.state, now):
        yield Fault("#/received_on", _("This day has not come yet."))
    if (said["source"] == Source.OWN_INITIATIVE) is not (said["read_back"] == ReadBack.NOT_NEEDED):
        yield Fault("#/read_back", _("This answer belongs to what nobody brought, and to that alone."))
    if said["assistance_kind"] and said["matter"] != Matter.ASSISTANCE:
        yield Fault("#/assistance_kind", _("Only a request for assistance has a kind."))
    if (said["consent"] == Consent.IMPOSSIBLE) is not bool(said["no_consent"]):
        yield Fault(
            "#/no_consent", _("A reason is given where the person could not be asked, and only there.")
        )
    if said["mode"] == Mode.ANONYMOUS and said["safe_contact"]:
        yield Fault("#/safe_contact", _("Without a name, nothing that says who the person is is kept."))
    yield from _when(said)
    yield from _where(said, by)


def _when(said: Mapping[str, Any]) -> Any:
    first, last = said["happened_from"], said["happened_until"]
    if first and first > said["received_on"]:
        yield Fault("#/happened_from", _("This day lies after the day on which it came in."))
    if last and (first is None or last < first):
        yield Fault("#/happened_until", _("The last day lies before the first, or the first is missing."))


def _where(said: Mapping[str, Any], by: Actor) -> Any:
    place = selectors.place_of(by.state, selectors.places())
    ground = selectors.ground(by.state)
    if said["governorate"] and said["governorate"] not in {row.pk for row in ground.governorates}:
        yield Fault("#/governorate", _("There is no such place in this state."))
    if said["service"] and (place is None or said["service"] not in place.bodies.supervised):
        yield Fault("#/service", _("There is no such service in this state."))
