"""Public statistics: tables of closed quarters, frozen once, and nothing else that counts in public (ADR 27)."""
