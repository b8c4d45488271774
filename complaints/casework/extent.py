"""What there is of a case beside its row, told with its docket in one statement.

A page that knows there is no file, no question and no event asks the database for none of them.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from accounts.actor import Actor
from complaints.models import Check, Errand, EventLink, Evidence, Person, Recommendation, Request


def of(actor: Actor) -> dict[str, Combinable]:
    """Annotations of a docket: `has_identity`, `has_files`, `has_event`, `has_questions`, `has_recommendations`,
    how many tasks of one's own institution wait (`errands`), and the lines it ticked off (`checked`)."""
    here = {"state": actor.state, "complaint_id": OuterRef("complaint_id")}
    own = {**here, "institution": actor.institution}
    independent = actor.institution is not None and actor.institution.is_independent
    return {
        "has_identity": Exists(Person.objects.filter(**here)),
        "has_files": Exists(Evidence.objects.filter(**here)),
        "has_event": Exists(EventLink.objects.filter(**(here if independent else own))),
        "has_questions": Exists(Request.objects.filter(**here)),
        "has_recommendations": Exists(Recommendation.objects.filter(**here)),
        "errands": _number(Errand.objects.filter(**own, ended_at=None)),
        "checked": ArraySubquery(Check.objects.filter(**own).order_by("item").values("item")),
    }


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("complaint_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
