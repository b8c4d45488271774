"""Three invented inquiries after somebody who is held: asked, answered that they are not held, found.

They are in no total of complaints or requests, so that no figure of a report moves.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts import demo as people
from accounts.actor import Actor, receipt, staff
from accounts.models import User
from common import receipts, tenancy
from complaints.casework.services import Given, advance
from complaints.demo.replay import submission_key
from complaints.intake.services import lookup, submit
from complaints.intake.submission import Submission
from complaints.models import Receipt
from complaints.vocabulary import Matter, Mode, Whereabouts

FIRST = 1_000_000  # far beyond the numbers of the stories
Told = tuple[tuple[str, str, int, Given], ...]  # who, what, hours after filing, with what

SEARCHED: Told = (("nhri", "begin_search", 3, Given(message="بدأ البحث، وسُئلت الوزارة عن مكانه.")),)
NOT_HELD: Told = (
    *SEARCHED,
    (
        "supervisor",
        "report_whereabouts",
        20,
        Given(whereabouts=Whereabouts.NOT_HELD, message="ليس محتجزاً لدينا."),
    ),
)
FOUND: Told = (
    *SEARCHED,
    (
        "supervisor",
        "report_whereabouts",
        15,
        Given(whereabouts=Whereabouts.HELD, message="محتجز في مركز شرطة."),
    ),
    ("complainant", "confirm_found", 26, Given(message="زرناه اليوم وهو بخير.")),
)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One of them: where, how long ago it was asked, in which words, what came of it."""

    state: str
    ago: timedelta
    words: str
    told: Told


INQUIRIES = (
    Inquiry(
        "BH", timedelta(hours=5), "خرج أخي من العمل مساء أمس ولم يعد، وقيل لنا إن دورية أوقفته.", SEARCHED
    ),
    Inquiry("EG", timedelta(hours=30), "أُخذ ابني من المقهى قبل يومين ولا نعرف إلى أين.", NOT_HELD),
    Inquiry("BH", timedelta(days=12), "لم يتصل زوجي منذ أوقفوه عند نقطة التفتيش.", FOUND),
)


def load(*, seed: int, now: datetime) -> int:
    """Let them happen as far as they have not yet. Returns how many are new."""
    return sum(
        _happen(inquiry, submission_key(seed, FIRST + number), now)
        for number, inquiry in enumerate(INQUIRIES)
    )


@transaction.atomic
def _happen(inquiry: Inquiry, key: bytes, now: datetime) -> int:
    code = receipts.code_for(key, secret=bytes.fromhex(settings.RECEIPT_SECRET))
    if Receipt.objects.filter(lookup=lookup(code)).exists():
        return 0
    asked = now - inquiry.ago
    submit(sent=_submission(inquiry), key=key, now=asked)
    case = Receipt.objects.values_list("case", flat=True).get(lookup=lookup(code))
    family = receipt(state=inquiry.state, case=case, seed=receipts.reader_seed(code))
    with tenancy.within(inquiry.state):
        holder = Given(person=_user("nhri", inquiry.state).pk)
        advance(case=case, action="assign", by=_staff("head", inquiry.state), now=asked, given=holder)
        for who, action, hours, given in inquiry.told:
            by = family if who == "complainant" else _staff(who, inquiry.state)
            advance(case=case, action=action, by=by, now=asked + timedelta(hours=hours), given=given)
    return 1


def _submission(inquiry: Inquiry) -> Submission:
    return Submission(
        state=inquiry.state,
        mode=Mode.NAMED,
        matter=Matter.CUSTODY,
        narrative=inquiry.words,
        language="ar",
        name="عائلة في العرض التجريبي",
        held=True,
        may_tell=True,
    )


def _user(account: str, state: str) -> User:
    return User.objects.get(email=people.address(account, state))


def _staff(account: str, state: str) -> Actor:
    return staff(_user(account, state))
