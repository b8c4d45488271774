"""Addresses under /<l>/audit/."""

from django.urls import path

from complaints.audit import views

urlpatterns = [
    path("", views.index, name="audit"),
    path("verify/", views.verify_now, name="audit_verify"),
]
