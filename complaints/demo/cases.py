"""The stream of invented cases. Same seed, same day, same cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from complaints.demo import pace, people, scene
from complaints.demo.mixture import ASSISTANCE, COMPLAINTS, Plot
from complaints.demo.places import Country, country
from complaints.demo.scene import Scene
from complaints.demo.shapes import DemoCase, Step
from complaints.demo.telling import Telling
from complaints.demo.words import fragments, pick
from complaints.vocabulary import Stage

MODES = ("named", "confidential", "anonymous")
_SHARES = {"BH": 30, "EG": 30, "MA": 22, "JO": 18}
_DUPLICATES = ("merged", "unmerged")
_TWIN_AGE = 60  # a duplicate is filed soon after a case at least this old
_SLACK = 5  # days a story may run over because offices wait for working days
_BY_COMPLAINANT_OR_SYSTEM = ("complainant", "system")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One case to be told."""

    plot: Plot
    mode: str
    matter: str


def _tickets() -> tuple[tuple[Ticket, ...], tuple[Ticket, ...]]:
    first: list[Ticket] = []
    rest: list[Ticket] = []
    for matter, plots in (("complaint", COMPLAINTS), ("assistance", ASSISTANCE)):
        for plot in plots:
            for mode, often in zip(MODES, plot.often, strict=True):
                ticket = Ticket(plot, mode, matter)
                first += [ticket] * min(often, 1)
                rest += [ticket] * max(often - 1, 0)
    return tuple(first), tuple(rest)


_FIRST, _REST = _tickets()
BLOCK = len(_FIRST) + len(_REST)
"""Cases after which the whole mixture has been told once: every plot in every mode it has."""


def cases(
    *, count: int, seed: int, today: date, states: tuple[str, ...] = ("BH", "EG", "MA", "JO")
) -> Iterator[DemoCase]:
    """`count` cases filed in the 24 months before `today`, none on it. Raises KeyError for another state."""
    rng = Random(seed)  # noqa: S311  # invented data, nothing secret
    writer = _Writer(rng=rng, today=today, states=states)
    for number, ticket in enumerate(_stream(count, rng)):
        yield writer.write(number, ticket)


def _stream(count: int, rng: Random) -> Iterator[Ticket]:
    """Tickets in blocks. A block begins with one of each, so that small demonstrations are diverse too."""
    first, rest = list(_FIRST), list(_REST)
    for start in range(0, count, BLOCK):
        rng.shuffle(first)
        rng.shuffle(rest)
        # Duplicates come late: they need something to be a duplicate of.
        first.sort(key=lambda ticket: ticket.plot.name in _DUPLICATES)
        yield from (first + rest)[: count - start]


