"""Addresses under /<l>/desk/register/."""

from django.urls import path

from complaints.intake.registering import views

urlpatterns = [
    path("", views.index, name="register"),
    path("receipt/", views.receipt, name="register_receipt"),
    path("receipts/<str:reference>/", views.noting, name="register_noting"),
    path("receipts/<str:reference>/given/", views.given, name="register_given"),
    path("<slug:slug>/", views.page, name="register_page"),
]
