from django.db import migrations, models
from django.db.models import Q

RULED = Q(state__in=["upheld", "reversed"], ruled_by__isnull=False, ruled_at__isnull=False, reason__regex=r"\S")


class Migration(migrations.Migration):
    """Before: every reversal was somebody's ruling. After: a decision taken back beforehand reverses it as well."""

    dependencies = [("moderation", "0004_decision_can_be_taken_back")]

    operations = [
        migrations.RemoveConstraint(model_name="appeal", name="appeal_ruling_is_complete"),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"], ruled_by__isnull=True, ruled_at__isnull=True, outcome__isnull=True)
                | RULED
                | (
                    Q(state="reversed", ruled_by__isnull=True, ruled_at__isnull=False)
                    & (Q(outcome__isnull=False) | Q(suspension__isnull=False))
                ),
                name="appeal_ruling_is_complete",
            ),
        ),
    ]
