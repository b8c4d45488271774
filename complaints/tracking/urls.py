"""Addresses under /<l>/complaints/track/."""

from django.urls import path

from complaints.tracking import adding, choices, letters, papers, views

urlpatterns = [
    path("", views.track, name="track"),
    path("evidence/", adding.add_files, name="track_files"),
    path("mode/", choices.mode, name="track_mode"),
    path("complaint/", choices.complaint, name="track_complaint"),
    path("safety/", choices.safety, name="track_safety"),
    path("questions/", choices.satisfaction, name="track_satisfaction"),
    path("transfer/", choices.transfer, name="track_transfer"),
    path("earlier/", choices.earlier, name="track_earlier"),
    path("letters/", letters.letters, name="track_letters"),
    path("letter/", papers.paper, name="track_paper"),
    path("<slug:slug>/", views.act, name="track_act"),
]
