"""What the pages of a report show: its sections with words and comments, its files, where it stands."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Institution, State
from common.calendar import WorkCalendar
from reporting import services
from reporting.models import Comment, Dossier, DossierStage, Report, ReportFile, Side
from reporting.periodic import comments, comparison, life, narratives, reading, schedule, words
from reporting.wording import Writer

Row = dict[str, Any]
FILES = Prefetch("files", queryset=ReportFile.objects.defer("body"))  # names and sums, never the megabytes
SHAPES = {
    DossierStage.DRAFT: "not_started",
    DossierStage.MINISTRY: "under_way",
    DossierStage.NHRI: "under_way",
    DossierStage.ISSUED: "under_way",
    DossierStage.PUBLISHED: "reached",
}


def language() -> str:
    """The language of the page."""
    return (get_language() or "ar")[:2]


def writer(state: str = "") -> Writer:
    """For pages: the names a list of reports needs, months as the reader's state calls them."""
    own = State.objects.filter(pk=state).first()
    names = {
        "states": {row.code: {"ar": row.name_ar, "en": row.name_en} for row in State.objects.all()},
        "institutions": {
            row.code: {"ar": row.name_ar, "en": row.name_en} for row in Institution.objects.all()
        },
    }
    return Writer(language(), own.months if own else "gulf", False, names)


def listed(dossiers: Iterable[Dossier], by: Writer, *, now: datetime, calendar: WorkCalendar) -> list[Row]:
    """Rows of a list of dossiers: whose, when, where it stands."""
    return [heading(dossier, by, now=now, calendar=calendar) for dossier in dossiers]


def heading(dossier: Dossier, by: Writer, *, now: datetime, calendar: WorkCalendar | None = None) -> Row:
    """What every page says first about a dossier. With the state's calendar also its last day for comments."""
    period = {"start": dossier.start.isoformat(), "end": dossier.end.isoformat()}
    due = _due(dossier)
    return {
        "dossier": dossier,
        "scope": by.scope({"scope": dossier.scope}),
        "span": by.span(period),
        "shape": SHAPES[DossierStage(dossier.stage)],
        "due": due,
        "last_day": calendar.last_day(due) if due and calendar else None,
        "is_overdue": due is not None and due <= now,
    }


def _due(dossier: Dossier) -> datetime | None:
    if dossier.stage == DossierStage.MINISTRY:
        return dossier.ministry_due_at
    return dossier.nhri_due_at if dossier.stage == DossierStage.NHRI else None


def held_up(by: Writer, *, now: datetime) -> list[Row]:
    """The region's reports that the schedule would begin and cannot yet, each with the reason."""
    return [
        {"span": by.span({"start": period.start.isoformat(), "end": period.end.isoformat()}), "why": why}
        for period, why in schedule.held_up(now=now)
    ]