class _Writer:
    """Writes one case after the other; remembers the last ones that a duplicate may repeat."""

    def __init__(self, *, rng: Random, today: date, states: tuple[str, ...]) -> None:
        self.rng, self.today = rng, today
        self.lands = [country(code) for code in states for _ in range(_SHARES[code])]
        self.zones = {land.code: land for land in self.lands}
        self.originals: dict[str, DemoCase] = {}

    def write(self, number: int, ticket: Ticket) -> DemoCase:
        original = self.originals.get(ticket.mode)
        if ticket.plot.name in _DUPLICATES and original:
            return self._twin(number, ticket, original)
        case = self._new(number, ticket)
        old_enough = (self.today - case.filed_at.date()).days >= _TWIN_AGE
        if ticket.matter == "complaint" and old_enough:
            self.originals[ticket.mode] = case
        return case

    def _new(self, number: int, ticket: Ticket) -> DemoCase:
        rng, plot = self.rng, ticket.plot
        about = scene.draw(
            pick(self.lands, rng),
            mode=ticket.mode,
            matter=ticket.matter,
            needs=plot.needs,
            unread=plot.stage == Stage.RECEIVED,
            rejected=plot.rejected,
            rng=rng,
        )
        telling = _told(about, plot, rng)
        channel = people.channel_of(about.skeleton, ticket.mode, rng)
        age = self._age(about.land, telling, plot.since)
        filed_at, moments = self._dated(about.land, telling, channel, age)
        scene.date_gap(about, filed_at.date(), rng)
        return self._case(number, about, plot, channel, filed_at, _story(about, telling, moments))

    def _age(self, land: Country, telling: Telling, since: tuple[int, int]) -> int:
        """Days ago it was filed: as long as its story takes, and the time since."""
        total = sum(step[0] for step in telling.steps)
        slack = _SLACK if telling.steps else 0
        days = pace.filing_days(self.today, land.weekend)
        least, most = total + slack + since[0], total + slack + since[1]
        return days.draw(least, min(most, pace.WINDOW), self.rng)

    def _dated(
        self, land: Country, telling: Telling, channel: str, age: int
    ) -> tuple[datetime, list[tuple[int, int]]]:
        """When it was filed and when each step happened; all before today."""
        day = self.today - timedelta(days=age)
        while channel in ("visit", "phone", "detention_visit") and day.weekday() in land.weekend:
            day -= timedelta(days=1)
        minute = pace.filing_minute(channel, self.rng)
        gaps = [(step[0], step[3] not in _BY_COMPLAINANT_OR_SYSTEM) for step in telling.steps]
        moments = pace.when(gaps, weekday=day.weekday(), minute=minute, weekend=land.weekend, rng=self.rng)
        while moments and day + timedelta(days=moments[-1][0]) >= self.today:
            day -= timedelta(days=7)  # the weekdays stay as they are
        filed_at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=land.zone)
        return filed_at, moments

    def _case(
        self,
        number: int,
        about: Scene,
        plot: Plot,
        channel: str,
        filed_at: datetime,
        story: tuple[Step, ...],
    ) -> DemoCase:
        rng, skeleton = self.rng, about.skeleton
        named = about.mode != "anonymous"
        from_inside = skeleton.held and skeleton.voice == "self"
        phone, email = people.contact(about.land.code, from_inside, rng) if named else ("", "")
        name = people.name_of(about.source, about.gender, skeleton.voice, about.language, rng)
        return DemoCase(
            state=about.land.code,
            reference_seed=_seed(number, rng),
            mode=about.mode,
            matter=about.matter,
            assistance_kind=skeleton.key if about.matter == "assistance" else "",
            source=about.source,
            channel=channel,
            gender=about.gender,
            language=about.language,
            categories=about.cats,
            governorate=about.place.governorate,
            service=about.service,
            unit_code=about.place.unit,
            danger=skeleton.danger,
            held=skeleton.held,
            serious_injury=skeleton.injury,
            child_victim=skeleton.child,
            violence=skeleton.violence,
            filed_at=filed_at,
            narrative=scene.narrative(about, rng),
            name=name if named else "",
            phone=phone,
            email=email,
            desired_outcome=scene.wish(about, rng),
            lead="independent" if about.independent else "authority",
            plot=plot.name,
            stage=str(plot.stage),
            story=story,
        )

    def _twin(self, number: int, ticket: Ticket, original: DemoCase) -> DemoCase:
        """The same complainant's second complaint about the same matter, a few days later."""
        rng, land = self.rng, self.zones[original.state]
        telling = Telling(
            rng=rng,
            lang=original.language,
            mode=original.mode,
            cats=original.categories,
            grave=False,
            independent=original.lead == "independent",
            held=original.held,
        )
        ticket.plot.tell(telling)
        age = (self.today - original.filed_at.date()).days - 1 - int(rng.random() * 6)
        filed_at, moments = self._dated(land, telling, "web", age)
        first_words = original.narrative.split("\n\n")[:2]
        return replace(
            original,
            reference_seed=_seed(number, rng),
            channel="web",
            filed_at=filed_at,
            narrative="\n\n".join([fragments(original.language)["again"], *first_words]),
            plot=ticket.plot.name,
            stage=str(ticket.plot.stage),
            story=tuple(_of(original.reference_seed, step) for step in _steps(telling, moments)),
        )


def _told(about: Scene, plot: Plot, rng: Random) -> Telling:
    telling = Telling(
        rng=rng,
        lang=about.language,
        mode=about.mode,
        cats=about.cats,
        grave=about.grave,
        independent=about.independent,
        held=about.skeleton.held,
        kind=about.skeleton.key,
    )
    plot.tell(telling)
    return telling


def _steps(telling: Telling, moments: list[tuple[int, int]]) -> Iterator[Step]:
    for (_gap, action, actor, who, said), (day, minute) in zip(telling.steps, moments, strict=True):
        yield Step(day, minute, action, actor, who, said)


def _story(about: Scene, telling: Telling, moments: list[tuple[int, int]]) -> tuple[Step, ...]:
    """The steps with their times; the released text is known only now that the date is."""
    for step in telling.steps:
        if step[1] == "release":
            step[4]["text"] = scene.released(about)
    return tuple(_steps(telling, moments))


def _of(seed: int, step: Step) -> Step:
    """A merge names the case it goes into."""
    return step._replace(payload={**step.payload, "other_case": seed}) if step.action == "merge" else step


def _seed(number: int, rng: Random) -> int:
    """Unique within a run, and not guessable as a sequence."""
    return number * 1_000_000 + int(rng.random() * 1_000_000)
