"""Plan, reports and activities for programs."""
