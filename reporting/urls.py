"""Addresses of reports, plan and activities: `public` under /<l>/, `desk` under its desk."""

from django.urls import path

from reporting import activity_table_views, activity_views, plan_views, reading_views
from reporting.periodic import views as periodic
from reporting.periodic.public import views as published
from reporting.statistics import views as counted

public = [
    path("reports/", published.reports, name="reports"),
    path("reports/<uuid:pk>/", published.report, name="report"),
    path("reports/<uuid:pk>/<str:name>", published.report_file, name="report_file"),
    path("plan/", plan_views.plan, name="plan"),
    path("statistics/", counted.statistics, name="statistics"),
    path("statistics/data/", counted.statistics_data, name="statistics_data"),
    path(
        "statistics/data/definitions.<slug:kind>",
        counted.statistics_definitions,
        name="statistics_definitions",
    ),
    path("statistics/region/<slug:slug>/", counted.statistics_region, name="statistics_region"),
    path("statistics/<slug:state>/<slug:slug>/", counted.statistics_quarter, name="statistics_quarter"),
    path("statistics/<slug:state>/<slug:slug>/year/", counted.statistics_year, name="statistics_year"),
    path("statistics/<slug:state>/<slug:slug>/<str:name>", counted.statistics_file, name="statistics_file"),
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
    path("activities/", activity_views.register, name="activities"),
    path("activities/new/", activity_views.new, name="activity_new"),
    path("activities/import/", activity_table_views.upload, name="activity_import"),
    path("activities/template.xlsx", activity_table_views.template, name="activity_template"),
    path("activities/export/<str:name>", activity_table_views.export, name="activity_export"),
    path("activities/<uuid:pk>/", activity_views.activity, name="activity"),
    path("activities/<uuid:pk>/edit/", activity_views.edit, name="activity_edit"),
    path("activities/<uuid:pk>/verify/", activity_views.verify, name="activity_verify"),
    path("activities/<uuid:pk>/answer/", activity_views.answer, name="activity_answer"),
    path("activities/<uuid:pk>/withdraw/", activity_views.withdraw, name="activity_withdraw"),
    path("papers/<uuid:pk>/", activity_views.document, name="document"),
    path("papers/<uuid:pk>/withdraw/", activity_views.document_withdraw, name="document_withdraw"),
    path("readings/", reading_views.index, name="readings"),
    path("readings/missing/", reading_views.missing_page, name="missing"),
    path("readings/enter/<str:code>/", reading_views.enter, name="reading_enter"),
    path("readings/<uuid:pk>/", reading_views.reading, name="reading"),
    path("readings/<uuid:pk>/verify/", reading_views.verify, name="reading_verify"),
    path("readings/<uuid:pk>/answer/", reading_views.answer, name="reading_answer"),
    path("plan/", plan_views.versions, name="plan_desk"),
    path("plan/<uuid:pk>/", plan_views.draft, name="plan_draft"),
    path("plan/<uuid:pk>/drop/", plan_views.drop, name="plan_drop"),
    path("plan/<uuid:pk>/mapping/", plan_views.mapping, name="plan_draft_mapping"),
    path("plan/mapping/<int:pk>/", plan_views.mapping_current, name="plan_mapping"),
]
