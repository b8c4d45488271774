"""A story while it is being told: who leads, what is known, and the steps so far."""

from functools import cache
from random import Random

from complaints.demo.words import messages, pick, reasons
from complaints.vocabulary import GRAVE

Said = dict[str, object]
# Plain strings: members of a TextChoices hash by their names, not by the codes that stand in a case.
_GRAVE = frozenset(category.value for category in GRAVE)
_FORCE = frozenset({"TOR", "DTH", "FRC", "COE", "GBV"})
_PROTECTED = frozenset({"REP", "COE"})
# What a medical report would speak to.
_MEDICAL = frozenset({"TOR", "FRC", "MED", "GBV"})
_ENDS = (
    *["substantiated"] * 5,
    *["partly_substantiated"] * 5,
    *["not_substantiated"] * 7,
    *["no_violation"] * 3,
    *["undetermined"] * 2,
)
_PROVEN = ("substantiated", "partly_substantiated")


class Telling:
    """Collects the steps of one story; each method adds one or a few rows of the workflow."""

    __slots__ = ("cats", "grave", "held", "independent", "kind", "lang", "mode", "rng", "steps")

    def __init__(
        self,
        *,
        rng: Random,
        lang: str,
        mode: str,
        cats: tuple[str, ...],
        grave: bool,
        independent: bool,
        held: bool,
        kind: str = "",
    ) -> None:
        self.rng, self.lang, self.mode, self.cats = rng, lang, mode, cats
        self.grave, self.independent, self.held, self.kind = grave, independent, held, kind
        self.steps: list[tuple[int, str, str, str, Said]] = []

    # Words and chance

    def days(self, least: int, most: int) -> int:
        return least + int(self.rng.random() * (most - least + 1))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def message(self, key: str) -> str:
        return str(pick(messages(self.lang)[key], self.rng))

    def reason(self, key: str) -> str:
        return str(pick(reasons(self.lang)[key], self.rng))

    def ask(self, gap: int) -> str:
        """A question to the complainant that fits the case. Returns its topic, for the answer."""
        main = self.cats[0] if self.cats else ""
        topics = ["time", "witness", "repeated"] if self.cats else ["help"]
        topics += ["medical"] * (main in _MEDICAL) + ["held"] * (self.held and bool(main))
        topic = pick(topics, self.rng)
        words = messages(self.lang)["staff_question"]
        self.lead(gap, "ask_complainant", message=pick(words[topic], self.rng))
        return topic

    def answered(self, gap: int, topic: str) -> None:
        words = messages(self.lang)["complainant_answer"]
        self.complainant(gap, "answer", message=pick(words[topic], self.rng))

    def helped(self, key: str) -> str:
        """What became of a request for assistance, by its kind."""
        table = messages(self.lang)[key]
        return str(pick(table.get(self.kind) or table["general"], self.rng))

    def about(self, key: str) -> str:
        """A question or answer that fits what is alleged."""
        table = reasons(self.lang)[key]
        main = self.cats[0] if self.cats else ""
        return str(pick(table.get(main) or table["general"], self.rng))

    # Who acts

    def lead(self, gap: int, action: str, **said: object) -> None:
        self._add(gap, action, "nhri" if self.independent else "reviewer", "lead", said)

    def approver(self, gap: int, action: str, **said: object) -> None:
        self._add(gap, action, "head" if self.independent else "supervisor", "approver", said)

    def nhri(self, gap: int, action: str, **said: object) -> None:
        self._add(gap, action, "nhri", "independent", said)

    def head(self, gap: int, action: str, **said: object) -> None:
        self._add(gap, action, "head", "head", said)

    def complainant(self, gap: int, action: str, **said: object) -> None:
        self._add(gap, action, "complainant", "complainant", said)

    def authority(self, gap: int, action: str, **said: object) -> None:
        self._add(gap, action, "authority", "authority", said)

    def reviewer(self, gap: int, action: str, **said: object) -> None:
        """Of a decision: the head, or where the head took part an NHRI reviewer who did not."""
        self._add(gap, action, "nhri2" if self.independent else "head", "reviewer", said)

    def system(self, gap: int, action: str, **said: object) -> None:
        self._add(gap, action, "system", "system", said)

    def _add(self, gap: int, action: str, actor: str, who: str, said: Said) -> None:
        self.steps.append((gap, action, actor, who, said))

    # Passages many stories share

    def assigned(self, gap: int) -> None:
        self.approver(gap, "assign", person="nhri" if self.independent else "reviewer")

    def acknowledged(self, *, late: bool = False) -> None:
        self.assigned(self.days(0, 2))
        self.lead(self.days(7, 14) if late else self.days(0, 3), "acknowledge")

    def admitted(self) -> None:
        """Read, kept safe where that is urgent, released where the ministry must answer, and admitted."""
        self.acknowledged(late=self.chance(0.14))
        if self.grave:
            self.lead(0, "preserve_evidence", reason=self.reason("preserve_evidence"))
        if self.independent and self.chance(0.75):
            self.release()
        self.lead(self.days(1, 8), "admit")

    def release(self) -> None:
        """To the ministry, by the NHRI; a named complainant is asked first."""
        if self.mode == "named":
            self.complainant(self.days(1, 3), "consent_to_release")
        self.nhri(self.days(0, 2), "release", text="")  # the text is put in when its date is known

    @property
    def is_released(self) -> bool:
        return not self.independent or any(step[1] == "release" for step in self.steps)

    def ensure_released(self) -> None:
        if not self.is_released:
            self.release()

    def asked_and_answered(self) -> None:
        """A question to the authority and its answer, mostly in time."""
        self.ensure_released()
        self.question()
        self.authority(
            self.days(32, 48) if self.chance(0.25) else self.days(6, 24),
            "give_answer",
            answer=self.about("answer"),
        )

    def question(self) -> None:
        """To the ministry, which does not ask itself: where it leads, whoever oversees it asks."""
        by_lead = self.chance(0.6)
        add = self.lead if by_lead and self.independent else self.nhri
        add(self.days(1, 10), "request_answer", question=self.about("question"))

    def conversation(self) -> None:
        """What people write in between, in some cases."""
        if self.chance(0.4):
            self.complainant(self.days(3, 12), "write", message=self.message("complainant_write"))
            self.lead(self.days(1, 5), "write", message=self.message("staff_update"))
        elif self.chance(0.3):
            self.lead(self.days(4, 20), "write", message=self.message("staff_update"))
        if self.chance(0.2):
            self.lead(self.days(1, 5), "note", reason=self.reason("note"))
        if self.chance(0.06):
            self.complainant(self.days(1, 6), "report_reprisal", message=self.message("complainant_reprisal"))

    def investigated(self) -> None:
        """Fact-finding: questions to the complainant and the authority, in most cases."""
        self.admitted()
        if self.chance(0.3):
            self.answered(self.days(1, 15), self.ask(self.days(1, 5)))
        self.conversation()
        if self.chance(0.8):
            self.asked_and_answered()

    def reason_of_rejection(self, code: str) -> str:
        return str(pick(reasons(self.lang)["rejection"][str(code)], self.rng))

    def withdrawn(self) -> None:
        """By the complainant; in detention only once the NHRI heard them in private."""
        words = self.message("complainant_withdraw_grave" if self.grave else "complainant_withdraw")
        if self.held:
            self.complainant(self.days(2, 20), "ask_withdrawal", message=words)
            self.nhri(self.days(1, 5), "confirm_withdrawal", reason=self.reason("withdrawal"))
        else:
            self.complainant(self.days(2, 20), "withdraw", message=words)

    def finding(self, only: tuple[str, ...] = ()) -> dict[str, str]:
        return {category: pick(only or _ENDS, self.rng) for category in self.cats}

    def decided(
        self, only: tuple[str, ...] = (), *, late: bool = False, told: bool = True, silence: bool = False
    ) -> None:
        """Findings proposed by the lead, approved by somebody else, and told."""
        found = self.finding(only)
        why = dict(reasons(self.lang)["finding"])
        if silence:
            why["undetermined"] = why["undetermined_silence"]
        self.lead(
            self.days(60, 110) if late else self.days(3, 14),
            "propose_finding",
            findings=found,
            dispositions=self.dispositions(found),
            reasons_of={category: str(why[finding][0]) for category, finding in found.items()},
            reason="\n".join(str(pick(why[finding], self.rng)) for finding in dict.fromkeys(found.values())),
        )
        self.approver(self.days(1, 6), "approve_findings", message=self.reason("decision"))
        if told:
            self.notified()

    def notified(self) -> None:
        """After the NHRI's five working days of preview where the ministry decided."""
        gap = self.days(1, 4) if self.independent else self.days(10, 12)
        self.lead(gap, "notify_outcome", opened_after=self.days(0, 9))

    def dispositions(self, found: dict[str, str]) -> dict[str, str]:
        """What is done about what was found true, in a part of the cases."""
        to = "referred_prosecution" if self.grave else "referred_discipline"
        return {key: to for key, finding in found.items() if finding in _PROVEN and self.chance(0.45)}


@cache
def needs_independent(
    *,
    mode: str,
    matter: str,
    cats: frozenset[str],
    child: bool,
    violence: bool,
    danger: bool,
    injured_held: bool,
) -> tuple[bool, bool]:
    """Whether a case is grave, and whether the NHRI leads it: as `complaints.routing` says."""
    childish = child or "CHD" in cats
    grave = bool(cats & _GRAVE) or injured_held or (childish and (violence or bool(cats & _FORCE)))
    removal = danger and "MIG" in cats
    unread = matter == "complaint" and not cats
    return grave, grave or mode != "named" or bool(cats & _PROTECTED) or removal or unread
