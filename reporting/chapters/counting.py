"""Chapters two to four: what came in, how the files moved, and what they are about."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.tables import Row, Table, Tables, some, with_pairs

Made = tuple[list[str], list[Table]]


def complaints(tables: Tables) -> Made:
    """Carried over, received, completed, remaining; and the four things that are never added up."""
    if not tables.content["has_data"]:
        return [], []
    words = _(
        "Complaints, allegations, people concerned and events are four different things: one complaint may"
        " hold several allegations and concern several people, and one event may be told by several complaints."
    )
    found = some(
        _balance(tables, "complaint"),
        _counted(tables),
        _course(tables, "complaint"),
        _flow(tables, "complaint"),
        _about(tables),
    )
    return [words], found


def assistance(tables: Tables) -> Made:
    """Requests for assistance, which are never counted among complaints."""
    if not tables.content["has_data"]:
        return [], []
    kinds = tables.content["intake"]["by_matter"]["assistance"]["by_kind"]
    stated = {code for code in kinds if code != "not_stated"}
    asked = tables.counts(
        "by_kind",
        _("Requests for assistance, by what was asked for"),
        kinds,
        "intake.by_matter.assistance.by_kind",
        kind="kind",
        heading=_("Help asked for"),
        note=_cohort(),
    )
    course = _course(tables, "assistance")
    return [], some(
        _balance(tables, "assistance"), course, asked if stated else None, _flow(tables, "assistance")
    )


def features(tables: Tables) -> Made:
    """Who complained, of what, where, and by which way."""
    if not tables.content["has_data"]:
        return [], []
    several = _("A file with several categories is counted under each of them.")
    titles = {
        "category": _("Received, by category"),
        "channel": _("Received, by channel"),
        "source": _("Received, by who filed"),
        "mode": _("Received, by how the complainant is known"),
        "gender": _("Received, by gender of the person concerned, where stated"),
        "service": _("Received, by service concerned"),
        "place_type": _("Received, by kind of place"),
        "governorate": _("Received, by governorate"),
        "language": _("Received, by language"),
    }
    made = [
        tables.dimension(name, title, f"{several} {_cohort()}" if name == "category" else _cohort())
        for name, title in titles.items()
        if not (name == "governorate" and tables.content["states"])  # a region has states instead
    ]
    found = some(*made, _allegations(tables))
    return (
        [] if found else [_("No data on channel, source, gender, category or place were recorded.")]
    ), found


def _cohort() -> str:
    return _("Cohort: files received in the period.")


def _balance(tables: Tables, matter: str) -> Table | None:
    row = tables.content["balance"].get(matter)
    if not row:
        return None
    words = {
        "carried_over": _("Carried over from before"),
        "received": pgettext("balance", "Received"),
        "reopened": _("Reopened"),
        "completed": _("Completed"),
        "remaining": _("Remaining at the end"),
    }
    title = _("Movement of complaints") if matter == "complaint" else _("Movement of requests for assistance")
    note = _("Carried over + received + reopened − completed = remaining.")
    finding, ends = "", (row["remaining"], row["carried_over"])
    if None not in ends:
        remaining, carried = (tables.writer.number(n) for n in ends)
        finding = _("Remaining at the end: %(remaining)s; at the beginning: %(carried)s") % {
            "remaining": remaining,
            "carried": carried,
        }
    return tables.listed(
        f"balance_{matter}",
        title,
        _("Movement"),
        words,
        row,
        f"balance.{matter}",
        note=note,
        total="remaining",
        finding=finding,
    )


def _course(tables: Tables, matter: str) -> Table | None:
    """What came in and what ended month by month; quarter by quarter in a public edition."""
    stretches = tables.content.get("months") or []
    if not any(count for one in stretches for count in one[matter].values()):
        return None
    words = {"received": pgettext("balance", "Received"), "completed": _("Completed")}
    rows = [
        Row(
            tables.writer.month(one),
            tuple(one[matter][step] for step in words),
            tuple(f"months.{place}.{matter}.{step}" for step in words),
        )
        for place, one in enumerate(stretches)
    ]
    is_public = tables.content["edition"] == "public"
    return Table(
        f"months_{matter}",
        _course_title(matter, is_public=is_public),
        (pgettext("column", "Quarter") if is_public else pgettext("column", "Month"), *words.values()),
        with_pairs(rows),
        _course_note(tables, is_public=is_public),
        chart="pairs",
        finding=_most_received(tables, rows),
        legend=tuple(words.values()),
        alt=_course_alt(tables, rows),
    )


def _course_title(matter: str, *, is_public: bool) -> str:
    if matter == "complaint":
        return _("Complaints, by quarter") if is_public else _("Complaints, by month")
    return _("Requests for assistance, by quarter") if is_public else _("Requests for assistance, by month")


def _course_note(tables: Tables, *, is_public: bool) -> str:
    words = [
        _(
            "Files count as received on the day they came in, and as completed on the day they ended: a line does"
            " not follow the same files."
        )
    ]
    if is_public:
        words.append(_("As the public statistics of each quarter show it; by month it is not public."))
    return " ".join(words)


def _most_received(tables: Tables, rows: list[Row]) -> str:
    """The longest line as a sentence, where it is known and one alone."""
    known = [(row.values[0], row.label) for row in rows if isinstance(row.values[0], int)]
    most = max((count for count, _label in known), default=0)
    names = [label for count, label in known if count == most]
    if len(known) < len(rows) or len(names) != 1 or len(rows) == 1:
        return ""
    words = {"name": names[0], "count": tables.writer.number(most)}
    return _("Most were received in %(name)s: %(count)s") % words


def _course_alt(tables: Tables, rows: list[Row]) -> str:
    words = {"first": rows[0].label, "last": rows[-1].label}
    said = _(
        "Bar chart: what was received and what was completed, from %(first)s to %(last)s. Its numbers stand in the"
        " same lines."
    )
    return said % words


def _counted(tables: Tables) -> Table | None:
    row = tables.content.get("counted")
    if not row:
        return None
    words = {
        "complaints": _("Complaints"),
        "allegations": _("Allegations in them"),
        "people": _("People concerned, as told at filing"),
        "events": _("Events recorded by the institutions"),
    }
    title = _("Complaints, allegations, people and events")
    note = _("These are never added up. Each institution links complaints to events for itself.")
    return tables.listed("counted", title, _("What is counted"), words, row, "counted", note=note)


def _flow(tables: Tables, matter: str) -> Table | None:
    title = (
        _("Complaints whose file ended in the period, by outcome")
        if matter == "complaint"
        else _("Requests for assistance that ended in the period, by outcome")
    )
    return tables.counts(
        f"flow_{matter}",
        title,
        tables.content["outcomes"]["flow"].get(matter, {}),
        f"outcomes.flow.{matter}",
        kind=matter,
        heading=pgettext("column", "Outcome"),
        note=_("Flow: files that ended in the period, whenever they were received."),
    )


def _about(tables: Tables) -> Table | None:
    """Complaints about how an institution dealt with a complaint, where there are any."""
    intake = tables.content["intake"]
    if set(intake.get("by_subject", {})) <= {"security_work", "not_stated"}:
        return None
    return tables.dimension("subject", _("Received, by what they are about"), _cohort())


def _allegations(tables: Tables) -> Table | None:
    return tables.counts(
        "allegations",
        _("Allegations, by category"),
        tables.content["intake"].get("allegations", {}),
        "intake.allegations",
        kind="category",
        heading=_("Category"),
        note=_("One complaint may hold several allegations. Cohort: files received in the period."),
    )
