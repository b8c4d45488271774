"""The plan's YAML file, read into plain rows: nothing here touches the database.

Schema: `plan` (code, version, status, titles, source, dates, `phases` with `objectives`), `addressees`,
`measures` with `indicators`. See data/plan-public-sources.yaml.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reporting import indicators, yaml_places
from reporting.models import ActivityKind, Counted, Direction, IndicatorType, Origin, PlanStatus, Unit
from reporting.nodes import FileRefused, Node

TITLES = ("code", "title_ar", "title_en")
LARGEST = 2_000_000  # bytes; a plan is a few pages
Values = dict[str, Any]


@dataclass
class PlanFile:
    """What the file says. Keys of the mappings are codes, in the order of the file."""

    plan: Values
    addressees: dict[str, Values] = field(default_factory=dict)
    phases: dict[str, Values] = field(default_factory=dict)
    objectives: dict[str, Values] = field(default_factory=dict)
    measures: dict[str, Values] = field(default_factory=dict)
    indicators: dict[str, Values] = field(default_factory=dict)


def read(path: Path) -> PlanFile:
    """Read and check a plan file. Raises `FileRefused` with every mistake found."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileRefused([_("%(file)s: the file is too large") % {"file": path.name}])
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileRefused([_("%(file)s: there is no such file") % {"file": path.name}]) from error
    except OSError as error:
        words = _("%(file)s: it cannot be read: %(reason)s")
        raise FileRefused([words % {"file": path.name, "reason": str(error)}]) from error
    return from_text(text_of(content))


def text_of(content: bytes) -> str:
    """What stands in a file. Raises `FileRefused`."""
    if len(content) > LARGEST:
        raise FileRefused([_("The file is larger than 2 MB.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = _("The file is not text in UTF-8 (byte %(place)s). Save it as UTF-8.")
        raise FileRefused([words % {"place": error.start}]) from error


def from_text(text: str) -> PlanFile:
    """Check what a file says. Raises `FileRefused`: each mistake with its line and its field."""
    data, lines = yaml_places.read(text)
    try:
        return parse(data)
    except FileRefused as refused:
        raise FileRefused([yaml_places.placed(mistake, lines) for mistake in refused.mistakes]) from None


def parse(data: Any) -> PlanFile:
    """Check what YAML made of a file. Raises `FileRefused`."""
    mistakes: list[str] = []
    root = Node(data, "", mistakes, {"plan", "addressees", "measures"})
    labels = ("status_text_ar", "status_text_en", "indicators_label_ar", "indicators_label_en")
    known = {*TITLES, *labels, "version", "status", "source", "source_ar", "starts_on", "ends_on", "phases"}
    plan = Node(root.data.get("plan"), "plan", mistakes, known)
    found = PlanFile(plan=_plan(plan))
    _phases(plan, found)
    for node in root.nodes("addressees", {"code", "name_ar", "name_en", "scores_states"}):
        row = {
            "title_ar": node.text("name_ar"),
            "title_en": node.text("name_en"),
            "scores_states": node.flag("scores_states"),
        }
        _keep(found.addressees, node, row)
    _measures(root, found)
    if mistakes:
        raise FileRefused(mistakes)
    return found


def _plan(node: Node) -> Values:
    return {
        "code": node.text("code", limit=40),
        "version": node.text("version", limit=40),
        "status": node.choice("status", PlanStatus.values),
        "title_ar": node.text("title_ar"),
        "title_en": node.text("title_en"),
        "source": node.text("source", limit=2000, required=False),
        "source_ar": node.text("source_ar", limit=2000, required=False),
        "starts_on": node.day("starts_on"),
        "ends_on": node.day("ends_on"),
    }


def _phases(plan: Node, found: PlanFile) -> None:
    for node in plan.nodes("phases", {*TITLES, "starts_on", "ends_on", "objectives"}):
        starts, ends = node.day("starts_on"), node.day("ends_on")
        if starts and ends and ends < starts:
            node.wrong("ends_on", _("the end lies before the start"))
        row = {**_titles(node), "starts_on": starts, "ends_on": ends}
        phase = _keep(found.phases, node, row)
        for child in node.nodes("objectives", TITLES):
            _keep(found.objectives, child, {**_titles(child), "phase": phase})


def _measures(root: Node, found: PlanFile) -> None:
    own = {
        "addressee",
        "objective",
        "source",
        "source_ar",
        "group",
        "scores_states",
        "others_ar",
        "others_en",
    }
    for node in root.nodes("measures", {*TITLES, *own, "indicators"}):
        row = {
            **_titles(node),
            "addressee": node.choice("addressee", found.addressees),
            "objective": node.choice("objective", found.objectives) if node.data.get("objective") else "",
            "source": node.text("source", limit=2000),
            "source_ar": node.text("source_ar", limit=2000, required=False),
            "group": node.text("group", limit=40, required=False),
            "scores_states": node.flag("scores_states"),
            "others_ar": node.text("others_ar", limit=200, required=False),
            "others_en": node.text("others_en", limit=200, required=False),
        }
        measure = _keep(found.measures, node, row)
        fields = {"type", "unit", "direction", "baseline", "target", "source", "function", "label", "counts"}
        fields.add("adds_up")
        for child in node.nodes("indicators", {*TITLES, *fields}):
            _keep(found.indicators, child, {**_indicator(child), "measure": measure})


def _indicator(node: Node) -> Values:
    origin = node.choice("source", Origin.values)
    function = node.text("function", limit=60, required=origin == Origin.COMPUTED)
    if function and (origin != Origin.COMPUTED or function not in indicators.COMPUTED):
        node.wrong("function", _("“%(value)s” is not a function this site computes") % {"value": function})
    counts = node.child("counts", {"kinds", "what"})
    if counts and origin != Origin.ACTIVITIES:
        node.wrong("counts", _("only an indicator counted from activities has this"))
    adds_up = "adds_up" in node.data and node.flag("adds_up")
    kind, unit = node.choice("type", IndicatorType.values), node.choice("unit", Unit.values)
    if adds_up and (origin != Origin.MANUAL or unit != Unit.COUNT or kind == IndicatorType.STRUCTURAL):
        node.wrong("adds_up", _("only a count of events that is entered by hand adds up"))
    return {
        **_titles(node),
        "type": kind,
        "unit": unit,
        "direction": node.choice("direction", Direction.values),
        "baseline": node.number("baseline"),
        "target": node.number("target"),
        "origin": origin,
        "function": function,
        "counted": counts.choice("what", Counted.values) if counts else "",
        "kinds": counts.choices("kinds", ActivityKind.values) if counts else [],
        "adds_up": adds_up,
        "label": node.text("label", limit=40, required=False),
    }


def _titles(node: Node) -> Values:
    return {"title_ar": node.text("title_ar"), "title_en": node.text("title_en")}


def _keep(rows: dict[str, Values], node: Node, row: Values) -> str:
    code = node.text("code", limit=40)
    if code in rows:
        node.wrong("code", _("“%(value)s” is used twice") % {"value": code})
    rows[code] = {**row, "place": len(rows)}
    return code
