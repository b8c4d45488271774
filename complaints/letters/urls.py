"""Addresses under /<l>/desk/ for letters, registers and prints. They stand before those of the workflow's actions."""

from django.urls import path

from complaints.casework.urls import CASE
from complaints.letters import print_views, receiving, register_views, views

LETTER = f"{CASE}letters/<uuid:letter>/"

urlpatterns = [
    path("letters/", register_views.register, name="letter_register"),
    path("letters/print/", register_views.on_paper, name="letter_register_print"),
    path("letters/table/", register_views.table, name="letter_register_table"),
    path(f"{CASE}letters/", views.letters, name="letters"),
    path(f"{CASE}letters/new/", views.begin, name="letter_begin"),
    path(f"{CASE}letters/new/<slug:purpose>/<slug:language>/", views.new, name="letter_new"),
    path(f"{CASE}letters/incoming/", receiving.receive, name="letter_receive"),
    path(LETTER, views.letter, name="letter"),
    path(f"{LETTER}edit/", views.edit, name="letter_edit"),
    path(f"{LETTER}send/", views.send, name="letter_send"),
    path(f"{LETTER}discard/", views.discard, name="letter_discard"),
    path(f"{LETTER}read/", views.read, name="letter_read"),
    path(f"{LETTER}paper/", views.paper, name="letter_paper"),
    path(f"{LETTER}scan/", receiving.scan, name="letter_scan"),
    path(f"{LETTER}files/<uuid:paper>/", views.take, name="letter_take"),
    path(f"{LETTER}files/<uuid:paper>/<str:ticket>/", views.hand_out, name="letter_out"),
    path(f"{CASE}print/", print_views.ask, name="case_print"),
    path(f"{CASE}print/<str:ticket>/", print_views.sheet, name="case_print_sheet"),
    path(f"{CASE}print/<str:ticket>/pdf/", print_views.pdf, name="case_print_pdf"),
]
