"""Addresses under /api/v1/ that concern cases."""

from django.urls import path

from complaints.api import views

urlpatterns = [
    path("complaints/", views.Complaints.as_view(), name="complaints"),
    path("complaints/<str:reference>/", views.Complaint.as_view(), name="complaint"),
    path("complaints/<str:reference>/moves/", views.Moves.as_view(), name="moves"),
    path("complaints/<str:reference>/messages/", views.Messages.as_view(), name="messages"),
    path("complaints/<str:reference>/evidence/", views.spooled(views.Evidence.as_view()), name="evidence"),
    path("transfers/", views.waiting(views.Transfers.as_view()), name="transfers"),
]
