"""The kinds of change about whole states and their units, made known once the app is ready."""

from accounts.changes.kinds import register
from accounts.opening.kinds import Intake, Setup
from accounts.units.kinds import UnitTree

for _kind in (Setup(), Intake(), UnitTree()):
    register(_kind)
