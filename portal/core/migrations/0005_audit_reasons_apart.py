"""Room for the words of reasons apart of the events, and for their digests."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Reasons get a table of their own."""

    dependencies = [("core", "0004_audit_heads_are_append_only")]
    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="reason_digest",
            field=models.CharField(db_default="", editable=False, max_length=64, verbose_name="digest of the reason"),
        ),
        migrations.CreateModel(
            name="AuditReason",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="kept_reason",
                        serialize=False,
                        to="core.auditevent",
                    ),
                ),
                ("salt", models.CharField(max_length=32)),
                ("text", models.TextField(verbose_name="why")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="erased at")),
            ],
        ),
    ]
