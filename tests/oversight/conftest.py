"""Cases in which the authority is asked, answers, keeps silent and owes remedies, told through the services."""

from datetime import timedelta

import pytest

from common import tenancy
from complaints.models import Clock, Docket, Request
from tests.casework.conftest import Desks

TEXT = "سُلّم النص من دون أسماء."
QUESTION = "ما الذي سجّله دفتر الحراسة تلك الليلة؟"


@pytest.fixture
def desk(world):
    return Desks(world)


@pytest.fixture
def room(desk):
    return Room(desk)


class Room:
    """What the tests of the room have happen."""

    def __init__(self, desk):
        self.desk, self.world = desk, desk.world

    def within(self):
        return tenancy.within("BH")

    def released(self, **more):
        """A confidential case that Dalia leads, admitted, its text released to the ministry."""
        desk = self.desk
        case = desk.file(mode="confidential", **more)
        desk.move(case, "assign", "head", person=self.world.bh.people["nhri"].pk)
        desk.move(case, "acknowledge", "nhri")
        desk.move(case, "admit", "nhri")
        desk.move(case, "release", "nhri", text=TEXT)
        return case

    def asked(self, *, days=0, case=None, **more):
        """A question to the ministry that has waited so many days."""
        case = case or self.released(**more)
        self.desk.move(case, "request_answer", "nhri", question=QUESTION)
        with self.within():
            request = Request.objects.filter(complaint=case).order_by("-asked_at").first()
            back = timedelta(days=days)
            for row in (request, Clock.objects.get(request=request.pk)):
                row.due_at -= back
                if hasattr(row, "asked_at"):
                    row.asked_at -= back
                else:
                    row.started_at -= back
                row.save()
        return case, request

    def remedied(self):
        """A decided case with a remedy recommended."""
        case = self.decided()
        self.desk.move(
            case, "recommend_remedy", "nhri", message="ثبت", recommendations=("الاعتذار والتعويض",)
        )
        return case

    def decided(self):
        """A case decided by the head on Dalia's proposal."""
        case = self.released()
        with self.within():
            row = case.allegation_set.get()
        self.desk.move(
            case, "propose_finding", "nhri", findings={row.pk: ("substantiated", "")}, reason="سبب كافٍ هنا"
        )
        self.desk.move(case, "approve_findings", "head", message="ثبت ذلك")
        return case

    def exclude(self, case, name):
        self.desk.move(case, "exclude", "head", person=self.world.bh.people[name].pk, reason="قرابة بعيدة")

    def docket(self, case, body):
        return Docket.objects.get(complaint=case, institution=body)
