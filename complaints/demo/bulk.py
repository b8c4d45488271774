"""Many cases fast: stories that happened are written again, each time with its own keys, words and receipt.

Nothing is computed twice: the rows of a case are those that the services made for its pattern, so clocks,
dockets, endings and counts hold together as they did there. Ciphertext, grants and receipts are real and each
case's own; entries are chained by the database's trigger as they are copied in. Notices and work already done
are not repeated.
"""

import hashlib
import json
import multiprocessing
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections

from accounts import selectors as accounts
from accounts.actor import receipt
from accounts.demo import STATES
from accounts.models import State
from common import boxes, receipts, tenancy
from common.arabic import document
from complaints import tallies
from complaints.demo import patterns, people
from complaints.demo.loading import Job, stream
from complaints.demo.pace import WINDOW
from complaints.demo.patterns import Pattern, Sheet, literal
from complaints.demo.replay import submission_key
from complaints.demo.words import fragments, pick
from complaints.intake.services import lookup
from complaints.models import Complaint, Receipt, SearchText
from complaints.sealing import identity_text
from complaints.vocabulary import Part, Stage
from vault import services as vault
from vault.models import KeyPair

AT_ONCE = 500  # cases in one transaction
PROCESSES = 2
Say = Callable[[str], None]
LAYOUTS = (
    "complaints_complaint",
    *patterns.CHILDREN,
    "record_entry",
    "vault_grant",
)
FIXED = {
    "complaints_receipt": ("lookup", "pepper", "state", '"case"'),
    "vault_keypair": (
        *("owner", "epoch", "public", "wrapped"),
        *("kdf_suite", "kdf_passes", "kdf_memory", "kdf_salt", "is_due"),
    ),
}


@dataclass(frozen=True, slots=True)
class Order:
    """How many cases to write, from the stories of one run."""

    states: tuple[str, ...]
    told: int
    count: int
    seed: int
    now: datetime


def write_side_by_side(*, told: int, count: int, seed: int, now: datetime, say: Say = print) -> int:
    """Bring a run of `told` cases up to `count`, in two processes; whichever is free takes the next state."""
    connections.close_all()
    orders = [Order((state,), told, count, seed, now) for state in STATES]
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        return sum(pool.imap_unordered(_in_child, orders))


def _in_child(order: Order) -> int:
    try:
        return write(order, say=lambda text: print(text, flush=True))
    finally:
        connections.close_all()


def write(order: Order, say: Say = print) -> int:
    """Write this order's share. Returns how many cases it wrote."""
    stories = read(order)
    layout = {table: patterns.columns(table) for table in LAYOUTS}
    done = 0
    for state in order.states:
        writer = Writer(state, layout, order, [story for story in stories if story[1].state == state])
        for written in writer.write():
            if (done + written) // 10_000 != done // 10_000:
                say(f"  {' and '.join(order.states)}: {done + written} cases")
            done += written
    return done


def read(order: Order) -> list[tuple[range, Pattern]]:
    """The stories that happened, each with the numbers of the cases it is written again for."""
    told = stream(Job(STATES, order.told, order.seed, order.now))
    codes = {number: _code(order.seed, number) for number, _case in told}
    rows = {bytes(row.lookup): row for row in Receipt.objects.filter(lookup__in=map(lookup, codes.values()))}
    found: dict[str, dict[UUID, int]] = {}
    for number, code in codes.items():
        row = rows[lookup(code)]
        found.setdefault(row.state, {})[row.case] = number
    stories = [
        (number, pattern)
        for state, cases in found.items()
        for number, pattern in _patterns(state, cases, codes, order.now)
    ]
    shares = _numbers(order, [number for number, _pattern in stories])
    return [(shares[number], pattern) for number, pattern in stories if pattern.state in order.states]


def _code(seed: int, number: int) -> str:
    return receipts.code_for(submission_key(seed, number), secret=bytes.fromhex(settings.RECEIPT_SECRET))


def _numbers(order: Order, stories: list[int]) -> dict[int, range]:
    """Which numbers each story is told again under: every story about as often."""
    more, start, shares = order.count - order.told, order.told, {}
    for at, number in enumerate(sorted(stories)):
        share = more * (at + 1) // len(stories) - more * at // len(stories)
        shares[number] = range(start, start + share)
        start += share
    return shares