def files(report: Report) -> list[Row]:
    """A report's files with their sums, ready ones alone."""
    made = []
    for file in report.files.all():
        name = f"{report.stem}.{file.kind}"
        made.append(
            {
                "kind": file.kind.upper(),
                "url": reverse("report_file", args=[report.pk, name]),
                "sha256": file.sha256,
                "kilobytes": -(-file.size // 1024),
            }
        )
    return made


def prints(dossier: Dossier, reports: Iterable[Report], by: Writer) -> list[Row]:
    """Every language and edition of a dossier: its files, how far they are, or nothing yet."""
    known = {(report.edition, report.language): report for report in reports}
    rows = []
    for edition in dossier.editions:
        for language in services.LANGUAGES:
            report = known.get((edition, language))
            rows.append(
                {
                    "edition": edition,
                    "language": language,
                    "language_name": by.label("language", language),
                    "report": report,
                    "files": files(report) if report else [],
                    "progress": services.progress(report) if report else None,
                }
            )
    return rows


# --- the pages of a report ----------------------------------------------------------------------


def desk(dossier: Dossier, edition: str, actor: Actor) -> Row:
    """A report as staff read it: with everybody's words as they stand and the comments one may see."""
    tongue = language()
    said = reading.context(reading.figures(dossier, edition), language=tongue)
    before = _before(dossier, edition, tongue)
    seen = [_comment(row, actor, dossier) for row in _in_turn(comments.visible_to(actor, dossier))]
    titles, written = reading.places(said), words.narratives(dossier)
    old = words.narratives(dossier.corrects) if dossier.corrects else {}
    shown = Sections(said, before, written, tongue, old)
    made = shown.made()
    may_write, may_comment = narratives.may_write(actor, dossier), comments.may_comment(actor, dossier)
    for section in made:
        section["comments"] = _place(section, seen)
    placed = {row["place"] for section in made for row in section["comments"]}
    # One measure has several indicators; and an edition need not have every table of the other.
    for row in seen:
        is_named = row["place"].startswith("i-") or row["place"] not in placed
        row["where"] = titles.get(row["place"], "") if row["place"] and is_named else ""
    return {
        "said": said,
        "sections": made,
        "general": [row for row in seen if row["place"] not in placed],
        "changes": reading.blocks(written.get(reading.CHANGES, {}).get(tongue, "")),
        "changed": comparison.count(said, before),
        "compared": before is not None,
        "hidden": len(said["content"]["suppressed"]),
        "may_write": may_write,
        "may_comment": may_comment,
    }


def public(dossier: Dossier) -> Row:
    """A report as anybody reads it: its frozen words, and what the institutions said at the end."""
    tongue = language()
    said = reading.context(reading.figures(dossier, "public"), language=tongue)
    frozen = words.of(dossier)
    return {
        "said": said,
        "sections": Sections(said, None, frozen.get("narratives", {}), tongue, {}).made(),
        "changes": reading.blocks(frozen.get("narratives", {}).get(reading.CHANGES, {}).get(tongue, "")),
        "annex": _annex(frozen.get("comments"), tongue),
        "issue": frozen["issue"],
        "words_sha256": frozen.get("words_sha256", ""),
    }


def _annex(frozen: Mapping[str, list[Row]] | None, tongue: str) -> list[Row]:
    if frozen is None:
        return []
    titles = {
        Side.MINISTRY: _("Comments of the ministry"),
        Side.NHRI: _("Comments of the national institution"),
    }
    whole = _("The whole report")
    return [
        {
            "title": title,
            "rows": [
                {
                    "where": row["where"][tongue] if row["where"] else whole,
                    "by": row["by"][tongue],
                    "on": date.fromisoformat(row["on"]),
                    "blocks": reading.blocks(row["text"]),
                }
                for row in frozen.get(side.value, [])
            ],
        }
        for side, title in titles.items()
    ]


def _before(dossier: Dossier, edition: str, language: str) -> Row | None:
    if dossier.corrects is None or dossier.corrects.snapshot_of(edition) is None:
        return None
    return reading.context(reading.figures(dossier.corrects, edition), language=language)


class Sections:
    """The sections of a report for a page, compared with those of the version before where there is one."""

    def __init__(
        self, said: Row, before: Row | None, written: Mapping[str, Any], language: str, old: Mapping[str, Any]
    ) -> None:
        self.said, self.language, self.is_compared = said, language, before is not None
        self.written, self.old = written, old
        self.tables, self.values = comparison.tables(before), comparison.indicators(before)

    def made(self) -> list[Row]:
        """The summary, then every section in the order of the pages."""
        summary = {"key": reading.SUMMARY, "title": _("Executive summary"), "number": "", "tables": []}
        return [self._section({**summary, "paragraphs": []}), *map(self._section, self.said["sections"])]

    def _section(self, one: Row) -> Row:
        text = self.written.get(one["key"], {}).get(self.language, "")
        was = self.old.get(one["key"], {}).get(self.language, "")
        return {
            **one,
            "tables": [self._table(table) for table in one["tables"]],
            "blocks": reading.blocks(text),
            "was": reading.blocks(was) if self.is_compared and was != text else [],
            "is_rewritten": self.is_compared and was != text,
            "groups": self._groups() if one["key"] == "plan" else [],
        }

    def _table(self, table: Row) -> Row:
        before = self.tables.get(table["key"]) if self.is_compared else None
        empty = {"rows": []} if self.is_compared and before is None else before
        return {**table, "rows": comparison.cells(table, empty)}

    def _groups(self) -> list[Row]:
        return [
            {
                "title": group.title,
                "phase": group.phase,
                "measures": [
                    {
                        "code": measure.code,
                        "title": measure.title,
                        "source": measure.source,
                        "note": measure.note,
                        "rows": [(row, self._was(row.code, row.value)) for row in measure.rows],
                    }
                    for measure in group.measures
                ],
            }
            for group in self.said["groups"]
        ]

    def _was(self, code: str, value: str) -> str:
        before = self.values.get(code, "–") if self.is_compared else value
        return before if before != value else ""


def _in_turn(rows: Iterable[Comment]) -> list[Comment]:
    """Each comment with its answers behind it, in the order of saying."""
    said = list(rows)
    known = {row.pk for row in said}
    answers: dict[UUID, list[Comment]] = {}
    for row in said:
        if row.answers_id in known:
            answers.setdefault(row.answers_id, []).append(row)
    made, waiting = [], [row for row in reversed(said) if row.answers_id not in known]
    while waiting:
        made.append(row := waiting.pop())
        waiting += reversed(answers.get(row.pk, []))
    return made


def _comment(row: Comment, actor: Actor, dossier: Dossier) -> Row:
    is_own = row.side == life.side_of(actor) and comments.may_comment(actor, dossier)
    return {
        "row": row,
        "place": row.place,
        "who": row.institution.name,
        "blocks": reading.blocks(row.text),
        "is_answer": row.answers_id is not None,
        "may_settle": is_own and row.settled_at is None,
    }


def _place(section: Row, seen: list[Row]) -> list[Row]:
    """Let comments stand where that ends which they are about: a table, a measure of the plan, the section itself."""
    parts = [(section, [section["key"]])]
    parts += [(table, [f"t-{table['key']}"]) for table in section["tables"]]
    for group in section["groups"]:
        parts += [
            (measure, [f"i-{row.code}" for row, _was in measure["rows"]]) for measure in group["measures"]
        ]
    for part, places in parts:
        part["remarks"] = [row for row in seen if row["place"] in places]
    return [row for part, _places in parts for row in part["remarks"]]


# --- before it is issued ------------------------------------------------------------------------


def hidden_in(said: Row) -> list[Row]:
    """How many numbers are hidden, by section of the page, where there are any."""
    hidden = said["content"]["suppressed"]
    titles = {
        "intake": _("What was received"),
        "balance": _("Movement: carried over, received, completed, remaining"),
        "outcomes": _("Outcomes"),
        "clocks": _("Keeping of deadlines"),
        "grave": _("Grave violations alleged"),
        "oversight": _("Questions of the national institution and the ministry’s answers"),
        "plan": _("Follow-up of the conference’s recommendations"),
        "states": _("The states side by side"),
    }
    counted = dict.fromkeys(titles.values(), 0)  # in their order, and the others last
    for path in hidden:
        title = titles.get(re.split(r"[.\[]", path, maxsplit=1)[0], _("Other figures"))
        counted[title] = counted.get(title, 0) + 1
    return [{"title": title, "count": count} for title, count in counted.items() if count]


def counted_comments(dossier: Dossier) -> list[Row]:
    """How many comments of each side will be printed."""
    found = Comment.objects.filter(dossier=dossier, settled_at=None).values_list("side", flat=True)
    sides = list(found.order_by())
    return [{"title": side.label, "count": sides.count(side.value)} for side in Side]


def alike(dossier: Dossier, said: Row) -> list[Row]:
    """What was said of numbers in the words that equal hidden ones, with where they stand."""
    titles = {reading.CHANGES: _("What this version changes"), **reading.outline(said)}
    places = {"": _("The whole report"), **reading.places(said)}
    rows = dossier.narratives.exclude(about_numbers="")
    told = [(titles.get(row.section, row.section), row.about_numbers) for row in rows]
    said_too = dossier.comments.filter(settled_at=None).exclude(about_numbers="")
    told += [(places.get(row.place, ""), row.about_numbers) for row in said_too]
    return [{"title": title, "about": about} for title, about in told]


def written(dossier: Dossier, said: Row) -> list[Row]:
    """Which sections have words, in which languages; one of two is a thing to look at before issuing."""
    texts, by = words.narratives(dossier), writer(dossier.state)
    titles = {reading.CHANGES: _("What this version changes"), **reading.outline(said)}
    return [
        {
            "title": title,
            "languages": [by.label("language", one) for one in services.LANGUAGES if texts[key].get(one)],
            "is_partial": not all(texts[key].get(one) for one in services.LANGUAGES),
        }
        for key, title in titles.items()
        if key in texts
    ]
