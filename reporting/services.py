"""Use cases of reports: asking for one and rendering it. Their life is reporting.periodic."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import SYSTEM, Actor, Kind, Refused, require
from accounts.roles import Permission
from common import tenancy
from record import services as record
from reporting import companions, reports, snapshot
from reporting.models import REGION, Dossier, DossierStage, Edition, Report, ReportFile
from reporting.periodic import words
from reporting.periods import Period
from reporting.scopes import Scope
from reporting.statistics import editions

RENDER = "report.render"
RENDERED = "report.rendered"
FORMS = ("pdf", "json", "xlsx", "csv")
STEPS = ("waiting", "figures", "pages", "tables", "storing", "done", "failed")
PROGRESS_KEPT = 24 * 3600  # seconds
LANGUAGES = ("ar", "en")


class NotPossible(Exception):
    """The report can't go that way; the text says why, in the reader's language."""


def ask(*, scope: Scope, edition: str, period: Period, language: str, by: Actor, now: datetime) -> Report:
    """Ask for the report of a period in one language and edition. Asking again for what is there returns it.

    The first to ask freezes the figures, both editions together; while the report is a draft, asking again
    takes those of now. Raises `Refused`, or `NotPossible` for a period that isn't over or the public edition
    of a month.
    """
    _may_ask(scope, edition, by)
    if period.end >= now.date():
        raise NotPossible(_("The period is not over yet."))
    if edition == Edition.PUBLIC and (why := refusal(scope, period, now)):
        raise NotPossible(why)
    with tenancy.within(scope.state):
        dossier = gather(scope=scope, period=period, by=by, now=now)
        return request(dossier=dossier, edition=edition, language=language, by=by, now=now)


def gather(*, scope: Scope, period: Period, by: Actor, now: datetime) -> Dossier:
    """The newest version of a period's report, or its first one with the figures of now. Within its state.

    The right to ask is checked by whoever calls.
    """
    key = {"scope": scope.code, "start": period.start, "end": period.end}
    one_at_a_time("|".join(map(str, key.values())))
    newest = Dossier.objects.select_for_update().filter(**key).order_by("-version").first()
    if newest is None:
        return begin(scope=scope, period=period, version=1, by=by, now=now)
    if newest.stage == DossierStage.DRAFT:
        _renew(newest, scope, by, now)
    return newest


def one_at_a_time(name: str) -> None:
    """Whoever else comes to this point under the same name waits until this transaction ends.

    For what no row can be locked for: a report that is begun, reports that must not go out together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report|{name}"])


def begin(
    *, scope: Scope, period: Period, version: int, by: Actor, now: datetime, corrects: Dossier | None = None
) -> Dossier:
    """A new version of a period's report, its figures frozen. Within its state."""
    frozen = snapshot.freeze(
        scope=scope, editions=editions_of(scope, period, now), period=period, by=by, now=now
    )
    dossier = Dossier.objects.create(
        state=scope.state,
        scope=scope.code,
        start=period.start,
        end=period.end,
        version=version,
        corrects=corrects,
        internal=frozen.get(Edition.INTERNAL.value),
        public=frozen.get(Edition.PUBLIC.value),
        made_at=now,
        made_by=by.id,
    )
    note(dossier, "frozen", by, now, version=version, **_hashes(dossier))
    return dossier


def _hashes(dossier: Dossier) -> dict[str, record.Detail]:
    figures = {"internal": dossier.internal, "public": dossier.public}
    return {edition: made.sha256 for edition, made in figures.items() if made}


def editions_of(scope: Scope, period: Period, now: datetime) -> list[str]:
    """Which editions a report has: the region has the public one alone, and a state has it where the public
    statistics cover its period; a month's numbers are too small for the public. Raises `NotPossible`."""
    why = refusal(scope, period, now)
    if not why:
        return [Edition.PUBLIC.value] if scope.is_region else [Edition.INTERNAL.value, Edition.PUBLIC.value]
    if scope.is_region:
        raise NotPossible(why)
    return [Edition.INTERNAL.value]


def _renew(dossier: Dossier, scope: Scope, by: Actor, now: datetime) -> None:
    period = Period(dossier.start, dossier.end)
    wanted = editions_of(scope, period, now)
    frozen = snapshot.freeze(scope=scope, editions=wanted, period=period, by=by, now=now)
    before = _hashes(dossier)
    dossier.internal, dossier.public = frozen.get(Edition.INTERNAL.value), frozen.get(Edition.PUBLIC.value)
    if _hashes(dossier) == before:
        return
    dossier.save(update_fields=["internal", "public"])
    note(dossier, "frozen", by, now, version=dossier.version, **_hashes(dossier))
    lay_out_again(dossier, now=now)


def request(*, dossier: Dossier, edition: str, language: str, by: Actor, now: datetime) -> Report:
    """The report of a dossier in one language and edition; where it isn't there, it is made. Within its state."""
    figures = dossier.snapshot_of(edition)
    if figures is None:
        raise NotPossible(_("This report has no such edition."))
    made = {"state": dossier.state, "snapshot": figures, "asked_by": by.id, "asked_at": now}
    report, is_new = Report.objects.get_or_create(
        dossier=dossier, language=language, edition=edition, defaults=made
    )
    if is_new:
        _post(report, "asked", now)
    return report


