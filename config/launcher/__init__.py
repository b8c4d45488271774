"""Finds or starts PostgreSQL and Redis, and runs the processes of `make demo`.

Imports nothing but Python's library at the top, because it begins before the virtual environment exists.
"""
