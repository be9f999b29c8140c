"""An event keeps the digest of its reason only."""

from django.db import migrations


class Migration(migrations.Migration):
    """The words left in 0006."""

    dependencies = [("core", "0006_reasons_leave_the_hash")]
    operations = [migrations.RemoveField(model_name="auditevent", name="reason")]
