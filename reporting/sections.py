"""What a report says, section by section, in one language. Everything comes from the snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reporting import outline, words
from reporting.chapters import chapter, definitions
from reporting.tables import Row, Table, Tables, is_hidden
from reporting.wording import LABELS, Writer


@dataclass
class Section:
    """A part of the report: paragraphs, what people wrote, tables; the plan and the register have lists."""

    key: str
    title: str
    paragraphs: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    number: str = ""
    narrative: list[words.Block] = field(default_factory=list)
    comments: list[words.Comment] = field(default_factory=list)


def sections(content: Mapping[str, Any], writer: Writer) -> list[Section]:
    """The fifteen chapters. One without data stands and says so."""
    tables = Tables(content, writer)
    made = [_chapter(key, tables) for key in outline.NUMBERED]
    method = next(section for section in made if section.key == "method")
    method.tables += definitions(tables, [table for section in made for table in section.tables])
    return made


def _chapter(key: str, tables: Tables) -> Section:
    made = chapter(key, tables)
    paragraphs = made.paragraphs
    if not paragraphs and not made.tables:
        paragraphs = [_("No data received.")]
    language = tables.writer.language
    return Section(
        key,
        str(outline.NUMBERED[key]),
        paragraphs,
        made.tables,
        outline.number(key, language),
        words.narrative(tables.content, key, language),
    )


def closing(
    content: Mapping[str, Any], writer: Writer, made: list[Section], files: Mapping[str, str]
) -> list[Section]:
    """What follows the chapters: the comments of both institutions, and the annexes."""
    titles = {key: str(title) for key, title in outline.AFTER.items()}
    found = [
        Section(who, titles[who], words.standing(content, who), comments=words.comments(content, who, writer))
        for who in ("ministry", "nhri")
        # Nobody comments on the regional report: it stands on reports that were commented on.
        if content["scope"] != "region" or "comments" in content
    ]
    return [*found, Section("annexes", titles["annexes"], tables=_annexes(content, writer, made, files))]


def _annexes(
    content: Mapping[str, Any], writer: Writer, made: list[Section], files: Mapping[str, str]
) -> list[Table]:
    found = []
    if hidden := _hidden_by_table(content, made):
        rows = tuple(Row(title, (count,)) for title, count in hidden)
        note = _("Counted once for each table that would have shown it.")
        title = _("Hidden numbers, by table")
        found.append(Table("hidden", title, (_("Table"), _("Hidden numbers")), rows, note))
    if files:
        rows = tuple(Row(name, (digest,)) for name, digest in files.items())
        note = _("The same figures as in this report, in forms that programs read.")
        title = _("Files that belong to this report, with their fingerprints (SHA-256)")
        found.append(Table("files", title, (_("File"), _("Fingerprint")), rows, note, chart="codes"))
    return found


def _hidden_by_table(content: Mapping[str, Any], made: list[Section]) -> list[tuple[str, int]]:
    away = set(content["suppressed"])
    counted = [
        (table.title, sum(is_hidden(path, away) for row in table.rows for path in row.codes))
        for section in made
        for table in section.tables
    ]
    return [(title, count) for title, count in counted if count]


def institution_rows(content: Mapping[str, Any], writer: Writer) -> list[tuple[str, str]]:
    """The bodies named in the framework: kind and name."""
    own = content["names"]["institutions"]
    wanted = {content["scope"]: own[content["scope"]]} if content["scope"] in own else own
    return [(writer.label("institution", row["kind"]), writer.both(row)) for row in wanted.values()]


def plan_status(content: Mapping[str, Any]) -> str:
    """The status of the plan in words."""
    return str(LABELS["plan"].get(content["plan_status"], "")) if content["plan_status"] else ""
