"""Staff: invited by e-mail, given roles by two people, closed out by one."""
