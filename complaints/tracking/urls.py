"""Addresses under /<l>/complaints/track/."""

from django.urls import path

from complaints.tracking import adding, views

urlpatterns = [
    path("", views.track, name="track"),
    path("evidence/", adding.add_files, name="track_files"),
    path("<slug:slug>/", views.act, name="track_act"),
]
