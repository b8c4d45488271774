"""What an institution may examine stands in its mandates alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_states")]

    operations = [migrations.RemoveField(model_name="institution", name="mandates")]
