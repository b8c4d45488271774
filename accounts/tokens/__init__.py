"""Tokens of institutions' own systems: asked for by one person, signed by a second, shown once, ended by anybody."""
