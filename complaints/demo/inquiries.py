"""Three invented inquiries after somebody who is held: asked, answered that they are not held, found.

They are in no total of complaints or requests, so that no figure of a report moves.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from complaints.casework.services import Given
from complaints.demo import script
from complaints.demo.replay import submission_key
from complaints.demo.script import COMPLAINANT, Script, Told
from complaints.intake.submission import Submission
from complaints.vocabulary import Matter, Mode, Whereabouts

FIRST = 1_000_000  # far beyond the numbers of the stories

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
    (COMPLAINANT, "confirm_found", 26, Given(message="زرناه اليوم وهو بخير.")),
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
    keys = (submission_key(seed, FIRST + number) for number in range(len(INQUIRIES)))
    made = [script.happen(_script(one), key=key, now=now) for one, key in zip(INQUIRIES, keys, strict=True)]
    return len([case for case in made if case])


def _script(inquiry: Inquiry) -> Script:
    """The head gives it to a reviewer at once."""
    holder = Given(person=script.user("nhri", inquiry.state).pk)
    return Script(_submission(inquiry), inquiry.ago, (("head", "assign", 0, holder), *inquiry.told))


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
