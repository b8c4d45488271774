"""Addresses under /api/v1/ of plan, reports and activities."""

from django.urls import path

from reporting.api import views

urlpatterns = [
    path("plan/", views.Plan.as_view(), name="plan"),
    path("reports/", views.Reports.as_view(), name="reports"),
    path("statistics/", views.Statistics.as_view(), name="statistics"),
    path("statistics/<slug:state>/<slug:slug>/", views.Quarter.as_view(), name="quarter"),
    path("activities/", views.Activities.as_view(), name="activities"),
]
