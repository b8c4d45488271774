from importlib import import_module

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"

    def ready(self) -> None:
        import_module("complaints.settings.known")
