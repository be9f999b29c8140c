from django.db import migrations, models


class Migration(migrations.Migration):
    """What may be owed an answer is looked for each minute."""

    dependencies = [("discussion", "0003_first_topics")]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["agree_count"], name="comment_agreed", condition=models.Q(department=None)),
        ),
    ]
