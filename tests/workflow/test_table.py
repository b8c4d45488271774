"""The workflow table of docs/domain.md, cell by cell: what it allows happens, everything else leaves no trace."""

import itertools

import pytest

from accounts.actor import Refused
from complaints import workflow
from complaints.casework.services import Missing, Unmet, advance
from complaints.models import Complaint
from complaints.moves import Target, Who
from complaints.vocabulary import Matter, Stage
from tests.workflow import scene as scenes
from tests.workflow.declared import ACTIONS, TABLE
from tests.workflow.scene import NOW, trace, trial

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


@pytest.mark.parametrize(("kind", "matter"), SCENES)
def test_what_is_not_in_the_table_is_refused_without_trace(opened, kind, matter):
    at = opened(kind, matter)
    everybody, tried = list(at.actors), 0
    for stage in Stage:
        at.put(stage)
        before = trace()
        for number, action in enumerate(ACTIONS):
            if (matter, stage, action) in TABLE:
                continue
            name = everybody[number % len(everybody)]
            known = [ask for row in workflow.MOVES if row.action == action for ask in row.asks]
            with pytest.raises(REFUSALS):
                at.move(action, name, at.given(known, name, choice="decided"))
            tried += 1
        assert trace() == before, stage
    assert tried > 300


@pytest.mark.parametrize(("kind", "matter"), SCENES)
def test_each_row_is_carried_by_each_of_its_parts(opened, kind, matter):
    at = opened(kind, matter)
    carried = set()
    for (of, stage, action), (who, targets) in TABLE.items():
        if of != matter:
            continue
        if action == "override_route" and kind == "independent":
            continue  # it leads already
        row = workflow.move(action, stage=stage, matter=matter)
        for name in at.actors:
            if not parts(at, name, stage) & who:
                continue
            for target in targets if action == "overturn" else targets[:1]:
                with trial():
                    at.put(stage)
                    at.meet(row)
                    came_from = at.row().came_from
                    choice = target if action == "overturn" else ""
                    entry = at.move(action, name, at.given(row.asks, name, choice))
                    reached = {"=": stage, "<": came_from}.get(target, target)
                    assert at.row().stage == reached, (action, stage, name)
                    assert entry.what == action
                carried.add((stage, action))
    missing = {(stage, action) for of, stage, action in TABLE if of == matter} - carried
    without = {action for _, action in missing}
    # Nobody but the ministry's own people lead there, or the NHRI leads already.
    assert without == ({"override_route"} if kind == "independent" else set())


@pytest.mark.parametrize(("kind", "matter"), SCENES)
def test_each_row_is_refused_to_everybody_else_without_trace(opened, world, kind, matter):
    at = opened(kind, matter)
    scenes.recuse(at.case, world.bh.people["reviewer2"], world.bh.people["nhri2"])
    at.actors["carim"] = world.carim
    at.actors["head of another state"] = world.eg.actor("head")
    # Whoever has no part in the case at all takes turns: one of them at each row.
    outsiders = itertools.cycle(sorted(at.actors.keys() - at.parts.keys()))
    tried = 0
    for (of, stage, action), (who, _) in TABLE.items():
        if of != matter:
            continue
        row = workflow.move(action, stage=stage, matter=matter)
        with trial():
            at.put(stage)
            at.meet(row)
            before = trace()
            for name in [*at.parts, next(outsiders)]:
                if parts(at, name, stage) & who:
                    continue
                with pytest.raises((Refused, Complaint.DoesNotExist)):
                    at.move(action, name, at.given(row.asks, name, "decided"))
                tried += 1
            assert trace() == before, (stage, action)
    assert tried > 300


@pytest.mark.parametrize("kind", ["ministry", "independent"])
def test_what_a_row_asks_for_must_be_there(opened, kind):
    at = opened(kind)
    for (matter, stage, action), (who, _) in TABLE.items():
        if matter != Matter.COMPLAINT:
            continue
        row = workflow.move(action, stage=stage, matter=matter)
        name = next(name for name in at.actors if parts(at, name, stage) & who)
        with trial():
            at.put(stage)
            at.meet(row)
            before = trace()
            for ask in row.asks:
                rest = [one for one in row.asks if one is not ask]
                with pytest.raises(Missing) as missing:
                    at.move(action, name, at.given(rest, name, "decided"))
                assert missing.value.ask is ask
            assert trace() == before, (stage, action)


def test_blanks_are_nothing(opened):
    at = opened("ministry")
    at.put(Stage.INVESTIGATING)
    with pytest.raises(Missing):
        at.move("note", "reviewer", scenes.Given(reason=" \n\t"))


def test_each_condition_counts(opened):
    tried = set()
    for kind in ("ministry", "independent"):
        at = opened(kind)
        for (matter, stage, action), (who, _) in TABLE.items():
            if matter != Matter.COMPLAINT:
                continue
            row = workflow.move(action, stage=stage, matter=matter)
            name = next(name for name in at.actors if parts(at, name, stage) & who)
            for guard in row.guards:
                with trial():
                    at.put(stage)
                    for other in row.guards:
                        if other is not guard:
                            at.set(other, holds=True)
                    at.set(guard, holds=False)
                    before = trace()
                    with pytest.raises(Unmet) as unmet:
                        at.move(action, name, at.given(row.asks, name, "decided"))
                    assert unmet.value.guard is guard
                    assert trace() == before
                tried.add(guard)
    assert tried == {guard for row in workflow.MOVES for guard in row.guards}


def test_a_stage_that_does_not_exist_has_no_rows(opened):
    at = opened("ministry")
    with pytest.raises(workflow.NotInTable):
        workflow.move("note", stage="limbo", matter="complaint")
    with pytest.raises(workflow.NotInTable):
        advance(case=at.case, action="no_such_action", by=at.actors["supervisor"], now=NOW)
