"""What the web server imports. It does not serve with a secret that everybody can read."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
application = get_wsgi_application()

from config.apps import own_secrets  # noqa: E402  # settings are ready only now

if faults := own_secrets(None):
    raise ImproperlyConfigured(" ".join(fault.msg for fault in faults))
