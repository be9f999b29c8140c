from django.db import migrations, models
from django.db.models import Q

AUTOMATIC = ("review", "lapse")
NAME = "decision_is_a_persons_unless_automatic"


class Migration(migrations.Migration):
    """A block ends without a moderator when whoever asked for it takes the request back."""

    dependencies = [("moderation", "0005_appeals_closed_by_their_outcome")]

    operations = [
        migrations.RemoveConstraint(model_name="moderationdecision", name=NAME),
        migrations.AddConstraint(
            model_name="moderationdecision",
            constraint=models.CheckConstraint(
                condition=Q(action__in=AUTOMATIC, moderator__isnull=True)
                | Q(action__in=("unblock",))
                | (~Q(action__in=AUTOMATIC) & Q(moderator__isnull=False)),
                name=NAME,
            ),
        ),
    ]
