"""Every kind of setting this app has, made known once it is ready."""

from accounts.changes.kinds import register
from accounts.settings import calendar, institutions, limits, supervision, units
from accounts.tokens.kinds import TokenKind

for _kind in (
    calendar.WeekendDays(),
    calendar.HolidaysOfYear(),
    institutions.EmergencyNumber(),
    institutions.DutyOfficer(),
    institutions.Mandates(),
    supervision.Supervision(),
    institutions.InstitutionName(),
    institutions.ReportingYear(),
    limits.Limits(),
    units.UnitFacts(),
    TokenKind(),
):
    register(_kind)
