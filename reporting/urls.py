"""Addresses of reports, plan and activities: `public` under /<l>/, `desk` under its desk."""

from django.urls import path

from reporting import views

public = [
    path("reports/", views.reports, name="reports"),
    path("reports/<uuid:pk>/<str:name>", views.report_file, name="report_file"),
    path("plan/", views.plan, name="plan"),
]
desk = [
    path("reports/", views.desk_reports, name="desk_reports"),
    path("reports/<uuid:pk>/publish/", views.publish_report, name="publish_report"),
    path("activities/", views.desk_activities, name="activities"),
    path("activities/new/", views.activity_new, name="activity_new"),
    path("activities/<uuid:pk>/", views.activity_edit, name="activity_edit"),
    path("activities/<uuid:pk>/verify/", views.activity_verify, name="activity_verify"),
]
