"""Invented cases and activities for the demonstration: pure generators, no models, no queries.

Nothing here is a real person, place below a governorate, or event. The same seed gives the same cases.
"""

from complaints.demo.activities import activities
from complaints.demo.cases import BLOCK, cases
from complaints.demo.shapes import DemoActivity, DemoCase, Step

__all__ = ["BLOCK", "DemoActivity", "DemoCase", "Step", "activities", "cases"]
