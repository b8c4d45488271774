"""The addresses under /api/: version 1, its description, and the page that explains it."""
