"""Published reports, as anybody reads them."""
