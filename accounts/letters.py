"""Letters about accounts: both languages in one, and nothing in them that is anybody's.

A letter has a code, a link at most, and no other place for words: no name, role, reference or category can
get in. What a digest counts are numbers, under names that its text knows. The texts are
templates/letters/<code>/ar.txt and en.txt, whose first line is the subject.
"""

import logging
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from common.context import OWN_NAMES

logger = logging.getLogger(__name__)
BETWEEN = "\n\n" + "—" * 20 + "\n\n"
CODES = (
    "invitation",
    "password_reset",
    "password_changed",
    "factor_added",
    "factor_removed",
    "codes_made",
    "account_changed",
    "account_confirm",
    "account_exists",
    "own_password_reset",
    "own_account_changed",
    "news",
    "digest",
    "report",
    "period",
)


def compose(code: str, *, to: str, link: str = "", counts: Mapping[str, int] | None = None) -> EmailMessage:
    """The letter in both languages, Arabic first. Raises `KeyError` for a code that does not exist."""
    if code not in CODES:
        raise KeyError(code)
    said: dict[str, str | int] = {"link": link, **{name: int(n) for name, n in (counts or {}).items()}}
    texts = [_text(code, language, said) for language in OWN_NAMES]
    parts = [text.strip().partition("\n") for text in texts]
    return EmailMessage(
        subject=" · ".join(subject.strip() for subject, _, _ in parts),
        body=BETWEEN.join(body.strip() for _, _, body in parts) + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
    )


def _text(code: str, language: str, said: Mapping[str, str | int]) -> str:
    with translation.override(language):  # plurals go by the language of the text, not of whoever asks
        return render_to_string(f"letters/{code}/{language}.txt", dict(said))


def send(code: str, *, to: str, link: str = "") -> bool:
    """Whether the letter went out. A broken mail server is the operator's to see and stops nobody's work."""
    try:
        compose(code, to=to, link=link).send()
    except OSError as error:  # what smtplib raises, a refused connection and a full disk
        logger.error("A letter %s was not sent: %s", code, type(error).__name__)
        return False
    return True
