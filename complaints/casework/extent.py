"""What there is of a case beside its row, told with its docket in one statement.

A page that knows there is no file, no question and no event asks the database for none of them. Written as SQL: put
together by the ORM, these nine cost more than the statement they spare.
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, Field, IntegerField, Model
from django.db.models.expressions import RawSQL

from accounts.actor import Actor
from complaints.models import (
    Check,
    Errand,
    EventLink,
    Evidence,
    Exclusion,
    Person,
    Recommendation,
    Request,
    SafetyTelling,
)

OWN_AND_BY_HAND = (
    "AND it.ground = 'hand' AND EXISTS (SELECT FROM accounts_user whom, accounts_user who"
    " WHERE whom.id = it.user_id AND whom.institution_id = %s"
    " AND it.by = 'user:' || who.id AND who.institution_id = %s)"
)
"""What a ministry may lift, as `team.exclusions.may_lift` has it."""


def of(actor: Actor) -> dict[str, RawSQL]:
    """Annotations of a docket: `has_identity`, `has_files`, `has_event`, `has_questions`, `has_recommendations`,
    `has_excluded` (somebody whom it may be the institution's to let in again), `has_telling` (of their safety, not
    followed up), how many tasks of one's own institution wait (`errands`), and the lines it ticked off (`checked`).

    The last two tell a ministry's staff nothing of what is not their affair: a step would come and go with it."""
    institution = getattr(actor.institution, "pk", None)
    independent = actor.institution is not None and actor.institution.is_independent
    own, mine = "AND it.institution_id = %s", (institution,)
    linked = ("", ()) if independent else (own, mine)
    lifted = ("", ()) if independent else (OWN_AND_BY_HAND, (*mine, *mine))
    told = "AND it.followed_at IS NULL" if independent else "AND FALSE"
    return {
        "has_identity": _asked("EXISTS (SELECT", Person, BooleanField()),
        "has_files": _asked("EXISTS (SELECT", Evidence, BooleanField()),
        "has_event": _asked("EXISTS (SELECT", EventLink, BooleanField(), *linked),
        "has_questions": _asked("EXISTS (SELECT", Request, BooleanField()),
        "has_recommendations": _asked("EXISTS (SELECT", Recommendation, BooleanField()),
        "has_excluded": _asked("EXISTS (SELECT", Exclusion, BooleanField(), *lifted),
        "has_telling": _asked("EXISTS (SELECT", SafetyTelling, BooleanField(), told),
        "errands": _asked("(SELECT count(*)", Errand, IntegerField(), f"{own} AND it.ended_at IS NULL", mine),
        "checked": _asked(
            "ARRAY(SELECT it.item", Check, ArrayField(CharField()), f"{own} ORDER BY it.item", mine
        ),
    }


def _asked(
    what: str,
    model: type[Model],
    kind: "Field[object, object]",
    more: str = "",
    values: tuple[object, ...] = (),
) -> RawSQL:
    """Rows of a table that belong to the docket's case. Put together of fixed words; every value is a parameter."""
    rows = f"FROM {model._meta.db_table} it WHERE it.state = complaints_docket.state"
    return RawSQL(  # noqa: S611  # nosec B611
        f"{what} {rows} AND it.complaint_id = complaints_docket.complaint_id {more})",
        values,
        output_field=kind,
    )
