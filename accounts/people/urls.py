"""Addresses under /<l>/desk/settings/people/."""

from django.urls import path

from accounts.people import inviting, serving, views

urlpatterns = [
    path("", views.people, name="people"),
    path("invitations/", inviting.invitations, name="invitations"),
    path("invitations/new/", inviting.invite, name="invite"),
    path("invitations/<uuid:pk>/send/", inviting.send_again, name="invitation_send"),
    path("invitations/<uuid:pk>/revoke/", inviting.revoke, name="invitation_revoke"),
    path("waiting/", views.waiting, name="people_waiting"),
    path("waiting/<uuid:pk>/sign/", views.sign, name="people_sign"),
    path("waiting/<uuid:pk>/refuse/", views.refuse, name="people_refuse"),
    path("waiting/<uuid:pk>/withdraw/", views.withdraw, name="people_withdraw"),
    path("history/", views.history, name="people_history"),
    path("<uuid:pk>/", views.person, name="person"),
    path("<uuid:pk>/roles/new/", views.role_propose, name="role_propose"),
    path("<uuid:pk>/roles/<slug:role>/remove/", views.role_remove, name="role_remove"),
    path("<uuid:pk>/unit/", serving.unit, name="person_unit"),
    path("<uuid:pk>/<slug:what>/", views.account, name="person_account"),
]
