from importlib import import_module

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        import_module("reporting.periodic.known")
        kinds = import_module("accounts.changes.kinds")
        kinds.register(import_module("reporting.plan_kind").PlanVersion())
