"""The doorbell: Celery wakes the code that drains PostgreSQL's queues. Tasks get ids, never keys or text."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
