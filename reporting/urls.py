"""Addresses of reports, plan and activities: `public` under /<l>/, `desk` under its desk."""

from django.urls import path

from reporting import views
from reporting.periodic import views as periodic
from reporting.periodic.public import views as published

public = [
    path("reports/", published.reports, name="reports"),
    path("reports/<uuid:pk>/", published.report, name="report"),
    path("reports/<uuid:pk>/<str:name>", published.report_file, name="report_file"),
    path("plan/", views.plan, name="plan"),
]
desk = [
    path("reports/", periodic.desk_reports, name="desk_reports"),
    path("reports/<uuid:pk>/", periodic.desk_report, name="desk_report"),
    path("reports/<uuid:pk>/progress/", periodic.report_progress, name="report_progress"),
    path("reports/<uuid:pk>/make/<slug:edition>/<slug:language>/", periodic.report_make, name="report_make"),
    path("reports/<uuid:pk>/comment/", periodic.report_comment, name="report_comment"),
    path("reports/<uuid:pk>/comment/<uuid:comment>/settle/", periodic.report_settle, name="report_settle"),
    path(
        "reports/<uuid:pk>/words/<slug:section>/<slug:language>/", periodic.report_words, name="report_words"
    ),
    path("reports/<uuid:pk>/open/", periodic.report_open, name="report_open"),
    path("reports/<uuid:pk>/pass-on/", periodic.report_pass_on, name="report_pass_on"),
    path("reports/<uuid:pk>/issue/", periodic.report_issue, name="report_issue"),
    path("reports/<uuid:pk>/publish/", periodic.publish_report, name="publish_report"),
    path("reports/<uuid:pk>/correct/", periodic.report_correct, name="report_correct"),
    path("activities/", views.desk_activities, name="activities"),
    path("activities/new/", views.activity_new, name="activity_new"),
    path("activities/<uuid:pk>/", views.activity_edit, name="activity_edit"),
    path("activities/<uuid:pk>/verify/", views.activity_verify, name="activity_verify"),
]
