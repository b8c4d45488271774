"""Addresses of the public log of changes."""

from django.urls import path

from accounts.changes import views

public = [path("changes/", views.log, name="changes")]
