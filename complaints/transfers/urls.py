"""Addresses under /<l>/desk/transfers/."""

from django.urls import path

from complaints.transfers import views

urlpatterns = [
    path("", views.index, name="transfers"),
    path("take/", views.take, name="transfer_take"),
    path("card/", views.own_card, name="transfer_card"),
    path("cards/add/", views.add_card, name="transfer_card_add"),
    path("cards/<uuid:partner>/confirm/", views.confirm_card, name="transfer_card_confirm"),
    path("cards/<uuid:partner>/end/", views.end_card, name="transfer_card_end"),
    path("<uuid:transfer>/package/", views.package_file, name="transfer_package"),
]
