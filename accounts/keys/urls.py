"""Addresses under /<l>/desk/vault/."""

from django.urls import path

from accounts.keys import institution_views, views

urlpatterns = [
    path("", views.vault, name="vault"),
    path("open/", views.open_vault, name="vault_open"),
    path("close/", views.close_vault, name="vault_close"),
    path("enrol/", views.enrol, name="vault_enrol"),
    path("passphrase/", views.change, name="vault_passphrase"),
    path("again/", views.start_over, name="vault_again"),
    path("institution/", institution_views.make, name="vault_make"),
    path("hand/<uuid:person>/", institution_views.hand_on, name="vault_hand_on"),
    path("epoch/", institution_views.renew, name="vault_renew"),
    path("officers/", institution_views.officers, name="vault_officers"),
    path("recovery/", institution_views.recover, name="vault_recover"),
]
