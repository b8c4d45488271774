"""Addresses under /<l>/rights/."""

from django.urls import path

from complaints.guidance import views

urlpatterns = [
    path("", views.index, name="rights"),
    path("help/", views.complaining, name="rights_help"),
    path("categories/", views.categories, name="rights_categories"),
    path("categories/<slug:code>/", views.category, name="rights_category"),
    path("<slug:name>/", views.situation, name="rights_situation"),
]
