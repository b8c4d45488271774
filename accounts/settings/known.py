"""Every kind of setting this app has, made known once it is ready."""

from accounts.changes.kinds import register
from accounts.settings import calendar, institutions, limits, units

for _kind in (
    calendar.WeekendDays(),
    calendar.HolidaysOfYear(),
    institutions.EmergencyNumber(),
    institutions.DutyOfficer(),
    institutions.Mandates(),
    institutions.InstitutionName(),
    institutions.ReportingYear(),
    limits.Limits(),
    units.UnitFacts(),
):
    register(_kind)
