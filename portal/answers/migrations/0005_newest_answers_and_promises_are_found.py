from django.db import migrations, models


class Migration(migrations.Migration):
    """The home page shows the newest answers and what was last said about a promise."""

    dependencies = [("answers", "0004_commitment_days_are_sane")]

    operations = [
        migrations.AddIndex(
            model_name="answerrequest",
            index=models.Index(fields=["-answered_at", "-id"], name="answers_given", condition=models.Q(state="answered")),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["-decided_at", "-id"], name="commitments_decided", condition=~models.Q(state="open")),
        ),
    ]
