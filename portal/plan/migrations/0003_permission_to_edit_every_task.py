"""Officers edit the tasks of their department; this permission is for those who edit all of them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_history_is_append_only")]

    operations = [
        migrations.AlterModelOptions(
            name="task",
            options={
                "permissions": [
                    ("edit_plan", "Can edit the plan, its tasks and sources"),
                    ("edit_every_task", "Can edit the tasks of every department"),
                ],
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
            },
        ),
    ]
