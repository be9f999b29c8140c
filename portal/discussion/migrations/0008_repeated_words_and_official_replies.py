from django.db import migrations, models


class Migration(migrations.Migration):
    """A key that finds the same words again (comments older than this have none), and the right to speak for a department."""

    dependencies = [("discussion", "0007_first_topics")]

    operations = [
        migrations.AlterModelOptions(
            name="comment",
            options={
                "permissions": [("reply_officially", "Can answer in the name of a department")],
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="words_key",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["words_key", "created_at"], name="comment_same_words", condition=models.Q(("words_key", ""), _negated=True)
            ),
        ),
    ]
