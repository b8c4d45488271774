"""Opening a state for complaints, and pausing its intake."""
