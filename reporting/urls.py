"""Addresses of reports, plan and activities: `public` under /<l>/, `desk` under its desk."""

from django.urls import path

from reporting import views
from reporting.statistics import views as counted

public = [
    path("reports/", views.reports, name="reports"),
    path("reports/<uuid:pk>/<str:name>", views.report_file, name="report_file"),
    path("plan/", views.plan, name="plan"),
    path("statistics/", counted.statistics, name="statistics"),
    path("statistics/data/", counted.statistics_data, name="statistics_data"),
    path("statistics/region/<slug:slug>/", counted.statistics_region, name="statistics_region"),
    path("statistics/<slug:state>/<slug:slug>/", counted.statistics_quarter, name="statistics_quarter"),
    path("statistics/<slug:state>/<slug:slug>/year/", counted.statistics_year, name="statistics_year"),
    path("statistics/<slug:state>/<slug:slug>/<str:name>", counted.statistics_file, name="statistics_file"),
]
desk = [
    path("reports/", views.desk_reports, name="desk_reports"),
    path("reports/<uuid:pk>/publish/", views.publish_report, name="publish_report"),
    path("activities/", views.desk_activities, name="activities"),
    path("activities/new/", views.activity_new, name="activity_new"),
    path("activities/<uuid:pk>/", views.activity_edit, name="activity_edit"),
    path("activities/<uuid:pk>/verify/", views.activity_verify, name="activity_verify"),
]
