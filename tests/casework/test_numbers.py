"""The numbers of a page's front are written out in SQL: they say what the rules say, for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common import tenancy
from complaints.casework import selectors
from complaints.casework.queue import menu, saving, tagging
from complaints.models import Exclusion, Notice

PEOPLE = ("reviewer", "reviewer2", "supervisor", "nhri", "nhri2", "head", "registry", "liaison", "auditor")


@pytest.fixture
def busy(desk):
    """Cases late and not, held and not, by somebody who left, hidden from somebody; notices and a late task."""
    now = timezone.now()
    old, held, left, hidden = (desk.file(now=now - timedelta(days=days)) for days in (200, 3, 3, 1))
    desk.file(mode="confidential", categories=("TOR",))
    desk.assign(held, "reviewer", "supervisor")
    desk.assign(left, "reviewer2", "supervisor")
    desk.world.bh.people["reviewer2"].memberships.update(until=timezone.localdate() - timedelta(days=1))
    with tenancy.within("BH"):
        for name in ("supervisor", "nhri"):
            Exclusion.objects.create(
                state="BH", complaint=hidden, user=desk.world.bh.people[name], ground="hand", by="x", at=now
            )
        for case in (old, held, hidden):
            for name in ("supervisor", "reviewer", "nhri"):
                Notice.objects.create(
                    state="BH",
                    complaint=case,
                    user=desk.world.bh.people[name],
                    what="assigned",
                    cause=f"test {case.pk}",
                    at=now,
                )
    return desk


@pytest.mark.parametrize("name", PEOPLE)
def test_the_numbers_are_those_of_the_rules(busy, name):
    actor, now = busy.actor(name), timezone.now()
    with tenancy.within("BH"):
        front = selectors.front(actor, now=now, asked=menu.QUEUE)
        seen = selectors.visible_to(actor).filter(is_open=True)
        late = selectors.errands_of(actor).filter(ended_at=None, due_on__lt=now.date())

        for view, counted in front.counts.items():
            assert counted == selectors.capped(selectors.view_of(actor, seen, view, now=now)), view
        assert front.unread == selectors.notices_of(actor).filter(read_at=None).count()
        assert front.tasks_late == late.count()
        if front.more:
            lists = menu.read(actor, front, "en")
            assert [pk for pk, _name in lists.tags] == [tag.pk for tag in tagging.tags_of(actor)]
            assert [one.name for one in lists.saved] == [one.name for one in saving.saved_for(actor)]


def test_something_is_counted_at_all(busy):
    with tenancy.within("BH"):
        front = selectors.front(busy.actor("supervisor"), now=timezone.now(), asked=menu.QUEUE)

    assert front.counts["left"] == 1
    assert front.counts["late"] >= 1
    assert front.counts["all"] == 3  # of four: one is hidden from the supervisor
    assert front.unread >= 2  # the third is about the hidden case
