"""Addresses of the settings. Pages of other parts below settings/ stand before these in config.urls."""

from django.urls import path

from accounts.settings import views

desk = [
    path("settings/", views.index, name="settings"),
    path("signatures/", views.waiting, name="signatures"),
    path("signatures/<uuid:change>/", views.signature, name="signature"),
    path("settings/<slug:code>/", views.one_section, name="setting_section"),
    path("settings/<slug:code>/<slug:target>/", views.setting, name="setting"),
]
