"""The nine pages: one thing a page, nothing lost between them, nothing stored before it is sent."""
