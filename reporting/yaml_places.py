"""YAML with the line on which each of its values stands, so that a mistake can be found by whoever wrote it.

Only plain values are read: no tags, and no aliases, with which a small file unfolds into a huge one.
"""

from typing import Any

import yaml
from django.utils.translation import gettext as _

from reporting.nodes import FileRefused

DEEPEST = 20  # levels; a plan has six
Lines = dict[str, int]
"""The line of each place, `measures[2].indicators[0].code`."""


class _Plain(yaml.SafeLoader):
    """Reads a text once, for its lines and for what it says."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """The next node; an alias is refused before anything is unfolded."""
        if self.check_event(yaml.AliasEvent):
            raise FileRefused([_("The file uses YAML aliases (*name). Write each value out.")])
        return super().compose_node(parent, index)


def read(text: str) -> tuple[Any, Lines]:
    """What a text says and where. Raises `FileRefused`."""
    lines: Lines = {}
    try:
        loader = _Plain(text)
        node = loader.get_single_node()
        if node is None:
            return None, lines
        _walk(node, "", lines, 0)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        raise FileRefused([_broken(error)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FileRefused([_("The file is not YAML and cannot be read.")]) from error


def _broken(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _("The file is not YAML and cannot be read.")
    words = _("line %(line)s, column %(column)s: from here on the file is not YAML (%(reason)s)")
    return words % {"line": mark.line + 1, "column": mark.column + 1, "reason": error.problem or ""}


def _walk(node: yaml.Node, place: str, lines: Lines, depth: int) -> None:
    if depth > DEEPEST:
        raise FileRefused([_("line %(line)s: nested too deeply") % {"line": node.start_mark.line + 1}])
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{place}.{key.value}" if place else str(key.value)
            lines[below] = key.start_mark.line + 1
            _walk(value, below, lines, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _walk(value, f"{place}[{number}]", lines, depth + 1)


def placed(mistake: str, lines: Lines) -> str:
    """A mistake that begins with its place, with the line of that place, or of what is around it, before it."""
    place, _colon, _rest = mistake.partition(": ")
    while place and place not in lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    line = lines.get(place, 0)
    return _("line %(line)s, %(mistake)s") % {"line": line, "mistake": mistake} if line else mistake
