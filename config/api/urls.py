"""Every address under /api/. Read by config.doors.api alone, so that only a process that is asked pays for it."""

from django.urls import include, path

from config.api import schema

v1 = [
    path("api/v1/", include("complaints.api.urls")),
    path("api/v1/", include("reporting.api.urls")),
]
urlpatterns = [*v1, path("api/schema/", schema.as_view, name="schema")]
