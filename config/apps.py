"""Loads Celery's app in every Django process, so that `shared_task.delay()` knows our broker; checks secrets."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

NOT_OURS = {"SECRET_KEY": "only-for-checks-", "RECEIPT_SECRET": "00000000", "RECEIPT_PEPPER": "00000000"}


class PortalConfig(AppConfig):
    """The configuration package itself; it has no models."""

    name = "config"
    verbose_name = "portal"

    def ready(self) -> None:
        import_module("config.celery")


@register(Tags.security, deploy=True)
def own_secrets(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A secret that stands in the source opens every receipt. `config.wsgi` refuses to serve with one."""
    return [
        Error(
            f"{name} is the default of the source.", hint="Set 32 random bytes in hex.", id=f"config.{name}"
        )
        for name, beginning in NOT_OURS.items()
        if getattr(settings, name).startswith(beginning)
    ]
