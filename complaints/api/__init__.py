"""Cases for programs: the same use cases as the desk's pages."""
