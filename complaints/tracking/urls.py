"""Addresses under /<l>/complaints/track/."""

from django.urls import path

from complaints.tracking import views

urlpatterns = [
    path("", views.track, name="track"),
    path("<slug:slug>/", views.act, name="track_act"),
]
