"""A case as its complainant sees it, with the code alone, and what the complainant can do."""
