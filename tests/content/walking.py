"""Walks an invented story along the workflow table, as the desk would."""

from complaints import workflow
from complaints.vocabulary import Stage

WAITS = {Stage.NEEDS_INFORMATION, Stage.AWAITING_ANSWER, Stage.MERGED}


def walk(case):
    """The stage at which the story ends. Raises AssertionError or NotInTable at the first illegal step."""
    stage, left, open_requests = Stage.RECEIVED, {}, 0
    for step in case.story:
        row = workflow.move(step.action, stage=stage, matter=case.matter)
        assert workflow.Who[step.who.upper()] in row.who, (case.plot, step)
        open_requests += {"request_answer": 1, "give_answer": -1, "proceed_on_silence": -1}.get(
            step.action, 0
        )
        before, stage = stage, _target(row, stage, left, step, open_requests)
        if stage in WAITS and before != stage:
            left[stage] = before
    return stage


def _target(row, stage, left, step, open_requests):
    if step.action == "give_answer" and open_requests:
        return stage
    if len(row.targets) == 2 and "choice" in step.payload:
        choice = Stage(step.payload["choice"])
        assert choice in row.targets
        return choice
    target = row.targets[0]
    if target is workflow.Target.STAY:
        return stage
    return left[stage] if target is workflow.Target.BACK else target
