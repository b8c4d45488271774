"""The setting of reports, made known once the app is ready."""

from accounts.changes.kinds import register
from accounts.settings import sections
from reporting.periodic.settings import ReportSchedule, ScheduleSection

register(ReportSchedule())
sections.register(ScheduleSection())
