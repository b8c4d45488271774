"""Use cases of reports: asking for one, rendering it, issuing and publishing it."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _

from accounts.actor import Actor, Kind, Refused, require
from accounts.roles import Permission
from common import tenancy
from record import services as record
from reporting import companions, reports, snapshot
from reporting.models import REGION, Edition, Report, ReportFile, ReportStage
from reporting.periods import Period
from reporting.scopes import Scope
from reporting.statistics import editions

RENDER = "report.render"
FORMS = ("pdf", "json", "xlsx", "csv")
STEPS = ("waiting", "figures", "pages", "tables", "storing", "done", "failed")
PROGRESS_KEPT = 24 * 3600  # seconds
LANGUAGES = ("ar", "en")


class NotPossible(Exception):
    """The report can't go that way; the text says why, in the reader's language."""


def ask(*, scope: Scope, edition: str, period: Period, language: str, by: Actor, now: datetime) -> Report:
    """Freeze the figures and ask for their pages. Asking again for what is there returns it.

    Raises `Refused`, or `NotPossible` for a period that isn't over or a public edition of a month.
    """
    _may_ask(scope, edition, by)
    _check(edition, period, now)
    if edition == Edition.PUBLIC:
        _check_quarters(scope, period, now)
    with tenancy.within(scope.state):
        made = snapshot.take(scope=scope, edition=edition, period=period, by=by, now=now)
        key = {
            "scope": scope.code,
            "start": period.start,
            "end": period.end,
            "language": language,
            "edition": edition,
        }
        newest = Report.objects.select_for_update().filter(**key).order_by("-version").first()
        if newest and newest.snapshot_id == made.pk:
            return newest
        version = newest.version + 1 if newest else 1
        report = Report.objects.create(
            **key, state=scope.state, version=version, snapshot=made, asked_by=by.id, asked_at=now
        )
        record.post(state=scope.state, topic=RENDER, subjects=[str(report.pk)], cause="asked", at=now)
        tell(report.pk, 0, "waiting")
    return report


def _may_ask(scope: Scope, edition: str, by: Actor) -> None:
    if by.kind == Kind.SYSTEM:
        return
    require(by, Permission.MAKE_REPORT)
    if scope.is_region:
        require(by, Permission.REGION)
    elif by.state != scope.state and not (by.may(Permission.REGION) and edition == Edition.PUBLIC):
        raise Refused(Permission.MAKE_REPORT)
    if by.state == REGION and edition != Edition.PUBLIC:
        raise Refused(Permission.MAKE_REPORT)  # the Secretariat sees aggregates in the public edition


def _check(edition: str, period: Period, now: datetime) -> None:
    if period.end >= now.date():
        raise NotPossible(_("The period is not over yet."))
    if edition == Edition.PUBLIC and period.months == 1:
        raise NotPossible(_("Monthly reports are internal: their numbers are too small to be published."))


def _check_quarters(scope: Scope, period: Period, now: datetime) -> None:
    why = editions.refusal(state=scope.state, institution=scope.institution, period=period, now=now)
    if why:
        raise NotPossible(why)


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
        report = Report.objects.select_for_update().select_related("snapshot").get(pk=report.pk)
        if report.is_ready:
            return
        told: Callable[[int, str], None] = lambda percent, step: tell(report.pk, percent, step)  # noqa: E731
        files = forms(snapshot.companion(report.snapshot), language=report.language, told=told)
        tell(report.pk, 90, "storing")
        ReportFile.objects.bulk_create(
            [
                ReportFile(
                    report=report,
                    kind=kind,
                    body=body,
                    sha256=hashlib.sha256(body).hexdigest(),
                    size=len(body),
                )
                for kind, body in files.items()
            ]
        )
        report.rendered_at = now
        report.save(update_fields=["rendered_at"])
        details = {
            "report": str(report.pk),
            **{kind: hashlib.sha256(b).hexdigest() for kind, b in files.items()},
        }
        record.write(
            state=report.state,
            stream=f"report:{report.snapshot_id}",
            what="rendered",
            by="system",
            at=now,
            details=details,
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


def publish(*, report: Report, by: Actor, now: datetime) -> None:
    """Issue and publish a public edition: the liaison for a state, the analyst for the region, or the system.

    Published ones never change; later figures make a new version.
    """
    _may_publish(report, by)
    with tenancy.within(report.state):
        report = Report.objects.select_for_update().get(pk=report.pk)
        if report.stage == ReportStage.PUBLISHED:
            return
        if report.edition != Edition.PUBLIC:
            raise NotPossible(_("Only the public edition can be published."))
        if not report.is_ready:
            raise NotPossible(_("The report is not ready yet."))
        report.stage = ReportStage.PUBLISHED
        report.issued_at = report.published_at = now
        report.issued_by, report.published_by = by.id, "system"
        report.save()
        pdf = report.files.get(kind="pdf")
        details: dict[str, record.Detail] = {
            "report": str(report.pk),
            "version": report.version,
            "pdf": pdf.sha256,
        }
        stream = f"report:{report.snapshot_id}"
        record.write(state=report.state, stream=stream, what="published", by=by.id, at=now, details=details)


def _may_publish(report: Report, by: Actor) -> None:
    if by.kind == Kind.SYSTEM:
        return
    needed = Permission.REGION if report.state == REGION else Permission.VERIFY_ACTIVITIES
    require(by, needed)
    if by.state != report.state:
        raise Refused(needed)
