"""Dockets of a list drawn as rows of the queue, with as many statements however long the page."""

from django.db.models import Prefetch, QuerySet

from accounts.actor import Actor
from complaints.models import Allegation, Clock, Docket


def fetched(rows: QuerySet[Docket], actor: Actor) -> QuerySet[Docket]:
    """With what a row shows: the case and its place, who holds it, what is alleged, which clocks run."""
    alleged = Allegation.objects.filter(state=actor.state).order_by("pk")
    running = Clock.objects.filter(state=actor.state, ended_at=None).order_by("due_at")
    return rows.select_related("complaint", "complaint__governorate", "assignee").prefetch_related(
        Prefetch("complaint__allegation_set", queryset=alleged),
        Prefetch("complaint__clock_set", queryset=running),
    )