def _patterns(
    state: str, cases: dict[UUID, int], codes: dict[int, str], now: datetime
) -> Iterator[tuple[int, Pattern]]:
    row = State.objects.get(pk=state)
    calendar = accounts.calendar(row)
    for pk, pattern in patterns.read(state, cases, zone=ZoneInfo(row.zone)).items():
        if pattern.case["stage"] == Stage.MERGED:
            continue  # it would be a duplicate of somebody else's
        if pattern.case["released_key"] > 1 or pattern.case["identity_key"] > 1 or pattern.case["came_of"]:
            continue  # its keys changed hands, or half of its story is another case's
        _open(pattern, pk, codes[cases[pk]])
        pattern.weeks = patterns.movable(pattern, calendar=calendar, now=now, window=WINDOW)
        yield cases[pk], pattern


def _open(pattern: Pattern, case: UUID, code: str) -> None:
    """Read a story's words as its complainant can."""
    by = receipt(state=pattern.state, case=case, seed=receipts.reader_seed(code))
    with tenancy.within(pattern.state):
        opened = vault.open(state=pattern.state, subject=case, keyring=by.keyring, parts=list(Part))
        findable = SearchText.objects.filter(complaint=case).exists()
    texts = pattern.rows["complaints_text"]
    pattern.words = [opened.key(row["part"]).unseal(f"text:{row['id']}", row["body"]) for row in texts]
    for person in pattern.rows["complaints_person"]:
        pattern.identity = opened.key(Part.IDENTITY).unseal(person["role"], person["identity"])
    if findable:
        kinds = [row["kind"] for row in texts]
        released = "released" if "released" in kinds else "narrative"
        pattern.findable = [w for w, kind in zip(pattern.words, kinds, strict=True) if kind == released][-1]


