"""What an administrator of a state sets: calendar, institutions, numbers, units, each by a change."""
