from django.db import migrations, models
from django.db.models import Q

RUNNING = ("unconfirmed", "requested", "blocked")
STATES = (*RUNNING, "refused", "lapsed", "lifted", "removed", "retracted", "moot")
CONSTRAINTS = {
    "takedown_state_is_known": Q(state__in=STATES),
    "takedown_relation_is_known": Q(relation__in=("self", "agent", "organisation")),
    "takedown_right_is_known": Q(right__in=("privacy", "defamation", "other")),
    "takedown_is_confirmed_before_anything_else": Q(state="unconfirmed", confirmed_at__isnull=True)
    | (~Q(state="unconfirmed") & Q(confirmed_at__isnull=False)),
    "takedown_that_ended_says_when": Q(state__in=RUNNING, ended_at__isnull=True)
    | (~Q(state__in=RUNNING) & Q(ended_at__isnull=False)),
    "takedown_decision_is_complete": Q(decided_at__isnull=True, decided_by__isnull=True)
    | Q(decided_at__isnull=False, decided_by__isnull=False, reason__regex=r"\S"),
}


class Migration(migrations.Migration):
    """What the services see to holds in the database as well. No request exists yet, so nothing has to be corrected."""

    dependencies = [("moderation", "0006_blocks_end_without_a_moderator")]

    operations = [
        migrations.AddConstraint(model_name="takedown", constraint=models.CheckConstraint(condition=condition, name=name))
        for name, condition in CONSTRAINTS.items()
    ]
