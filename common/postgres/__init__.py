"""Django's PostgreSQL backend with a tenant context that lives and dies with its transaction."""
