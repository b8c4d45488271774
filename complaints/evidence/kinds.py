"""Which files are taken, how many and how large, and in which words others are refused."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.languages import isolate
from complaints.vocabulary import FileKind

STATE = re.compile("[A-Z]{2}")
MB = 1_000_000
"""Bytes, as people are told sizes."""


class Limits(NamedTuple):
    """How much one case takes. Bytes are those of the files as they were sent."""

    file: int = 25 * MB
    files: int = 10
    case: int = 100 * MB

    def left(self, sizes: Iterable[int]) -> "Limits":
        """What still fits beside files of these sizes in bytes."""
        taken = list(sizes)
        return self._replace(files=self.files - len(taken), case=self.case - sum(taken))


def limits_of(state: str) -> Limits:
    """The limits of a state: the one place that knows them. The shipped ones where none is chosen yet."""
    from accounts.settings import limits  # here: the parsers' process has no database to import models for

    if not STATE.fullmatch(state):  # as it was posted: nothing may be chosen, or anything
        return Limits()
    own = limits.limits_of(state, timezone.localdate())
    return Limits(own.megabytes * MB, own.files, own.case_megabytes * MB)


def most() -> Limits:
    """What no state can go beyond: all that is known of a form while it is still being read."""
    from accounts.settings import limits  # as above

    shipped, times = limits.SHIPPED, limits.MOST
    return Limits(shipped.megabytes * MB * times, shipped.files * times, shipped.case_megabytes * MB * times)


KINDS: dict[str, FileKind] = {
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), FileKind.JPEG),
    "png": FileKind.PNG,
    **dict.fromkeys(("heic", "heif"), FileKind.HEIC),
    "pdf": FileKind.PDF,
    "mp4": FileKind.MP4,
    "m4a": FileKind.M4A,
    **dict.fromkeys(("ogg", "oga", "opus"), FileKind.OGG),
    "mp3": FileKind.MP3,
    "txt": FileKind.TEXT,
}
"""By the ending of the name."""
EXTENSIONS: dict[str, str] = {
    kind.value: next(ending for ending, of in KINDS.items() if of is kind) for kind in FileKind
}
"""The ending a file is handed out with."""
ACCEPT = ",".join(f".{ending}" for ending in KINDS)
"""For the `accept` of a file input: what its chooser offers."""

ARCHIVES = frozenset(
    (
        *("zip", "rar", "7z", "tar", "gz", "tgz", "bz2"),
        *("xz", "zst", "cab", "iso", "jar", "apk", "arj", "lzh"),
    )
)
OFFICE = frozenset(
    (
        *("doc", "docx", "docm", "dot", "dotx", "xls", "xlsx", "xlsm"),
        *("ppt", "pptx", "pptm", "odt", "ods", "odp", "rtf", "pages", "numbers"),
    )
)
WEB = frozenset(
    (
        *("htm", "html", "xhtml", "mht", "mhtml"),
        *("svg", "svgz", "xml", "js", "php"),
    )
)


class Refusal(TextChoices):
    """Why a file is not taken. `%(name)s` is the name it came with."""

    EMPTY = "empty", _("%(name)s is empty. Please choose it again, or leave it out.")
    TOO_LARGE = (
        "too_large",
        _("%(name)s is larger than %(megabytes)s MB. Please send a shorter or smaller version."),
    )
    TOO_MANY = (
        "too_many",
        _(
            "No more files fit: %(name)s and what follows it were left out. Others can be removed in their place."
        ),
    )
    TOO_MUCH = (
        "too_much",
        _(
            "%(name)s does not fit any more: together the files are too large. Others can be removed in its place."
        ),
    )
    UNKNOWN = (
        "unknown",
        _(
            "%(name)s is of a kind that is not taken. Pictures (JPEG, PNG, HEIC), PDF, video (MP4), sound "
            "(M4A, OGG, MP3) and plain text are."
        ),
    )
    ARCHIVE = (
        "archive",
        _("%(name)s is a packed archive. Please attach the files that are in it one by one."),
    )
    OFFICE = (
        "office",
        _("%(name)s is an office document. Please save it as a PDF, or attach a picture of its pages."),
    )
    WEB = (
        "web",
        _("%(name)s is a web page or a drawing made of code. Please attach a picture of the screen instead."),
    )
    MISMATCH = (
        "mismatch",
        _("What is in %(name)s is not what its name says. Please attach the file as it was made."),
    )
    BROKEN = (
        "broken",
        _("%(name)s is damaged and cannot be read. Please attach it again, or a picture of it."),
    )
    MIXED = (
        "mixed",
        _("%(name)s holds something else besides what its name says. Please attach a picture of it instead."),
    )
    CARRIES = (
        "carries",
        _("%(name)s carries other files inside. Please attach those by themselves, one by one."),
    )
    LOCKED = (
        "locked",
        _("%(name)s is protected by a password. Please attach it without one, or pictures of its pages."),
    )
    HUGE = (
        "huge",
        _("%(name)s unfolds into more than can be read safely. Please attach a smaller version."),
    )
    UNCLEAN = (
        "unclean",
        _(
            "%(name)s cannot be freed of what it tells of who made it, where and when. Please attach a picture of"
            " it, or another scan."
        ),
    )
    DISK = (
        "disk",
        _(
            "%(name)s could not be taken just now: there is no room for files. It can be added later with the code."
        ),
    )
    GONE = (
        "gone",
        _("A file attached earlier waits here no more. Please attach it again."),
    )

    def sentence(self, name: str, limits: Limits) -> str:
        """What is said to whoever attached it."""
        return str(self.label) % {
            "name": isolate(name),
            "megabytes": limits.file // MB,
        }


class NotTaken(Exception):
    """A file that is not taken."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


NO_COPY = frozenset({Refusal.UNCLEAN, Refusal.HUGE})
"""Why a scan of an institution is not taken although its kind is."""
NO_COPY_WORDS = _(
    "This file cannot be freed of what it tells of who made it, where and when. A picture of the paper, or another"
    " scan, can usually be taken."
)


def kind_of(name: str) -> FileKind:
    """By the ending of its name. Raises `NotTaken`."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in KINDS:
        return KINDS[ending]
    for endings, refusal in ((ARCHIVES, Refusal.ARCHIVE), (OFFICE, Refusal.OFFICE), (WEB, Refusal.WEB)):
        if ending in endings:
            raise NotTaken(refusal)
    raise NotTaken(Refusal.UNKNOWN)
