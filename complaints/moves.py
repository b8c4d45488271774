"""What a row of the workflow is made of: who, where to, what it asks for, which conditions hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from complaints.vocabulary import OPEN, Matter, Stage


class Who(Enum):
    """The part somebody plays in one case, which is not the same as the role they hold."""

    LEAD = auto()  # the reviewer to whom the leading institution assigned it
    APPROVER = auto()  # the lead's supervisor or head
    INDEPENDENT = auto()  # the independent body, or the internal panel where there is none
    HEAD = auto()  # the independent body's head of complaints
    AUTHORITY = auto()  # the supervising authority that answers
    COMPLAINANT = auto()
    MEMBER = auto()  # sat in a session of the committee about it
    REVIEWER = auto()  # who reviews a decision without having taken part in it
    SYSTEM = auto()


class Target(Enum):
    """Where a move leads when that is not one fixed stage."""

    STAY = auto()
    BACK = auto()  # the stage it left when it began to wait


class Ask(Enum):
    """What a move must be given. Each has its field on the desk and its error message."""

    REASON = auto()  # kept with the entry, read by staff
    MESSAGE = auto()  # words the complainant reads
    REJECTION = auto()  # a code of vocabulary.Rejection
    OUTCOME = auto()  # a code of vocabulary.AssistanceOutcome
    FINDINGS = auto()  # a finding for each allegation
    CONSENT = auto()  # the complainant agreed
    ADDRESSEE = auto()  # another body
    REFERENCE = auto()  # the number another body gave it
    OTHER_CASE = auto()  # the reference of another case
    TEXT = auto()  # the text the ministry may read
    PERSON = auto()  # a member of staff
    QUESTION = auto()  # what is asked of the authority
    ANSWER = auto()  # what is answered
    ALLEGATION = auto()  # one of the case's allegations
    CATEGORIES = auto()
    CHOICE = auto()  # which of several targets
    FILES = auto()  # at least one, taken already
    FACTS = auto()  # what became known: circumstances, danger, service, unit
    EVENT = auto()  # another case of the same event, or a title for a new one
    PROCEEDING = auto()  # a statement, session, hearing, power of attorney or medical report
    SATISFACTION = auto()  # answers to the three questions after the end
    SAFETY = auto()  # a code of vocabulary.Safety
    MODE = auto()  # how the complainant wants to be known, with a name where that needs one
    PLACE = auto()  # service, unit and governorate as they turned out to be
    WHEREABOUTS = auto()  # a code of vocabulary.Whereabouts
    DESTINATION = auto()  # another state's institution, here or known by its card
    RECOMMENDATIONS = auto()  # what is to be put right, at least one
    RECOMMENDATION = auto()  # one of the case's recommendations
    STANCE = auto()  # accepted, partly or rejected
    VERDICT = auto()  # carried out or not, as was checked


class Guard(Enum):
    """A condition the case itself must meet."""

    GRAVE = auto()
    NOT_GRAVE = auto()
    NOT_URGENT = auto()  # neither danger nor held
    REMINDED = auto()  # two reminders and 40 working days
    OTHER_THAN_PROPOSER = auto()
    PROPOSED = auto()  # every allegation has a proposed finding
    SILENT = auto()  # the authority has been silent 20 working days
    NOT_FINAL = auto()
    REVIEW_OPEN = auto()  # the time to ask for review has not passed
    CONSENT_GIVEN = auto()  # named and grave: the complainant agreed to release
    NOT_HELD = auto()  # somebody in detention confirms a withdrawal in private
    WITHDRAWAL_ASKED = auto()
    RUN_OUT = auto()  # the time after which the system closes it
    REMEDY_CONFIRMED = auto()  # the complainant's answer, or 20 working days of silence
    OUTCOME_KNOWN = auto()  # or 12 months since referral
    SETTLEMENT_OFFERED = auto()
    REOPENABLE = auto()  # by the lead's approver only if not grave; 2 years, no limit on grave
    RELEASED = auto()  # the authority has a text it may read
    LINKED = auto()  # one's own institution linked it to an event
    EXCLUDED = auto()  # somebody is excluded whose exclusion one may lift
    MINUTES_OPEN = auto()  # minutes of a session wait for this member's agreement
    SAFETY_TOLD = auto()  # what the complainant told of their safety waits to be followed up
    SATISFACTION_OPEN = auto()  # the complainant has not said what they thought of it since it ended
    SAFETY_ASKED = auto()  # the complainant was asked about reprisals and has not answered
    TRANSFER_ASKED = auto()  # the complainant was asked whether it may go to another state's institution
    TRANSFER_AGREED = auto()  # and agreed
    NOT_GONE = auto()  # it did not go, with its complainant's code, to another state's institution here
    NOTICE_DUE = auto()  # the NHRI's five days of preview are over, and the complainant was not told yet


@dataclass(frozen=True, slots=True)
class Move:
    """One row: `action` by one of `who`, from one of `sources`, to one of `targets`."""

    action: str
    sources: frozenset[Stage]
    targets: tuple[Stage | Target, ...]
    who: frozenset[Who]
    asks: tuple[Ask, ...] = ()
    guards: tuple[Guard, ...] = ()
    starts: tuple[str, ...] = ()  # kinds of deadlines.Clock
    stops: tuple[str, ...] = ()
    matters: frozenset[Matter] = frozenset(Matter)

    @property
    def changes_stage(self) -> bool:
        return self.targets != (Target.STAY,)

    def is_of_lead(self, stage: str) -> bool:
        """Whether it is fact-finding that goes on while an answer is awaited; not so when a review waits."""
        everywhere = self.sources >= OPEN
        return stage == Stage.AWAITING_ANSWER and Stage.INVESTIGATING in self.sources and not everywhere


def row(
    action: str,
    sources: Stage | Iterable[Stage],
    target: Stage | Target | tuple[Stage | Target, ...],
    who: Who | tuple[Who, ...],
    *asks: Ask,
    guards: tuple[Guard, ...] = (),
    starts: tuple[str, ...] = (),
    stops: tuple[str, ...] = (),
) -> Move:
    """A row as the table writes it: one or several of everything."""
    return Move(
        action=action,
        sources=frozenset({sources} if isinstance(sources, Stage) else sources),
        targets=target if isinstance(target, tuple) else (target,),
        who=frozenset(who if isinstance(who, tuple) else (who,)),
        asks=asks,
        guards=guards,
        starts=starts,
        stops=stops,
    )
