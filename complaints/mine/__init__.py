"""The list of complaints that somebody keeps in their own account, if they want one."""
