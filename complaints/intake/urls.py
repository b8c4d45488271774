"""Addresses under /<l>/complaints/new/."""

from django.urls import path

from complaints.intake import views

urlpatterns = [
    path("", views.start, name="complaint_new"),
    path("short/", views.short, name="complaint_short"),
    path("receipt/", views.receipt, name="complaint_receipt"),
]
