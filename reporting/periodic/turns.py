"""Telling those whose turn it is: a letter that says only that a report waits, and lists on the desk."""

from datetime import datetime
from uuid import UUID

from accounts import letters
from accounts import selectors as accounts
from accounts.models import InstitutionKind, User
from accounts.roles import Role
from record import services as record
from reporting.models import Dossier, DossierStage

TURN = "report.turn"
WHOSE = {
    DossierStage.MINISTRY: (InstitutionKind.AUTHORITY, (Role.SUPERVISOR,)),
    DossierStage.NHRI: (InstitutionKind.NHRI, (Role.LIAISON, Role.NHRI_HEAD)),
}


def people(dossier: Dossier) -> list[UUID]:
    """Whose turn it is."""
    found = WHOSE.get(DossierStage(dossier.stage))
    if found is None:
        return []
    kind, roles = found
    bodies = [row.pk for row in accounts.institutions_of(dossier.state) if row.kind == kind]
    return accounts.staff_with(roles, bodies)


def tell(dossier: Dossier, *, now: datetime) -> None:
    """Ask for a letter to each of them; asked twice, it is sent once."""
    subjects = [f"{dossier.pk}|{user}" for user in people(dossier)]
    record.post(state=dossier.state, topic=TURN, subjects=subjects, cause=str(dossier.stage), at=now)


def deliver(subject: str) -> None:
    """Send one letter, where the person still works here and it is still their turn.

    Raises what the mail server's absence raises; the outbox then tries again, later each time.
    """
    dossier, user = (UUID(part) for part in subject.split("|"))
    waiting = Dossier.objects.waiting().filter(pk=dossier).first()
    if waiting is None or user not in people(waiting):
        return
    letters.compose("report", to=User.objects.get(pk=user).email).send()
