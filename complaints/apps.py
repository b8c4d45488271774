from importlib import import_module

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "complaints"

    def ready(self) -> None:
        import_module("complaints.settings.known")
        import_module("complaints.letters.tasks")  # what it works on is known to every worker