class Writer:
    """Writes the cases of one state, a few hundred in a transaction."""

    def __init__(
        self,
        state: str,
        layout: dict[str, tuple[str, ...]],
        order: Order,
        stories: Sequence[tuple[range, Pattern]],
    ) -> None:
        self.state, self.layout, self.order, self.stories = state, layout, order, stories
        self.rng = Random(f"{order.seed} {state}")  # noqa: S311  # invented data
        recipients = {row["recipient"] for _numbers, story in stories for row in story.grants}
        pairs = KeyPair.objects.filter(owner__in=recipients).order_by("epoch")
        self.publics = {pair.owner: bytes(pair.public) for pair in pairs}
        with tenancy.within(state):
            known = Complaint.objects.filter(state=state).values_list("reference", flat=True)
            self.references = set(known.iterator(50_000))
        filed = Receipt.objects.filter(state=state).values_list("lookup", flat=True)
        self.filed = {bytes(one) for one in filed.iterator(50_000)}
        self.findable: dict[int, str] = {}  # by story: the words as PostgreSQL keeps them
        self._empty()

    def _empty(self) -> None:
        self.lines: dict[str, list[str]] = {table: [] for table in (*LAYOUTS, *FIXED)}
        self.counts: Counter[tallies.Cell] = Counter()
        self.found: dict[int, list[tuple[UUID, str]]] = {}  # by story: cases and their references
        self.waiting = 0

    def write(self) -> Iterator[int]:
        """Yields how many cases each transaction wrote."""
        with connections["maintenance"].cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")  # invented cases can be written again
            for at, (_numbers, story) in enumerate(self.stories):
                if story.findable:
                    cursor.execute("SELECT to_tsvector('simple', %s)::text", [document(story.findable)])
                    self.findable[at] = cursor.fetchone()[0]
        for at, (numbers, story) in enumerate(self.stories):
            for weeks, some in _by_week(story, numbers):
                page = patterns.sheet(story, weeks, self.layout)
                for number in some:
                    code = _code(self.order.seed, number)
                    if lookup(code) in self.filed:
                        continue  # of an earlier, interrupted or smaller run
                    self._case(at, story, page, number, code)
                    if self.waiting == AT_ONCE:
                        yield self._send()
        yield self._send()

    def _case(self, at: int, story: Pattern, page: Sheet, number: int, code: str) -> None:
        """One case: new ids, keys, receipt and person; everything else as in the story."""
        key = submission_key(self.order.seed, number)
        ids = [uuid.uuid4() for _ in story.ids]
        case, reference = ids[0], self._reference()
        keys = {part: vault.CaseKey(self.state, case, part, boxes.new_key()) for part in Part.values}
        public = boxes.keypair_from_seed(receipts.reader_seed(code)).public
        values = {f"id{place}": str(pk) for place, pk in enumerate(ids)}
        values["@reference@"] = reference
        values["@submission@"] = literal(hashlib.sha256(key).digest())
        for place, (row, words) in enumerate(
            zip(story.rows["complaints_text"], story.words, strict=True), start=1
        ):
            values[f"@text{place - 1}@"] = literal(keys[row["part"]].seal(f"text:{ids[place]}", words))
        if story.identity:
            values["@identity@"] = literal(keys["identity"].seal("complainant", self._person(story)))
        own = f"receipt:{story.case['id']}"
        for place, grant in enumerate(story.grants):
            to = public if grant["recipient"] == own else self.publics[grant["recipient"]]
            values[f"@box{place}@"] = literal(boxes.seal_to(to, keys[grant["part"]].secret))
        for table, pieces in page.pieces.items():
            filled = list(pieces)
            filled[1::2] = [values[name] for name in pieces[1::2]]
            self.lines[table] += filled
        self._beside(at, story, case, reference, code, public)
        self.counts.update(page.counts)
        self.waiting += 1

    def _beside(self, at: int, story: Pattern, case: UUID, reference: str, code: str, public: bytes) -> None:
        found = literal(lookup(code))
        self.lines["complaints_receipt"].append(f"{found}\t1\t{self.state}\t{case}\n")
        no_passphrase = f"0\t0\t0\t{literal(b'')}\tf"
        self.lines["vault_keypair"].append(
            f"receipt:{case}\t1\t{literal(public)}\t{literal(b'')}\t{no_passphrase}\n"
        )
        if story.findable:
            self.found.setdefault(at, []).append((case, document(reference)))

    def _reference(self) -> str:
        while (reference := receipts.new_reference(self.state)) in self.references:
            pass
        self.references.add(reference)
        return reference

    def _person(self, story: Pattern) -> str:
        """Somebody else with an invented name, of the same kind."""
        known, words = json.loads(story.identity), fragments(story.case["language"])
        gender = story.case["gender"] if story.case["gender"] in ("female", "male") else "male"
        name = f"{pick(words[gender], self.rng)} {pick(words['family_' + gender], self.rng)}"
        phone, email = people.contact(self.state, not (known["phone"] or known["email"]), self.rng)
        organisation = story.case["gender"] == "organisation"
        return identity_text(known["name"] if organisation else name, email, phone)

    def _send(self) -> int:
        written = self.waiting
        with tenancy.within(self.state, using="maintenance"), connections["maintenance"].cursor() as cursor:
            for table, lines in self.lines.items():
                self._copy(cursor, table, FIXED.get(table) or self.layout[table], lines)
            for at, rows in self.found.items():
                cursor.execute(
                    "INSERT INTO complaints_searchtext (complaint_id, state, tsv)"
                    " SELECT new.id, %s, to_tsvector('simple', new.reference) || %s::tsvector"
                    " FROM unnest(%s::uuid[], %s::text[]) AS new (id, reference)",
                    [self.state, self.findable[at], *map(list, zip(*rows, strict=True))],
                )
            self._copy(cursor, "complaints_tallydelta", _TALLY, self._tally_lines())
        self._empty()
        return written

    def _tally_lines(self) -> list[str]:
        return [
            "\t".join(literal(value) for value in (*asdict(cell).values(), count)) + "\n"
            for cell, count in self.counts.items()
        ]

    def _copy(self, cursor: object, table: str, names: Sequence[str], lines: list[str]) -> None:
        columns = ", ".join(name if name.startswith('"') else f'"{name}"' for name in names)
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            copy.write("".join(lines))


_TALLY = ("state", "institution", "day", "kind", "matter", "value", "is_imported", "count")


def _by_week(story: Pattern, numbers: range) -> Iterator[tuple[int, range]]:
    """Spread a story's cases evenly over the weeks it may lie in."""
    weeks, count = story.weeks, len(numbers)
    for at, week in enumerate(weeks):
        start, end = count * at // len(weeks), count * (at + 1) // len(weeks)
        if end > start:
            yield week, numbers[start:end]
