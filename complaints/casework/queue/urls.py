"""Addresses of the queue under /<l>/desk/; those about one case stand before its actions."""

from django.urls import path

from complaints.casework.queue import bulk_views, export_views, saved_views, tag_views, views

urlpatterns = [
    path("", views.queue, name="queue"),
    path("many/", bulk_views.many, name="many"),
    path("export/", export_views.export, name="export"),
    path("searches/", saved_views.searches, name="searches"),
    path("searches/<int:pk>/remove/", saved_views.search_remove, name="search_remove"),
    path("tags/", tag_views.tags, name="tags"),
    path("tags/<int:pk>/turn/", tag_views.tag_turn, name="tag_turn"),
    path("<reference:reference>/brief/", views.brief, name="case_brief"),
    path("<reference:reference>/next/", views.following, name="case_next"),
    path("<reference:reference>/previous/", views.preceding, name="case_previous"),
    path("<reference:reference>/tags/", tag_views.case_tags, name="case_tags"),
]
