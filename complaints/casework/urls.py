"""Addresses under /<l>/desk/."""

from django.urls import include, path, register_converter

from complaints.casework import (
    acting,
    errand_views,
    files,
    handover_views,
    notice_views,
    revealing,
    safety_views,
    views,
    work_views,
)
from complaints.casework.team import views as team


class ReferenceConverter:
    """What could be a case's reference, as people type it; vault, reports and settings are none."""

    regex = "[A-Za-z]{2}-[^/]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")
CASE = "<reference:reference>/"
"""Where the pages of one case begin."""

urlpatterns = [
    path("", include("complaints.casework.queue.urls")),
    path("notices/", notice_views.notices, name="notices"),
    path("notices/read/", notice_views.notices_read, name="notices_read"),
    path("notices/mail/", notice_views.notices_mail, name="notices_mail"),
    path("team/", team.index, name="team"),
    path("team/approvals/", team.approval_list, name="team_approvals"),
    path("team/asked/", team.asked_list, name="team_asked"),
    path("team/exclusions/", team.exclusion_list, name="team_exclusions"),
    path("team/exclusions/new/", team.exclusion_new, name="team_exclusion_new"),
    path("team/nobody/", team.nobody, name="team_nobody"),
    path("team/<uuid:person>/", team.somebody, name="team_person"),
    path("safety/", safety_views.index, name="safety"),
    path("handover/", handover_views.index, name="handover"),
    path("handover/leave/", handover_views.leave, name="handover_leave"),
    path("handover/leave/<int:number>/end/", handover_views.end_leave, name="handover_leave_end"),
    path("handover/keys/<uuid:person>/", handover_views.hand_keys, name="handover_keys"),
    path("handover/person/<uuid:person>/", handover_views.depart, name="handover_person"),
    path("handover/person/<uuid:person>/move/", handover_views.move, name="handover_move"),
    path("tasks/", errand_views.mine, name="my_tasks"),
    path("<reference:reference>/", views.case, name="case"),
    path("<reference:reference>/readers/", views.readers, name="case_readers"),
    path("<reference:reference>/questions/", work_views.questions, name="case_questions"),
    path("<reference:reference>/recommendations/", work_views.recommendations, name="case_recommendations"),
    path("<reference:reference>/related/", work_views.related_cases, name="case_related"),
    path("<reference:reference>/checklist/", work_views.checklist, name="case_checklist"),
    path("<reference:reference>/checklist/<slug:item>/", work_views.tick, name="case_tick"),
    path("<reference:reference>/tasks/", errand_views.of_case, name="case_tasks"),
    path("<reference:reference>/tasks/<int:number>/<slug:how>/", errand_views.step, name="case_task_step"),
    path("<reference:reference>/ask/", views.ask_for, name="case_ask"),
    path("<reference:reference>/open/<slug:part>/", revealing.open_part, name="case_open"),
    path("<reference:reference>/files/<uuid:file>/", files.open_file, name="case_file"),
    path("<reference:reference>/files/<uuid:file>/<str:ticket>/", files.hand_out, name="case_file_out"),
    path(
        "<reference:reference>/files/<uuid:file>/<str:ticket>/copy/",
        files.hand_out,
        {"is_copy": True},
        name="case_file_copy",
    ),
    path("<reference:reference>/<slug:action>/", acting.act, name="case_act"),
]
