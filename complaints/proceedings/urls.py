"""Addresses under /<l>/desk/<reference>/proceedings/. The converter of references is casework's."""

from django.urls import path

import complaints.casework.urls  # noqa: F401  # registers the converter
from complaints.proceedings import views

PREFIX = "<reference:reference>/proceedings/"

urlpatterns = [
    path(PREFIX, views.index, name="proceedings"),
    path(f"{PREFIX}<uuid:proceeding>/agree/", views.agree, name="proceeding_agree"),
    path(f"{PREFIX}<slug:kind>/add/", views.add, name="proceeding_add"),
]
