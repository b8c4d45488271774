"""Addresses: `public` under /<l>/states/, `desk` under /<l>/desk/settings/."""

from django.urls import path

from complaints.states import inviting, opening, units, views

public = [
    path("", views.index, name="states"),
    path("<slug:code>/", views.state, name="state"),
]
desk = [
    path("states/", opening.index, name="opening"),
    path("states/<slug:code>/", opening.setup, name="opening_state"),
    path("states/<slug:code>/intake/", opening.intake, name="opening_intake"),
    path("states/<slug:code>/invite/", inviting.invite, name="opening_invite"),
    path("units/import/", units.upload, name="units_import"),
    path("units/export/<str:name>", units.export, name="units_export"),
]
