"""Addresses under /<l>/oversight/."""

from django.urls import path

from complaints.oversight import agenda_views, pattern_views, views

urlpatterns = [
    path("", views.room, name="room"),
    path("silence/", views.silence_board, name="room_silence"),
    path("questions/", views.question_list, name="room_questions"),
    path("questions/<uuid:pk>/", views.question, name="room_question"),
    path("recommendations/", views.recommendation_list, name="room_recommendations"),
    path("reviews/", views.review_list, name="room_reviews"),
    path("grave/", views.grave_list, name="room_grave"),
    path("patterns/", pattern_views.pattern_list, name="room_patterns"),
    path("patterns/<int:number>/", pattern_views.pattern, name="room_pattern"),
    path("agenda/", agenda_views.index, name="room_agendas"),
    path("agenda/new/", agenda_views.new, name="room_agenda_new"),
    path("agenda/<uuid:pk>/", agenda_views.agenda_page, name="room_agenda"),
    path("agenda/<uuid:pk>/file/", agenda_views.ask_file, name="room_agenda_ask"),
    path("agenda/<uuid:pk>/agenda.pdf", agenda_views.file, name="room_agenda_file"),
]
