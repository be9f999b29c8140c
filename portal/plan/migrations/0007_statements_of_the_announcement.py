import django.db.models.deletion
from django.db import migrations, models

TOPICS = [
    ("why", "why there is a plan"),
    ("focus", "what comes first"),
    ("cooperation", "co-operation with other regions"),
]


class Migration(migrations.Migration):
    """What the announcement says about the plan as a whole, each sentence with its source."""

    dependencies = [("plan", "0006_not_published_is_a_status")]

    operations = [
        migrations.CreateModel(
            name="PlanStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="key")),
                ("topic", models.CharField(choices=TOPICS, max_length=20, verbose_name="topic")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                ("text", models.CharField(max_length=500, verbose_name="text")),
                ("text_ko", models.CharField(max_length=500, null=True, verbose_name="text")),
                ("text_en", models.CharField(max_length=500, null=True, verbose_name="text")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="plan.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.source", verbose_name="source"
                    ),
                ),
            ],
            options={
                "verbose_name": "statement of the plan",
                "verbose_name_plural": "statements of the plan",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(topic__in=["why", "focus", "cooperation"]), name="plan_statement_topic_is_known"
                    )
                ],
            },
        ),
    ]
