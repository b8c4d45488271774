"""What the two institutions say about a report, place by place, and who reads it when.

While it is their turn, an institution's comments are its own. The ministry's are shown to the others once its turn
is over, the national institution's once the report is issued, when both are printed. Whoever made a comment may
settle it, and then it isn't printed; nobody else can keep it out of the report.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actor import Actor, Refused
from accounts.models import Institution
from common import tenancy
from record import services as record
from reporting import services
from reporting.models import Comment, Dossier, DossierStage, Side
from reporting.periodic import life
from reporting.services import NotPossible

LONGEST = 5000  # characters
TURN = {Side.MINISTRY: DossierStage.MINISTRY, Side.NHRI: DossierStage.NHRI}


def visible_to(actor: Actor, dossier: Dossier) -> QuerySet[Comment]:
    """The comments that somebody may read now, in the order of saying."""
    found = Comment.objects.filter(dossier=dossier).select_related("institution", "answers")
    if actor.state != dossier.state:
        return found.none()
    shown = Q(side=side) if (side := life.side_of(actor)) else Q(pk__in=[])
    if dossier.stage not in (DossierStage.DRAFT, DossierStage.MINISTRY):
        shown |= Q(side=Side.MINISTRY)
    if dossier.is_final:
        shown |= Q(side=Side.NHRI)
    return found.filter(shown)


def may_comment(actor: Actor, dossier: Dossier) -> bool:
    """Whether it is this person's turn to speak."""
    side = life.side_of(actor)
    return side is not None and actor.state == dossier.state and dossier.stage == TURN[side]


def add(
    *,
    dossier: Dossier,
    place: str,
    text: str,
    by: Actor,
    now: datetime,
    answers: UUID | None = None,
    about_numbers: str = "",
) -> Comment:
    """Say something about a place of the report, or in answer to another comment, for one's institution.

    `about_numbers`: what numbers in it count that equal hidden ones.

    Raises `Refused` for whoever comments on no report, `NotPossible` when it is not their turn.
    """
    side, body = life.side_of(by), _body(by)
    with tenancy.within(dossier.state):
        dossier = _on_turn(dossier, side, by)
        answered = visible_to(by, dossier).get(pk=answers) if answers else None
        made = Comment.objects.create(
            state=dossier.state,
            dossier=dossier,
            side=side or "",
            institution=body,
            place=answered.place if answered else place,
            answers=answered,
            text=text,
            about_numbers=about_numbers,
            at=now,
            by=by.id,
        )
        services.note(dossier, "commented", by, now, **_told(made))
    return made


def settle(*, comment: UUID, by: Actor, now: datetime) -> None:
    """What was said has been dealt with and need not be printed; only whose words they are may say so."""
    side = life.side_of(by)
    with tenancy.within(by.state):
        row = Comment.objects.select_for_update().get(pk=comment)
        if row.side != side:
            raise Refused("settle")
        dossier = _on_turn(row.dossier, side, by)
        if row.settled_at:
            return
        row.settled_at, row.settled_by = now, by.id
        row.save(update_fields=["settled_at", "settled_by"])
        services.note(dossier, "comment_settled", by, now, comment=str(row.pk))


def _body(by: Actor) -> Institution:
    if by.institution is None:
        raise Refused("comment")
    return by.institution


def _on_turn(dossier: Dossier, side: Side | None, by: Actor) -> Dossier:
    if side is None or by.state != dossier.state:
        raise Refused("comment")
    # Whoever ends the turn waits for this, as do other commenters; rows that only refer to the report do not.
    dossier = Dossier.objects.select_for_update(no_key=True).get(pk=dossier.pk)
    if dossier.stage != TURN[side]:
        raise NotPossible(_("It is not your institution’s turn to comment on this report."))
    return dossier


def _told(comment: Comment) -> dict[str, record.Detail]:
    """The chain keeps where something was said and a hash of it; the words stand in their own row."""
    told: dict[str, record.Detail] = {
        "comment": str(comment.pk),
        "place": comment.place,
        "side": comment.side,
    }
    if comment.answers_id:
        told["answers"] = str(comment.answers_id)
    if comment.about_numbers:
        told["about_numbers"] = record.hash_of(comment.about_numbers, salt=comment.pk.bytes)
    return {**told, "text": record.hash_of(comment.text, salt=comment.pk.bytes)}
