"""A form, what it sends, and a list."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.floor.models import Row

FORM = (
    "<!doctype html><form method=post><input name=key type=hidden value=1>"
    "<textarea name=narrative></textarea></form>"
)


def form(request: HttpRequest) -> HttpResponse:
    """GET the form; POST one row."""
    if request.method == "POST":
        Row.objects.create(words=request.POST["narrative"])
        return HttpResponse(status=303, headers={"Location": "/"})
    return HttpResponse(FORM)


def rows(request: HttpRequest) -> HttpResponse:
    """Twenty-five rows of a table."""
    return HttpResponse("".join(f"<p>{row.pk}" for row in Row.objects.order_by("-pk")[:25]))


urlpatterns = [path("form/", form), path("rows/", rows)]
