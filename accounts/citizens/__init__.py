"""Accounts of complainants: optional, opened by themselves, with a key pair under their own password."""
