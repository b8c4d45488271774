"""What the token of an institution's own system may be used for, and which permissions each use has."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission as P


class Scope(TextChoices):
    """One use of a token. Permanent codes: they stand in the record."""

    INTAKE = "intake", _("File what people bring to the institution")
    READ = "read", _("See the institution’s cases without their words")
    MOVE = "move", _("Carry cases one step on, where no words are asked")
    MESSAGE = "message", _("Write as the person whose code is given")
    EVIDENCE = "evidence", _("Add files for the person whose code is given")
    ACTIVITIES = "activities", _("See and enter activities")


# Never READ_…: a token holds no key, so no scope promises words.
ALLOWS: dict[Scope, frozenset[P]] = {
    Scope.INTAKE: frozenset({P.REGISTER}),
    Scope.READ: frozenset({P.QUEUE}),
    Scope.MOVE: frozenset({P.QUEUE, P.LEAD}),
    Scope.MESSAGE: frozenset(),
    Scope.EVIDENCE: frozenset(),
    Scope.ACTIVITIES: frozenset({P.ACTIVITIES}),
}


def allowed_by(scopes: frozenset[Scope]) -> frozenset[P]:
    """Everything these scopes allow together."""
    return frozenset().union(*(ALLOWS[scope] for scope in scopes))
