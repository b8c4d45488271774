"""Addresses under /<l>/accounts/: allauth's pages that are offered, and our own beside them."""

from allauth.account.urls import urlpatterns as allauth_pages
from django.urls import include, path

from accounts import views
from accounts.citizens import views as citizens
from accounts.people import inviting

# Left out: changing one's address (an administrator's matter) and codes by mail. Signing up is ours.
OFFERED = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
)

urlpatterns = [
    *(page for page in allauth_pages if page.name in OFFERED),
    path("signup/", citizens.sign_up, name="account_signup"),
    path("signup/sent/", citizens.asked, name="account_asked"),
    path("signup/<str:token>/", citizens.open_account, name="account_open"),
    path("2fa/webauthn/keys/<int:pk>/remove/", views.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", views.EditKey.as_view(), name="mfa_edit_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("invitation/<str:token>/", inviting.invitation, name="invitation"),
    path("carry-on/", views.carry_on, name="carry_on"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
]
