"""The files of one form, from page to page until it is sent: those taken before, one removed, those that came now."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import HttpRequest

from complaints.evidence import services
from complaints.evidence.kinds import Limits, NotTaken, Refusal, limits_of
from complaints.evidence.services import Spooled
from complaints.evidence.uploads import FIELD, Upload

TOKENS = "attached"
"""Name of the hidden fields that bring along what was taken before."""
REMOVE = "remove_file"
"""Name of the buttons that remove one of them; the value is its name on disk."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is attached to a form now."""

    files: tuple[Spooled, ...] = ()
    errors: tuple[str, ...] = ()
    """Sentences about files that were not taken. Whoever attached them decides before the words are sent."""
    later: tuple[str, ...] = ()
    """The same where the disk was full, which never stops words: to be told once they are sent."""

    limits: Limits = field(default_factory=Limits)
    """Of the state, for one case."""

    @property
    def tokens(self) -> list[str]:
        """What a draft keeps of them: texts of about 500 characters, good for a day."""
        return [file.token for file in self.files]


def listed(tokens: Iterable[str], *, state: str, now: datetime) -> Chosen:
    """The files of a draft, as far as they still wait."""
    limits = limits_of(state)
    return replace(_gathered(list(tokens), [], limits, now), limits=limits)


def choose(
    request: HttpRequest,
    *,
    state: str,
    now: datetime,
    tokens: Iterable[str] = (),
    already: Iterable[int] = (),
) -> Chosen:
    """What is attached to a form posted to a view that `takes_files`.

    `tokens` are those of its draft, `already` the sizes in bytes of what the case has of earlier.
    What came with the form is taken, what its remove button names is removed. Never raises.
    """
    known = list(dict.fromkeys([*tokens, *request.POST.getlist(TOKENS)]))
    uploads = [upload for upload in request.FILES.getlist(FIELD) if isinstance(upload, Upload)]
    limits, unwanted = limits_of(state), request.POST.get(REMOVE, "")
    return replace(_gathered(known, uploads, limits.left(already), now, unwanted), limits=limits)


def is_about_files(request: HttpRequest) -> bool:
    """Whether a button beside a file was pressed, and the form is not to be sent yet."""
    return REMOVE in request.POST


def _gathered(
    known: list[str], uploads: list[Upload], limits: Limits, now: datetime, unwanted: str = ""
) -> Chosen:
    files: list[Spooled] = []
    refused: dict[tuple[Refusal, str], str] = {}

    def refuse(refusal: Refusal, name: str) -> None:
        # However many are too many, it is said once.
        key = (refusal, "" if refusal in (Refusal.TOO_MANY, Refusal.GONE) else name)
        refused.setdefault(key, refusal.sentence(name, limits))

    for token in known:
        try:
            file = services.waiting(token, now=now)
        except NotTaken as not_taken:
            refuse(not_taken.refusal, "")
            continue
        if file.blob == unwanted:
            services.remove(file)
        else:
            files.append(file)
    for upload in uploads:
        try:
            files.append(services.accept(upload, beside=files, limits=limits, now=now))
        except NotTaken as not_taken:
            refuse(not_taken.refusal, services.clean_name(upload.name or ""))
    later = [text for (refusal, _), text in refused.items() if refusal is Refusal.DISK]
    errors = [text for (refusal, _), text in refused.items() if refusal is not Refusal.DISK]
    return Chosen(tuple(files), tuple(errors), tuple(later))
