"""Addresses under /<l>/desk/settings/tokens/."""

from django.urls import path

from accounts.tokens import views

urlpatterns = [
    path("", views.tokens, name="tokens"),
    path("new/", views.new, name="token_new"),
    path("<uuid:pk>/show/", views.show, name="token_show"),
    path("<uuid:pk>/end/", views.end, name="token_end"),
]
