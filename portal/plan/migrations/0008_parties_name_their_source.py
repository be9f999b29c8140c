import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who takes part is named by a source of its own; `load_plan` fills it in."""

    dependencies = [("plan", "0007_statements_of_the_announcement")]

    operations = [
        migrations.AddField(
            model_name="planparty",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plan.source",
                verbose_name="source",
            ),
        ),
    ]
