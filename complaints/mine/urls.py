"""Addresses under /<l>/complaints/mine/."""

from django.urls import path

from complaints.mine import account_views, views

urlpatterns = [
    path("", views.mine, name="mine"),
    path("open/", views.open_list, name="mine_open"),
    path("close/", views.close_list, name="mine_close"),
    path("add/", views.add, name="mine_add"),
    path("<uuid:line>/name/", views.name, name="mine_name"),
    path("<uuid:line>/remove/", views.remove, name="mine_remove"),
    path("account/", account_views.account, name="mine_account"),
    path("account/data/", account_views.data, name="mine_data"),
    path("account/delete/", account_views.delete, name="mine_delete"),
]
