from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        import_module("accounts.settings.known")
        import_module("accounts.people.kinds").register_all()
        import_module("accounts.opening.known")
