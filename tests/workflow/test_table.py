"""The workflow table of docs/domain.md: what it allows happens, everything else is refused and leaves no trace."""

import itertools

import pytest

from accounts.actor import Refused
from complaints import workflow
from complaints.casework.parts import parts_of
from complaints.casework.services import Missing, Unmet, advance, allowed
from complaints.models import Complaint, Docket
from complaints.moves import Target, Who
from complaints.vocabulary import Matter, Stage
from tests.workflow import scene as scenes
from tests.workflow.declared import ACTIONS, TABLE
from tests.workflow.scene import NOW, trace, trial, writes

# Where there is an NHRI, the ministry leads no search for somebody in custody.
SCENES = [
    (kind, matter)
    for matter in Matter
    for kind in ("ministry", "independent")
    if (kind, matter) != ("ministry", Matter.CUSTODY)
]
REFUSALS = (Refused, Complaint.DoesNotExist, workflow.NotInTable)


def parts(stage_of, name, stage):
    """The parts of somebody at a stage: the NHRI's head reviews what they had no hand in."""
    held = set(stage_of.parts.get(name, ()))
    return held | ({Who.REVIEWER} if name == "head" and stage == Stage.UNDER_REVIEW else set())


def test_the_code_says_what_the_domain_says():
    symbols = {Target.STAY: "=", Target.BACK: "<"}
    coded = {
        (matter, stage, row.action): (row.who, sorted(symbols.get(to, str(to)) for to in row.targets))
        for row in workflow.MOVES
        for stage in row.sources
        for matter in row.matters
    }
    assert coded == {key: (who, sorted(to)) for key, (who, to) in TABLE.items()}


def test_no_pair_has_two_rows():
    pairs = [
        (row.action, stage, matter)
        for row in workflow.MOVES
        for stage in row.sources
        for matter in row.matters
    ]
    assert len(pairs) == len(set(pairs))


# --- every cell by the functions that decide, and each action, person and stage through the service -----------
#
# `advance` takes its row from `workflow.move` and its leave from `parts.parts_of`: these two are asked for every cell.
# Through the whole service goes a choice in which each action comes with each stage and with each person at least once.


def dealt(cells, turn=0):
    """(stage, action, names) → (stage, action, name): each stage of an action, and each name of an action, once.

    What may be done at many stages is dealt at every fifth of them, in turn with the other scenes.
    """
    by_action = {}
    for stage, action, names in cells:
        by_action.setdefault(action, []).append((stage, sorted(names)))
    for action, rows in by_action.items():
        left = {name for _stage, names in rows for name in names}
        for place, (stage, names) in enumerate(rows):
            later = {name for _stage, others in rows[place + 1 :] for name in others}
            now_or_never = [name for name in names if name in left and name not in later]
            is_its_turn = len(rows) < MANY or (place + turn) % MANY == 0
            chosen = now_or_never
            if is_its_turn and not chosen:
                chosen = [name for name in names if name in left][:1] or names[place % len(names) :][:1]
            for name in chosen:
                yield stage, action, name
            left -= set(chosen)


MANY = 5  # stages


def rows_of(matter):
    return [(stage, action, who) for (of, stage, action), (who, _) in TABLE.items() if of == matter]


def test_a_choice_leaves_nothing_out():
    cells = [("a", "x", "pq"), ("b", "x", "pr"), ("c", "x", "p"), ("a", "y", "pqr")]
    cells += [(str(place), "z", "pq"[: 1 + place % 2]) for place in range(9)]
    chosen = set(dealt(cells))
    every = {cell for turn in range(MANY) for cell in dealt(cells, turn)}
    assert {cell[:2] for cell in every} == {cell[:2] for cell in cells}
    assert {cell[:2] for cell in chosen if cell[1] != "z"} == {c[:2] for c in cells if c[1] != "z"}
    assert {(action, name) for _, action, name in chosen} == {
        (action, name) for _, action, names in cells for name in names
    }


@pytest.mark.parametrize(("kind", "matter"), SCENES)
def test_what_is_not_in_the_table_is_refused_without_trace(opened, kind, matter):
    at = opened(kind, matter)
    everybody, tried, refused = list(at.actors), set(), 0
    for stage in Stage:
        at.put(stage)
        before = trace()
        for number, action in enumerate(ACTIONS):
            if (matter, stage, action) in TABLE:
                continue
            with pytest.raises(workflow.NotInTable):
                workflow.move(action, stage=stage, matter=matter)
            refused += 1
            if action in tried:
                continue
            tried.add(action)
            name = everybody[number % len(everybody)]
            known = [ask for row in workflow.MOVES if row.action == action for ask in row.asks]
            with pytest.raises(REFUSALS):
                at.move(action, name, at.given(known, name, choice="decided"))
        assert trace() == before, stage
    assert refused > 300
    assert {action for of, _, action in TABLE if of != matter} <= tried | {a for _, a, _ in rows_of(matter)}


