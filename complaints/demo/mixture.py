"""The mixture of 400 cases: which plots, where they end, how long ago their last step lies, how often."""

from collections.abc import Callable
from dataclasses import dataclass

from complaints.demo import plots
from complaints.demo.telling import Telling
from complaints.vocabulary import Rejection, Stage

ANY_TIME = (0, 10_000)
# What the narrative must be. free: neither grave nor danger nor held; named_light: led by the ministry.
ANY, GRAVE, LIGHT, FREE, HELD = "any", "grave", "light", "free", "held"
NAMED_LIGHT = "named_light"


@dataclass(frozen=True, slots=True)
class Plot:
    """A story to tell. `often` is of 400 cases: named, confidential, anonymous."""

    name: str
    tell: Callable[[Telling], None]
    stage: Stage
    often: tuple[int, int, int]
    since: tuple[int, int] = ANY_TIME  # days between the last step (or filing) and today
    needs: str = ANY
    rejected: str = ""  # the code whose narratives it tells


COMPLAINTS = (
    Plot("received", plots.assigned_only, Stage.RECEIVED, (4, 2, 1), (1, 4)),
    Plot("received_overdue", plots.overdue, Stage.RECEIVED, (3, 2, 1), (8, 16)),
    Plot("screening", plots.screening, Stage.SCREENING, (3, 2, 1), (1, 8)),
    Plot("screening_late", plots.screening, Stage.SCREENING, (2, 1, 0), (16, 26)),
    Plot("needs_information", plots.needs_information, Stage.NEEDS_INFORMATION, (3, 2, 1), (2, 35)),
    Plot("investigating", plots.investigating, Stage.INVESTIGATING, (6, 3, 1), (2, 60)),
    Plot("investigating_late", plots.investigating_late, Stage.INVESTIGATING, (4, 3, 1), (75, 150)),
    Plot("suspended", plots.suspended, Stage.INVESTIGATING, (1, 0, 0), (5, 60)),
    Plot("court_then_decided", plots.resumed_allegation, Stage.CLOSED, (1, 0, 0)),
    Plot("awaiting_answer", plots.awaiting, Stage.AWAITING_ANSWER, (3, 2, 1), (2, 20)),
    Plot("silence_25", plots.awaiting, Stage.AWAITING_ANSWER, (2, 2, 1), (35, 42)),
    Plot("silence_45", plots.awaiting, Stage.AWAITING_ANSWER, (2, 2, 1), (62, 80)),
    Plot("silence_then_decided", plots.silence, Stage.CLOSED, (2, 2, 1)),
    Plot("decided", plots.decided, Stage.DECIDED, (5, 3, 1), (2, 50)),
    Plot("remedying", plots.remedying, Stage.REMEDYING, (4, 2, 1), (3, 55)),
    Plot("remedying_late", plots.remedying, Stage.REMEDYING, (2, 1, 0), (92, 130)),
    Plot("remedied", plots.remedied, Stage.CLOSED, (9, 6, 2)),
    Plot("closed", plots.closed, Stage.CLOSED, (11, 6, 2)),
    Plot("unimplemented", plots.unimplemented, Stage.CLOSED, (2, 1, 1)),
    Plot("settled", plots.settled, Stage.CLOSED, (5, 2, 0), needs=LIGHT),
    Plot("no_reply", plots.no_reply, Stage.CLOSED, (3, 1, 1), needs=FREE),
    Plot("went_on_without_answer", plots.went_on_without_answer, Stage.INVESTIGATING, (1, 1, 0), (3, 40)),
    *(
        Plot(f"inadmissible_{code}", plots.inadmissible(code), Stage.INADMISSIBLE, often, rejected=str(code))
        for code, often in (
            (Rejection.OUTSIDE_JURISDICTION, (2, 1, 1)),
            (Rejection.NO_SECURITY_SERVICE, (2, 1, 0)),
            (Rejection.BEFORE_COURT, (1, 1, 0)),
            (Rejection.ALREADY_DECIDED, (1, 1, 0)),
            (Rejection.ANONYMOUS_UNWORKABLE, (0, 0, 2)),
            (Rejection.ABUSIVE, (1, 0, 0)),
        )
    ),
    Plot("rejection_overturned", plots.rejection_overturned, Stage.INVESTIGATING, (1, 0, 0), (3, 60), LIGHT),
    Plot("withdrawn", plots.withdrawn, Stage.WITHDRAWN, (2, 2, 1)),
    Plot("withdrawn_in_detention", plots.withdrawn, Stage.WITHDRAWN, (1, 1, 0), needs=HELD),
    Plot("resumed", plots.resumed, Stage.INVESTIGATING, (1, 1, 0), (3, 60)),
    Plot("ex_officio", plots.ex_officio, Stage.INVESTIGATING, (1, 2, 1), (3, 60), GRAVE),
    Plot("merged", plots.merged, Stage.MERGED, (1, 1, 1)),
    Plot("unmerged", plots.unmerged, Stage.SCREENING, (1, 0, 0)),
    Plot("referred", plots.referred, Stage.REFERRED, (3, 1, 1), (3, 90)),
    Plot("reported_back", plots.reported_back, Stage.DECIDED, (1, 1, 0), (2, 50)),
    Plot("taken_back", plots.taken_back, Stage.SCREENING, (1, 0, 0), (1, 10)),
    Plot("referral_closed", plots.referral_closed, Stage.CLOSED, (2, 1, 1), needs=LIGHT),
    Plot("reopened", plots.reopened, Stage.INVESTIGATING, (1, 1, 1), (3, 70)),
    Plot("under_review", plots.under_review, Stage.UNDER_REVIEW, (3, 2, 1), (2, 26)),
    Plot("review_upheld", plots.upheld, Stage.CLOSED, (2, 2, 1)),
    Plot("review_overturned", plots.overturned, Stage.CLOSED, (2, 1, 1)),
    Plot("review_reinvestigated", plots.reinvestigated, Stage.INVESTIGATING, (1, 1, 0), (3, 60)),
    Plot("sent_to_review", plots.sent_to_review, Stage.UNDER_REVIEW, (1, 0, 0), (2, 26), NAMED_LIGHT),
)
ASSISTANCE = (
    Plot("help_received", plots.nothing, Stage.RECEIVED, (8, 2, 1), (1, 4)),
    Plot("help_received_late", plots.overdue, Stage.RECEIVED, (3, 1, 0), (8, 14)),
    Plot("being_helped", plots.being_helped, Stage.INVESTIGATING, (13, 4, 2), (1, 9)),
    Plot("being_helped_late", plots.being_helped, Stage.INVESTIGATING, (5, 1, 0), (16, 40)),
    Plot("helped", plots.helped, Stage.CLOSED, (92, 13, 6)),
    Plot("helped_late", plots.helped_late, Stage.CLOSED, (12, 2, 1)),
    Plot("not_helped", plots.not_helped, Stage.CLOSED, (11, 2, 1)),
    Plot("converted", plots.converted, Stage.CLOSED, (4, 1, 0)),
    Plot("help_withdrawn", plots.help_withdrawn, Stage.WITHDRAWN, (3, 1, 0)),
    Plot("help_needs_information", plots.help_needs_information, Stage.NEEDS_INFORMATION, (2, 1, 0), (2, 20)),
)
