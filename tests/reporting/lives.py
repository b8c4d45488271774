"""The life of a report from its draft to the public, for tests that only want it published."""

from datetime import timedelta

from accounts.actor import SYSTEM
from common import tenancy
from record.tasks import drain_one
from reporting import services
from reporting.models import Report
from reporting.periodic import life

LONG = timedelta(days=45)  # fifteen working days of any state


def to_nhri(dossier, *, now):
    """The draft went to the ministry and its days are over."""
    life.open_comments(dossier=dossier, by=SYSTEM, now=now)
    dossier.refresh_from_db()
    life.end_ministry(dossier=dossier, by=SYSTEM, now=now + LONG)
    dossier.refresh_from_db()
    return now + LONG


def issue(dossier, *, now):
    """Nobody said anything: the system issued it."""
    now = to_nhri(dossier, now=now)
    life.issue(dossier=dossier, by=SYSTEM, now=now + LONG)
    dossier.refresh_from_db()
    return now + LONG


def publish(report, *, now):
    """Issued after silence, rendered in both languages and published. Returns the report."""
    later = issue(report.dossier, now=now)
    with tenancy.within(report.state):
        for one in report.dossier.reports.filter(edition="public"):
            services.render(report=one, now=later)
        life.publish_if_ready(report.dossier, now=later)
    return Report.objects.get(pk=report.pk)


def work(*, now):
    """A worker's turn."""
    while drain_one(now=now):
        pass
