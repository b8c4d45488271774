"""Words that institutions write into a report beside its figures, by section and language.

A draft is kept for everybody who may write; with the report's issue they are frozen. Whoever saves over a text that
somebody else changed meanwhile is shown it first.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actor import Actor, Refused
from accounts.roles import Permission
from common import tenancy
from record import services as record
from reporting import services
from reporting.models import Dossier, DossierStage, Narrative, Side
from reporting.periodic import life
from reporting.services import NotPossible

LONGEST = 20_000  # characters
WRITES = {
    Side.MINISTRY: (DossierStage.DRAFT, DossierStage.MINISTRY),
    Side.NHRI: (DossierStage.DRAFT, DossierStage.MINISTRY, DossierStage.NHRI),
}


class Overtaken(Exception):
    """Somebody else saved the text meanwhile; `row` is what stands there now."""

    def __init__(self, row: Narrative) -> None:
        super().__init__(row.pk)
        self.row = row


def may_write(actor: Actor, dossier: Dossier) -> bool:
    """Whether this person may change the words of a report now."""
    if actor.state != dossier.state:
        return False
    if dossier.is_regional:
        return dossier.is_open and actor.may(Permission.ISSUE_REPORT)
    side = life.side_of(actor)
    return side is not None and dossier.stage in WRITES[side]


def write(
    *,
    dossier: Dossier,
    section: str,
    language: str,
    text: str,
    revision: int,
    by: Actor,
    now: datetime,
    about_numbers: str = "",
) -> Narrative:
    """Save a section's words. `revision` is the one the writer saw, 0 where there was none; `about_numbers` what
    numbers in them count that equal hidden ones.

    Raises `Refused`, `NotPossible` once it is too late, `Overtaken`.
    """
    if not by.may(Permission.MAKE_REPORT) or by.state != dossier.state:
        raise Refused(Permission.MAKE_REPORT)
    with tenancy.within(dossier.state):
        dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
        if not may_write(by, dossier):
            raise NotPossible(_("The words of this report can no longer be changed by your institution."))
        where = {"dossier": dossier, "section": section, "language": language}
        row = Narrative.objects.filter(**where).first() or Narrative(**where, state=dossier.state, revision=0)
        if row.revision != revision:
            raise Overtaken(row)
        row.text, row.revision, row.written_at, row.written_by = text, revision + 1, now, by.id
        row.about_numbers = about_numbers
        row.save()
        salt = f"{dossier.pk} {section} {language}".encode()
        told: dict[str, record.Detail] = {"text": record.hash_of(text, salt=salt)}
        if about_numbers:
            told["about_numbers"] = record.hash_of(about_numbers, salt=salt)
        services.note(dossier, "written", by, now, section=section, language=language, **told)
    return row
