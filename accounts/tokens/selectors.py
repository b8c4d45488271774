"""Reading tokens: a state's or a body's, what waits for a signature, for whom one may ask."""

from django.db.models import QuerySet

from accounts.actor import Actor
from accounts.changes.models import Change
from accounts.models import Institution, InstitutionKind
from accounts.roles import Permission
from accounts.tokens.kinds import TokenKind
from accounts.tokens.models import ApiToken

SHOWN = 100  # the latest


def tokens(by: Actor) -> QuerySet[ApiToken]:
    """The newest first."""
    return ApiToken.objects.visible_to(by).order_by("-given_at", "-pk")


def waiting(by: Actor) -> list[Change]:
    """Tokens that were asked for and not signed yet, as far as this person may know of them."""
    found = Change.objects.visible_to(by).waiting().filter(state=by.state, kind=TokenKind.code)
    if not by.may(Permission.CONFIGURE):
        found = found.filter(target__startswith=f"{by.institution.code if by.institution else ''}:")
    return list(found.order_by("proposed_at", "id"))


def institutions(by: Actor) -> list[Institution]:
    """Those whose systems this person may ask a token for."""
    found = Institution.objects.filter(state=by.state, is_active=True).exclude(
        kind=InstitutionKind.PROSECUTION
    )
    if by.may(Permission.CONFIGURE):
        return list(found)
    return [row for row in found if row == by.institution]
