from django.db import migrations, models

STATUSES = [
    ("not_stated", "Not published"),
    ("planned", "Planned"),
    ("under_way", "Under way"),
    ("delayed", "Delayed"),
    ("done", "Done"),
    ("on_hold", "On hold"),
    ("stopped", "Stopped"),
]


class Migration(migrations.Migration):
    """A status that the city has not stated is called so; no row changes."""

    dependencies = [("plan", "0005_plan_days_are_sane")]

    operations = [
        migrations.AlterField(
            model_name="task",
            name="status",
            field=models.CharField(choices=STATUSES, default="not_stated", max_length=12, verbose_name="status"),
        ),
    ]
