"""From sealed words to paper. A worker gets what it prints for a minute, encrypted, and never a key of the case.

The request that has the vault open makes the file's own key, seals it under the case's, and leaves the words with
that key in Redis under the server's own encryption. What no worker has taken after a minute is gone, and asked for
again.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import selectors as accounts
from accounts.models import State
from common import pdf, storage, tokens
from common.languages import digits, format_date, month_usage
from complaints.letters.content import Words
from complaints.models import Complaint, Letter, RegisterNumber
from record import services as record

TOPIC = "paper"
WAITS = timedelta(seconds=60)
AHEAD = timedelta(days=1)
"""The outbox is drained in the order of its times."""
Sheet = Mapping[str, Any]
"""What stands on the pages, all of it texts: `what` names the template, `language` the language."""


def _place(name: str) -> str:
    return f"paper:{name}"


def ask(*, state: str, name: str, key: bytes, sheet: Sheet, now: datetime) -> None:
    """Leave a sheet for a worker, to be written under this name and key. Call it in the asking transaction."""
    told = json.dumps({"key": key.hex(), "sheet": sheet}, ensure_ascii=False)
    cache.set(_place(name), tokens.make(told, purpose=TOPIC, now=now, lasts=WAITS), timeout=WAITS.seconds)
    # Somebody looks at the page, and the words wait for a minute alone: before what can wait longer.
    record.post(state=state, topic=TOPIC, subjects=[name], cause="asked", at=now - AHEAD)


def write(name: str, now: datetime) -> storage.Stored | None:
    """Put a waiting sheet on paper and spool it. None where it waits no more."""
    try:
        told = json.loads(tokens.read(cache.get(_place(name)) or "", purpose=TOPIC, now=now))
    except tokens.NoToken:
        return None
    writer = storage.Writer(name=name, key=bytes.fromhex(told["key"]))
    try:
        writer.write(render(told["sheet"]))
    except BaseException:
        writer.discard()
        raise
    stored = writer.close()
    cache.delete(_place(name))
    return stored


def render(sheet: Sheet) -> bytes:
    """The pages of a sheet as a tagged PDF."""
    language = sheet["language"]
    with translation.override(language):
        said = {
            **sheet,
            "sheet": sheet,
            "direction": "rtl" if language == "ar" else "ltr",
            "words": pdf.furniture(),
        }
        return pdf.render(
            html=render_to_string(f"pdf/{sheet['what']}.html", said),
            css=render_to_string(f"pdf/{sheet['what']}.css", said),
        )


# --- a letter ---------------------------------------------------------------------------------------------


def of_letter(letter: Letter, *, case: Complaint, number: RegisterNumber | None, words: Words) -> Sheet:
    """A letter as it stands on paper, its number and day left open while it is a draft."""
    state = accounts.state(letter.state)
    with translation.override(letter.language):
        return {
            "what": "letter",
            "language": letter.language,
            "arabic_digits": state.arabic_digits and letter.language == "ar",
            "state": state.name,
            "institution": letter.institution.name,
            "number": in_digits(number.written, state, letter.language) if number else "",
            "day": day(number.day, state, letter.language, hijri=True) if number else "",
            "created": number.day.isoformat() if number else "",
            "reference": case.reference,
            "their_number": letter.their_number,
            "their_date": day(letter.their_date, state, letter.language) if letter.their_date else "",
            "to": words.to.splitlines(),
            "subject": words.subject,
            "paragraphs": [part.splitlines() for part in words.paragraphs],
            "title": _("Letter about complaint %(reference)s") % {"reference": case.reference},
        }


def day(value: Any, state: State, language: str, *, hijri: bool = False) -> str:
    """A date in the state's months and digits, with the Hijri date beside it where asked."""
    return format_date(
        value,
        language=language,
        months=month_usage(state.code),
        arabic_digits=state.arabic_digits,
        hijri=hijri,
    )


def in_digits(text: str, state: State, language: str) -> str:
    """A number of the register in the state's digits."""
    return digits(text, arabic=True) if language == "ar" and state.arabic_digits else text