@pytest.mark.parametrize(("kind", "matter"), SCENES)
def test_everybody_plays_their_parts_and_no_other(opened, world, kind, matter):
    """For each person and stage, what they may do is what the table gives to their parts: every cell."""
    at = opened(kind, matter)
    scenes.recuse(at.case, world.bh.people["reviewer2"], world.bh.people["nhri2"])
    at.actors["carim"] = world.carim
    at.actors["head of another state"] = world.eg.actor("head")
    dockets = list(Docket.objects.filter(complaint=at.case).select_related("institution"))
    case = at.row()
    for stage in Stage:
        case.stage = stage
        for name, actor in at.actors.items():
            plays = parts_of(actor, case, dockets)
            assert plays == parts(at, name, stage), (name, stage)
            found = {row.action for row in allowed(case=case, by=actor, dockets=dockets)}
            mine = {action for of, action, who in rows_of(matter) if of == stage and who & plays}
            assert found == mine, (name, stage)


@pytest.mark.parametrize(("kind", "matter"), SCENES)
def test_each_row_is_carried_by_each_of_its_parts(opened, kind, matter):
    at = opened(kind, matter)
    cells = [
        (stage, action, {name for name in at.actors if parts(at, name, stage) & who})
        for stage, action, who in rows_of(matter)
        if not (action == "override_route" and kind == "independent")  # it leads already
    ]
    # Nobody but the ministry's own people lead there, or the NHRI leads already.
    assert [action for _, action, names in cells if not names] == []
    for stage, action, name in dealt(cells, SCENES.index((kind, matter))):
        row, targets = workflow.move(action, stage=stage, matter=matter), TABLE[matter, stage, action][1]
        for target in targets if action == "overturn" else targets[:1]:
            with trial():
                at.put(stage)
                at.meet(row)
                came_from = at.row().came_from
                choice = target if action == "overturn" else ""
                given, before = at.given(row.asks, name, choice), writes()
                entry = at.move(action, name, given)
                assert writes() > before
                reached = {"=": stage, "<": came_from}.get(target, target)
                assert at.row().stage == reached, (action, stage, name)
                assert entry.what == action


@pytest.mark.parametrize(("kind", "matter"), SCENES)
def test_each_row_is_refused_to_everybody_else_without_trace(opened, world, kind, matter):
    at = opened(kind, matter)
    scenes.recuse(at.case, world.bh.people["reviewer2"], world.bh.people["nhri2"])
    at.actors["carim"] = world.carim
    at.actors["head of another state"] = world.eg.actor("head")
    # Whoever has no part in the case at all takes turns: one of them at each row.
    outsiders = itertools.cycle(sorted(at.actors.keys() - at.parts.keys()))
    cells = [
        (stage, action, {name for name in at.parts if not parts(at, name, stage) & who} | {next(outsiders)})
        for stage, action, who in rows_of(matter)
    ]
    tried = 0
    for stage, action, name in dealt(cells, SCENES.index((kind, matter))):
        row = workflow.move(action, stage=stage, matter=matter)
        with trial():
            at.put(stage)
            at.meet(row)
            given, before = at.given(row.asks, name, "decided"), writes()
            with pytest.raises((Refused, Complaint.DoesNotExist)):
                at.move(action, name, given)
            assert writes() == before, (stage, action, name)
        tried += 1
    assert tried > 100


def distinct(matter, *, last):
    """Each row of the table once, at the first or the last of its stages."""
    found = {}
    for stage, action, who in rows_of(matter):
        if last or action not in found:
            found[action] = (stage, who)
    return [
        (workflow.move(action, stage=stage, matter=matter), stage, who)
        for action, (stage, who) in found.items()
    ]


@pytest.mark.parametrize("kind", ["ministry", "independent"])
def test_what_a_row_asks_for_must_be_there(opened, kind):
    at = opened(kind)
    for row, stage, who in distinct(Matter.COMPLAINT, last=kind == "independent"):
        name = next(name for name in at.actors if parts(at, name, stage) & who)
        with trial():
            at.put(stage)
            at.meet(row)
            for ask in row.asks:
                rest = [one for one in row.asks if one is not ask]
                given = at.given(rest, name, "decided")
                before = writes()
                with pytest.raises(Missing) as missing:
                    at.move(row.action, name, given)
                assert missing.value.ask is ask
                assert writes() == before, (stage, row.action)


def test_blanks_are_nothing(opened):
    at = opened("ministry")
    at.put(Stage.INVESTIGATING)
    with pytest.raises(Missing):
        at.move("note", "reviewer", scenes.Given(reason=" \n\t"))


def test_each_condition_counts(opened):
    tried = set()
    for kind in ("ministry", "independent"):
        at = opened(kind)
        for row, stage, who in distinct(Matter.COMPLAINT, last=kind == "independent"):
            name = next(name for name in at.actors if parts(at, name, stage) & who)
            for guard in row.guards:
                with trial():
                    at.put(stage)
                    for other in row.guards:
                        if other is not guard:
                            at.set(other, holds=True)
                    at.set(guard, holds=False)
                    given, before = at.given(row.asks, name, "decided"), writes()
                    with pytest.raises(Unmet) as unmet:
                        at.move(row.action, name, given)
                    assert unmet.value.guard is guard
                    assert writes() == before
                tried.add(guard)
    assert tried == {guard for row in workflow.MOVES for guard in row.guards}


def test_a_stage_that_does_not_exist_has_no_rows(opened):
    at = opened("ministry")
    with pytest.raises(workflow.NotInTable):
        workflow.move("note", stage="limbo", matter="complaint")
    with pytest.raises(workflow.NotInTable):
        advance(case=at.case, action="no_such_action", by=at.actors["supervisor"], now=NOW)
