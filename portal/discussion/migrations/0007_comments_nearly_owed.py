from django.db import migrations, models


class Migration(migrations.Migration):
    """The comments that lack one or two people who agree are found the most agreed with first, the newest before the others."""

    dependencies = [("discussion", "0006_languages_of_comments")]

    operations = [
        migrations.RemoveIndex(model_name="comment", name="comment_agreed"),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["agree_count", "id"], name="comment_agreed", condition=models.Q(department=None)),
        ),
    ]
