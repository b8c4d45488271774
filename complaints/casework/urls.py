"""Addresses under /<l>/desk/."""

from django.urls import path, register_converter

from complaints.casework import acting, files, handover_views, revealing, safety_views, views


class ReferenceConverter:
    """What could be a case's reference, as people type it; vault, reports and settings are none."""

    regex = "[A-Za-z]{2}-[^/]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("", views.queue, name="queue"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("safety/", safety_views.index, name="safety"),
    path("handover/", handover_views.index, name="handover"),
    path("handover/leave/", handover_views.leave, name="handover_leave"),
    path("handover/leave/<int:number>/end/", handover_views.end_leave, name="handover_leave_end"),
    path("handover/keys/<uuid:person>/", handover_views.hand_keys, name="handover_keys"),
    path("handover/person/<uuid:person>/", handover_views.depart, name="handover_person"),
    path("handover/person/<uuid:person>/move/", handover_views.move, name="handover_move"),
    path("<reference:reference>/", views.case, name="case"),
    path("<reference:reference>/readers/", views.readers, name="case_readers"),
    path("<reference:reference>/ask/", views.ask_for, name="case_ask"),
    path("<reference:reference>/open/<slug:part>/", revealing.open_part, name="case_open"),
    path("<reference:reference>/files/<uuid:file>/", files.open_file, name="case_file"),
    path("<reference:reference>/files/<uuid:file>/<str:ticket>/", files.hand_out, name="case_file_out"),
    path("<reference:reference>/<slug:action>/", acting.act, name="case_act"),
]
