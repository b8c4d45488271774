"""Addresses under /<l>/complaints/new/."""

from django.urls import path

from complaints.intake import views
from complaints.intake.steps import views as steps

urlpatterns = [
    path("", views.start, name="complaint_new"),
    path("short/", views.short, name="complaint_short"),
    path("receipt/", views.receipt, name="complaint_receipt"),
    path("leave/", steps.leave, name="complaint_leave"),
    path("<slug:slug>/", steps.page, name="complaint_page"),
]
