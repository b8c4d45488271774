"""Letters of a case: written from files, numbered, sent, received, and the file itself on paper."""
