"""The independent body's room: what the authority owes, what became of what was asked of it, and what recurs."""
