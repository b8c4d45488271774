"""Six invented cases by which somebody trying the site meets what is rare: an event that three people complain of,
a complainant who has the name kept back afterwards, a request that became a complaint, a caller at the desk.
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from accounts.models import Governorate
from common import tenancy
from complaints.casework.services import Given, advance
from complaints.demo import script
from complaints.demo.replay import submission_key
from complaints.demo.script import COMPLAINANT, Script
from complaints.intake.submission import Submission
from complaints.models import Complaint
from complaints.vocabulary import (
    AssistanceKind,
    Category,
    Channel,
    Gender,
    Handed,
    Matter,
    Mode,
    ReadBack,
    Source,
)

STATE = "BH"
FIRST = 1_100_000  # far beyond the numbers of the stories and of the inquiries
EVENT_AGO = timedelta(days=9)
EVENT = "تفريق تجمّع قرب سوق المحرّق (تجريبي)"
SQUARE = "BH-15"
GATHERED = 3  # who speak of it


def load(*, seed: int, now: datetime) -> int:
    """Let them happen as far as they have not yet. Returns how many are new."""
    scripts = (*_gathering(now), _known_then_kept_back(), _became_a_complaint(), _by_telephone(now))
    made = [
        script.happen(one, key=submission_key(seed, FIRST + number), now=now)
        for number, one in enumerate(scripts)
    ]
    gathering = [case for case in made[:GATHERED] if case]
    if len(gathering) == GATHERED:
        _link(gathering, now)
    return len([case for case in made if case])


def _sent(mode: Mode, narrative: str, **more: object) -> Submission:
    return Submission(
        state=STATE,
        mode=mode,
        narrative=narrative,
        language="ar",
        **{"matter": Matter.COMPLAINT, **more},  # type: ignore[arg-type]  # fields by name
    )


def _gathering(now: datetime) -> tuple[Script, ...]:
    """Three people who do not know each other, about the same evening."""
    sent = partial(
        _sent,
        categories=(Category.ASM, Category.FRC),
        service="police",
        governorate=Governorate.objects.get(code=SQUARE).pk,
        happened_from=(now - EVENT_AGO).date(),
    )
    one = sent(
        Mode.NAMED,
        "كنت في التجمّع قرب السوق مساءً، وفُرّق بالقوة من دون إنذار، وأُصبت في كتفي.",
        name="نورة تجربة",
        gender=Gender.FEMALE,
    )
    two = sent(
        Mode.CONFIDENTIAL,
        "كنت أمرّ قرب السوق عائداً من العمل حين بدأ التفريق، فضُربت على ظهري.",
        name="سالم تجربة",
        gender=Gender.MALE,
    )
    three = sent(Mode.ANONYMOUS, "رأيت من نافذتي تفريق التجمّع، وضُرب من لم يقاوم.", source=Source.OTHER)
    ago = (timedelta(days=8), timedelta(days=7), timedelta(days=5))
    return tuple(Script(words, since, ()) for words, since in zip((one, two, three), ago, strict=True))


def _link(cases: list[UUID], now: datetime) -> None:
    """The institution sees that the three speak of one evening, and keeps them together for itself."""
    head = script.actor("head", STATE)
    about = {
        "title": EVENT,
        "governorate": Governorate.objects.get(code=SQUARE).pk,
        "happened_on": (now - EVENT_AGO).date(),
    }
    with tenancy.within(STATE):
        first = Complaint.objects.get(pk=cases[0])
        named = [Given(**about), *[Given(other_case=first.reference)] * (len(cases) - 1)]  # type: ignore[arg-type]
        for hours, (case, given) in enumerate(zip(cases, named, strict=True)):
            at = now - timedelta(days=2, hours=len(cases) - hours)
            advance(case=case, action="link_event", by=head, now=at, given=given)


def _known_then_kept_back() -> Script:
    """Named at first; once the complainant is afraid, the ministry loses the name and the case."""
    sent = _sent(
        Mode.NAMED,
        "منعني موظف المعبر من السفر وسخر مني أمام الناس، ولم يذكر سبباً.",
        categories=(Category.TRV, Category.DGN),
        service="border_guard",
        name="مريم تجربة",
        gender=Gender.FEMALE,
    )
    told = (
        ("supervisor", "assign", 20, Given(person=script.user("reviewer", STATE).pk)),
        ("reviewer", "acknowledge", 26, Given()),
        (COMPLAINANT, "change_mode", 50, Given(mode=Mode.CONFIDENTIAL)),
    )
    return Script(sent, timedelta(days=6), told)


def _became_a_complaint() -> Script:
    """Asked for help first, and told more once somebody answered."""
    sent = _sent(
        Mode.NAMED,
        "أطلب زيارة طبية لأخي المحتجز، فهو مريض بالسكري.",
        matter=Matter.ASSISTANCE,
        assistance_kind=AssistanceKind.MEDICAL_VISIT,
        source=Source.FAMILY,
        service="prisons",
        held=True,
        name="هادي تجربة",
    )
    told = (
        ("supervisor", "assign", 3, Given(person=script.user("reviewer", STATE).pk)),
        ("reviewer", "accept", 6, Given()),
        (
            COMPLAINANT,
            "convert",
            60,
            Given(categories=(Category.MED,), reason="مُنع عنه الدواء أسبوعاً عقاباً له، وأريد أن يُبحث ذلك."),
        ),
    )
    return Script(sent, timedelta(days=10), told)


def _by_telephone(now: datetime) -> Script:
    """Written down by a clerk of the institution, read back, and the code read to the caller."""
    sent = _sent(
        Mode.CONFIDENTIAL,
        "اتصلت والدة تقول إن ابنها أُوقف مرتين في الشارع وأُهين، وتخشى أن يُعرف اسمها.",
        categories=(Category.DGN,),
        service="police",
        source=Source.FAMILY,
        channel=Channel.PHONE,
        name="سعاد تجربة",
        gender=Gender.MALE,
        received_on=(now - timedelta(days=1)).date(),
        read_back=ReadBack.AGREED,
    )
    return Script(sent, timedelta(days=1), (), clerk="intake", handed=Handed.READ)
