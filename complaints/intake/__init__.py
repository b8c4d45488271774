"""The way in: filing a case, and following it by its code."""
