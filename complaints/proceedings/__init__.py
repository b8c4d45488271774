"""What is put on file beside texts, on a page below the case: statements, sessions, hearings, powers of attorney,
medical reports."""
