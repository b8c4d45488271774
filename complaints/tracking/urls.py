"""Addresses under /<l>/complaints/track/."""

from django.urls import path

from complaints.tracking import letters, views

urlpatterns = [
    path("", views.track, name="track"),
    path("letters/", letters.letters, name="track_letters"),
    path("<slug:slug>/", views.act, name="track_act"),
]
