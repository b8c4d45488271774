"""The words beside the figures: narratives, comments, who issued a report. Frozen once it is issued."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import selectors as accounts
from accounts.models import Institution
from reporting.models import Comment, Dossier, DossierStage, Narrative, Side
from reporting.periodic import reading

Words = dict[str, Any]


def of(dossier: Dossier) -> Words:
    """The frozen words of a report with their SHA-256; of an open one those of now, and that it is a draft."""
    if dossier.words:
        return {**json.loads(dossier.words), "words_sha256": dossier.words_sha256}
    issue = {"version": dossier.version, "stage": DossierStage.DRAFT.value}
    issue |= {"issued_by": "", "issued_on": "", "by_silence": False}
    words: Words = {"narratives": narratives(dossier), "issue": issue}
    return words if dossier.is_regional else {**words, "comments": None}


def freeze(dossier: Dossier, *, office: Institution | None, by_silence: bool, now: datetime) -> None:
    """Put the words of a report that is being issued into its row, in the one way they are written."""
    day = accounts.calendar(accounts.state(dossier.state)).local_date(now)
    issue: Words = {
        "version": dossier.version,
        "stage": DossierStage.ISSUED.value,
        "issued_by": {"ar": office.name_ar, "en": office.name_en} if office else "",
        "issued_on": day.isoformat(),
        "by_silence": by_silence,
    }
    words: Words = {"narratives": narratives(dossier), "issue": issue}
    if not dossier.is_regional:
        words["comments"] = comments(dossier)
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    dossier.words, dossier.words_sha256 = text, hashlib.sha256(text.encode()).hexdigest()


def narratives(dossier: Dossier) -> dict[str, dict[str, str]]:
    """What people wrote, by section and language; of an issued report as it was frozen, which every reader has."""
    if dossier.words:
        frozen: dict[str, dict[str, str]] = json.loads(dossier.words)["narratives"]
        return frozen
    written: dict[str, dict[str, str]] = {}
    for row in Narrative.objects.filter(dossier=dossier).exclude(text=""):
        written.setdefault(row.section, {})[row.language] = row.text
    return written


def comments(dossier: Dossier) -> dict[str, list[Words]]:
    """What either institution said and did not settle meanwhile, in the order of saying."""
    rows = Comment.objects.filter(dossier=dossier, settled_at=None).select_related("institution", "answers")
    made: dict[str, list[Words]] = {side.value: [] for side in Side}
    found = list(rows)
    titles = reading.both_places(dossier) if found else {}
    calendar = accounts.calendar(accounts.state(dossier.state))
    for row in found:
        body = row.institution
        made[row.side].append(
            {
                "where": _where(row, titles),
                "text": row.text,
                "by": {"ar": body.name_ar, "en": body.name_en},
                "on": calendar.local_date(row.at).isoformat(),
            }
        )
    return made


def _where(row: Comment, titles: dict[str, dict[str, str]]) -> dict[str, str] | str:
    place = titles.get(row.place)
    if row.answers_id is None or place is None:
        return place or ""
    answered = {}
    for language, title in place.items():
        with translation.override(language):
            answered[language] = _("%(place)s (in answer to a comment)") % {"place": title}
    return answered
