"""A custody inquiry as the family reads it: what was said of the person, and by when they hear again."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.languages import isolate
from complaints.tracking.selectors import File
from complaints.vocabulary import Stage, Whereabouts

_SAID = {
    Whereabouts.HELD: gettext_lazy("The last answer says that the person is held, and where."),
    Whereabouts.MOVED: gettext_lazy("The last answer says that the person was moved, and where to."),
    Whereabouts.FREE: gettext_lazy("The last answer says that the person was released."),
    Whereabouts.DEAD: gettext_lazy(
        "The last answer says that the person died. Please read the message below."
    ),
    Whereabouts.NOT_HELD: gettext_lazy("The last answer says that the person is not held."),
    Whereabouts.NOT_KNOWN: gettext_lazy("The last answer says that the person was not found yet."),
}


def at_hour(day: str, moment: datetime) -> str:
    """A day with its hour, as a person reads a clock."""
    return _("%(day)s at %(hour)s") % {"day": day, "hour": isolate(f"{moment:%H:%M}")}


def standing(file: File, *, until: str) -> str:
    """Where the search stands; "" where it stands as any other case does."""
    words = {"who": file.lead.name, "date": until}
    if file.case.stage == Stage.RECEIVED:
        return _("%(who)s asks where the person is, and you read here what is known by %(date)s.") % words
    if file.case.stage != Stage.INVESTIGATING:
        return ""
    if not file.case.whereabouts:
        return (
            _("%(who)s is asking where the person is, and you read here what is known by %(date)s.") % words
        )
    said = {"said": _SAID[Whereabouts(file.case.whereabouts)], "date": until}
    return _("%(said)s It is asked again, and you read here what is known by %(date)s.") % said


def next_step(file: File) -> str:
    """What follows: an answer each day until the family knows."""
    if file.case.stage in (Stage.RECEIVED, Stage.INVESTIGATING):
        return _(
            "Word is due here every day, even that nothing is known, until you confirm below that you know where "
            "the person is, or that the person is free. Silence is recorded, and told to those above."
        )
    return ""
