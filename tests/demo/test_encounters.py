"""What somebody trying the site meets: an event of several people, a changed mode, a conversion, a registration."""

import pytest

from common import tenancy
from complaints.demo import encounters
from complaints.models import Allegation, Complaint, Docket, EventLink, Registration
from complaints.rebuilding import rebuild
from record.models import Entry


@pytest.mark.django_db
def test_what_is_rare_is_met_once(land, now):
    assert encounters.load(seed=1, now=now) == 6
    assert encounters.load(seed=1, now=now) == 0

    with tenancy.within("BH"):
        links = EventLink.objects.all()
        assert len(links) == 3
        assert len({row.event_id for row in links}) == 1
        assert {row.complaint.mode for row in links} == {"named", "confidential", "anonymous"}

        [changed] = Entry.objects.filter(what="change_mode")
        moved = Complaint.objects.get(pk=changed.stream.removeprefix("case:"))
        assert moved.mode == "confidential"
        assert Docket.objects.get(complaint=moved, standing="lead").institution.code == "bh-nihr"

        made = Complaint.objects.exclude(came_of="").get()
        asked = Complaint.objects.get(reference=made.came_of)
        assert (asked.matter, asked.stage, asked.outcome) == ("assistance", "closed", "converted")
        assert made.matter == "complaint"
        assert list(Allegation.objects.filter(complaint=made).values_list("category", flat=True)) == ["MED"]

        registered = Registration.objects.get()
        assert (registered.channel, registered.read_back, registered.receipt) == ("phone", "agreed", "read")
    assert rebuild(check=True) == []
