"""Files people attach: taken, looked at, sealed, listed, handed out. Knows none of its siblings; they call it."""
