"""The tree of units as a spreadsheet: read, compared, taken over whole or not at all."""
