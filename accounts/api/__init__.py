"""The door for programs: who calls, for which institution, how often."""
