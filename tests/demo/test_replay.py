"""Stories told through the real services: none is refused, and what comes of them is what they say."""

from datetime import timedelta

import pytest

from accounts.actor import staff
from common import tenancy
from complaints.casework import selectors
from complaints.demo import cases, loading
from complaints.demo.replay import replay
from complaints.models import Complaint, Docket
from complaints.rebuilding import rebuild
from complaints.vocabulary import Mode, Stage
from tests.demo.recount import assert_figures_equal
from tests.dockets import assert_dockets_repeat_their_cases

SEED = 3
COUNT = 60


def told_of(numbered, now):
    *_, told = replay(numbered, seed=SEED, now=now)
    return told


@pytest.mark.django_db
def test_sixty_stories_happen_without_a_refusal(land, now):
    made = list(enumerate(cases(count=COUNT, seed=SEED, today=now.date())))

    told = told_of(made, now)

    assert told.refused == []
    assert told.cases == COUNT
    assert_ended_as_told(made, land)
    loading.catch_up(now)
    assert rebuild(check=True) == []
    for state in ("BH", "EG", "MA", "JO"):
        assert_figures_equal(state, now.date() - timedelta(days=1000), now.date() + timedelta(days=1))
    again = told_of(made, now)
    assert (again.cases, again.skipped) == (0, COUNT)


def assert_ended_as_told(made, land):
    for state in ("BH", "EG", "MA", "JO"):
        ends = sorted(case.stage for _number, case in made if case.state == state)
        with tenancy.within(state):
            found = sorted(Complaint.objects.filter(state=state).values_list("stage", flat=True))
            queue = selectors.visible_to(staff(land[f"head@{state.lower()}.demo"]))
            assert queue.exists()
            assert not Docket.objects.filter(state=state, is_open=True, sort_due=None).exists()
            assert_dockets_repeat_their_cases()
        assert found == ends


def test_the_whole_mixture_has_every_stage_in_every_mode(now):
    made = cases(count=360, seed=1, today=now.date())

    found = {(case.stage, case.mode) for case in made}

    assert found == {(stage.value, mode.value) for stage in Stage for mode in Mode}