def make(*, dossier: Dossier, edition: str, language: str, by: Actor, now: datetime) -> Report:
    """Have one language and edition of a dossier made; one that failed is tried again at once."""
    require(by, Permission.MAKE_REPORT)
    if by.state != dossier.state:
        raise Refused(Permission.MAKE_REPORT)
    with tenancy.within(dossier.state):
        report = request(dossier=dossier, edition=edition, language=language, by=by, now=now)
        if not report.is_ready and progress(report)["step"] == "failed":
            _post(report, now.isoformat(), now)
    return report


def lay_out_again(dossier: Dossier, *, now: datetime) -> None:
    """Figures or words became others: every report of the dossier loses its files and gets new ones.

    The reports are locked first: a rendering that is under way ends before, and its files go too.
    """
    reports = list(Report.objects.select_for_update().filter(dossier=dossier, published_at=None))
    ReportFile.objects.filter(report__in=reports).delete()
    for report in reports:
        report.rendered_at, report.snapshot = None, dossier.snapshot_of(report.edition) or report.snapshot
        report.save(update_fields=["rendered_at", "snapshot"])
        _post(report, now.isoformat(), now)


def _post(report: Report, cause: str, now: datetime) -> None:
    record.post(state=report.state, topic=RENDER, subjects=[str(report.pk)], cause=cause, at=now)
    tell(report.pk, 0, "waiting")


def note(dossier: Dossier, what: str, by: Actor, now: datetime, **details: record.Detail) -> None:
    """Write what was done with a dossier into the record."""
    record.write(state=dossier.state, stream=dossier.stream, what=what, by=by.id, at=now, details=details)


def _may_ask(scope: Scope, edition: str, by: Actor) -> None:
    if by.kind == Kind.SYSTEM:
        return
    require(by, Permission.MAKE_REPORT)
    if by.state != scope.state:
        raise Refused(Permission.MAKE_REPORT)
    if by.state == REGION and edition != Edition.PUBLIC:
        raise Refused(Permission.MAKE_REPORT)  # the Secretariat sees aggregates in the public edition


def refusal(scope: Scope, period: Period, now: datetime) -> str:
    """Why there can be no public edition; "" where there can."""
    if period.months == 1:
        return _("Monthly reports are internal: their numbers are too small to be published.")
    return editions.refusal(state=scope.state, institution=scope.institution, period=period, now=now)


def tell(report: UUID, percent: int, step: str) -> None:
    """Say how far a rendering has come. Kept beside the database: the rendering's own transaction isn't seen."""
    cache.set(f"report:{report}", {"percent": percent, "step": step}, PROGRESS_KEPT)


def progress(report: Report) -> dict[str, int | str]:
    """How far a report has come: per cent and step."""
    if report.is_ready:
        return {"percent": 100, "step": "done"}
    return cache.get(f"report:{report.pk}") or {"percent": 0, "step": "waiting"}


def render(*, report: Report, now: datetime) -> None:
    """Make a report's files and keep them, all in one transaction. A report that has them is left alone."""
    with tenancy.within(report.state):
        report = Report.objects.select_for_update().get(pk=report.pk)
        if report.is_ready:
            return
        told: Callable[[int, str], None] = lambda percent, step: tell(report.pk, percent, step)  # noqa: E731
        # Read after the lock: whoever issued the report meanwhile froze its words.
        content = snapshot.companion(report.snapshot) | words.of(report.dossier)
        files = forms(content, language=report.language, told=told)
        tell(report.pk, 90, "storing")
        _keep(report, files)
        report.rendered_at = now
        report.save(update_fields=["rendered_at"])
        sums: dict[str, record.Detail] = {
            kind: hashlib.sha256(body).hexdigest() for kind, body in files.items()
        }
        note(report.dossier, "rendered", SYSTEM, now, report=str(report.pk), **sums)
        subject, cause = str(report.dossier_id), str(sums["pdf"])
        record.post(state=report.state, topic=RENDERED, subjects=[subject], cause=cause, at=now)


def _keep(report: Report, files: dict[str, bytes]) -> None:
    ReportFile.objects.bulk_create(
        [
            ReportFile(
                state=report.state,
                report=report,
                kind=kind,
                body=body,
                sha256=hashlib.sha256(body).hexdigest(),
                size=len(body),
            )
            for kind, body in files.items()
        ]
    )


def forms(
    content: snapshot.Content, *, language: str, told: Callable[[int, str], None] = lambda _p, _s: None
) -> dict[str, bytes]:
    """Every form of a report by its ending."""
    told(10, "figures")
    made = {"json": companions.as_json(content)}
    made["xlsx"] = companions.as_xlsx(content, language=language)
    made["csv"] = companions.as_csv(content, language=language)
    told(20, "pages")
    beside = {kind.upper(): hashlib.sha256(body).hexdigest() for kind, body in made.items()}
    made["pdf"] = reports.render(content, language=language, files=beside)
    told(80, "tables")
    return {kind: made[kind] for kind in FORMS}
