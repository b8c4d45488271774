"""What people wrote for a report: narratives of its sections, and the comments of both institutions.

Plain text as it was frozen. A blank line parts paragraphs; lines that begin with "- " are a list.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common import languages
from reporting import outline
from reporting.wording import Writer, ordered

_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Block:
    """The lines of a paragraph, or the items of a list."""

    lines: list[str]
    is_list: bool = False


@dataclass(frozen=True)
class Comment:
    """One comment as printed: what it is about, the text in its own language, which office, which day."""

    where: str
    blocks: list[Block]
    language: str
    by: str
    on: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


def narrative(content: Mapping[str, Any], key: str, language: str) -> list[Block]:
    """What was written for a section in the report's language; never another language in its place."""
    text = ((content.get("narratives") or {}).get(key) or {}).get(language) or ""
    return blocks(text, language)


def blocks(text: str, language: str) -> list[Block]:
    """A text as paragraphs and lists."""
    return [_block(part, language) for part in _BLANK.split(languages.clean_text(text)) if part.strip()]


def _block(part: str, language: str) -> Block:
    lines = [line.strip() for line in part.strip().splitlines()]
    if all(line.startswith("- ") for line in lines):
        return Block([ordered(line[2:], language) for line in lines], is_list=True)
    return Block([ordered(line, language) for line in lines])


def comments(content: Mapping[str, Any], who: str, writer: Writer) -> list[Comment]:
    """The comments of the ministry or the nhri, in the order they were made."""
    return [_comment(row, writer) for row in (content.get("comments") or {}).get(who) or []]


def _comment(row: Mapping[str, Any], writer: Writer) -> Comment:
    language = languages.language_of(row["text"]) or writer.language
    return Comment(
        _where(row.get("where"), writer),
        blocks(row["text"], language),
        language,
        writer.both(row["by"]) if row.get("by") else "",
        writer.day(row["on"]) if row.get("on") else "",
    )


def _where(place: Any, writer: Writer) -> str:
    if isinstance(place, Mapping):
        return writer.both(place)
    title = {**outline.BEFORE, **outline.NUMBERED}.get(place or "")
    if title is None:
        return place or _("The whole report")
    return f"{outline.number(place, writer.language)} {title}".strip()


def standing(content: Mapping[str, Any], who: str) -> list[str]:
    """What stands where there is no comment: none came, or nobody was asked yet."""
    if (content.get("comments") or {}).get(who):
        return []
    if "comments" in content and content["comments"] is None:
        return [_("Comments were not asked for yet.")]
    return [_("No comments received.")]
