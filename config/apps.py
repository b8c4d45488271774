"""Loads Celery's app in every Django process, so that `shared_task.delay()` knows our broker."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The configuration package itself; it has no models."""

    name = "config"
    verbose_name = "portal"

    def ready(self) -> None:
        import_module("config.celery")
