"""The last page sent: it becomes a case once, and nothing of the draft stays."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from complaints.intake import keys, selectors
from complaints.intake.registering import paper
from complaints.intake.registering.services import register
from complaints.intake.services import Filed, submit
from complaints.intake.steps import drafts, whole
from complaints.intake.steps.arriving import Arrived
from complaints.intake.steps.asked import Asked
from complaints.intake.views import again as shown_again
from complaints.intake.views import receipt_of


def file(asked: Asked, forms: whole.Forms, came: Arrived, now: datetime) -> Filed:
    """The case. Raises `NotReceived`; for a clerk also `Recused` and `Refused`."""
    sent, key = whole.submission(asked, forms), key_of(came).raw
    if came.by is None:
        filed = submit(sent=sent, key=key, now=now)
    else:
        filed = register(sent=sent, key=key, by=came.by, now=now)
    selectors.remember_filing(key)
    return filed


def receipt(request: HttpRequest, filed: Filed, came: Arrived, now: datetime) -> HttpResponse:
    """On to the receipt: the complainant's own, or the one on paper."""
    if came.by is None:
        response = receipt_of(request, filed, now, lacks_files=filed.lacks_files)
    else:
        response = paper.on_to(request, filed, came.by, now)
    return done(response, came)


def again(request: HttpRequest, before: selectors.Before, came: Arrived, now: datetime) -> HttpResponse:
    """What was filed already: its receipt while that may be shown."""
    if came.by is None:
        return shown_again(request, before, now)
    return paper.on_to(request, before.filed, came.by, now)


def filed_before(came: Arrived, now: datetime) -> selectors.Before | None:
    """What this draft filed already."""
    key = key_of(came)
    return selectors.filed_before(key.raw, issued_at=key.issued_at, now=now)


def key_of(came: Arrived) -> keys.FormKey:
    """The key that files this draft once; a new one where it is older than a day."""
    try:
        return keys.read(came.draft.key)
    except keys.NoKey:
        came.draft.key = keys.new()
        return keys.read(came.draft.key)


def done(response: HttpResponse, came: Arrived) -> HttpResponse:
    """It arrived: nothing of the draft stays."""
    drafts.forget(came.secret, came.draft.by)
    drafts.take_back(response, came.door.cookie)
    return response
