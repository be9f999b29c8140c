"""Letters that were sent before were written at once, to everybody."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    apps.get_model("forums", "Letter").objects.update(handled_count=F("recipient_count"), written_count=F("recipient_count"))


class Migration(migrations.Migration):
    dependencies = [("forums", "0010_letters_are_written_by_a_worker")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
