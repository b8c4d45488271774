"""Addresses: `public` under /<l>/states/, `desk` under /<l>/desk/settings/."""

from django.urls import path

from complaints.states import views

public = [
    path("", views.index, name="states"),
    path("<slug:code>/", views.state, name="state"),
]
