from django.db import migrations, models
from django.db.models import Q

ACTIONS = [
    ("hide", "hidden"),
    ("keep", "stays visible"),
    ("restore", "visible again"),
    ("publish", "published after a look"),
    ("review", "under review after reports"),
    ("lapse", "visible again, since the time was over"),
    ("block", "temporarily blocked"),
    ("unblock", "block ended"),
    ("undo", "taken back"),
]
STATES = [
    ("published", "Published"),
    ("held", "Held for review"),
    ("under_review", "Under review"),
    ("hidden", "Hidden"),
    ("taken_down", "Temporarily blocked"),
    ("withdrawn", "Withdrawn"),
]
RULES = [
    ("personal_data", "Personal data"),
    ("defamation", "Defamation"),
    ("abuse", "Abuse or hatred"),
    ("spam", "Spam or advertising"),
    ("election_law", "Election law"),
    ("off_topic", "Off topic"),
]
HELD_FOR = [
    ("personal_data", "Personal data"),
    ("screening", "Every comment here is looked at first"),
    ("first_comment", "First comment"),
    ("link", "Link from a new account"),
    ("repeated", "Same text again"),
]


def _chosen(name: str, choices: list) -> models.CharField:
    return models.CharField(name, max_length=20, choices=choices, blank=True, default="")


class Migration(migrations.Migration):
    """A decision remembers what the comment was before it, so that taking it back restores exactly that."""

    dependencies = [("moderation", "0003_appeals_takedowns_suspensions")]
    operations = [
        migrations.AlterField(
            model_name="moderationdecision",
            name="action",
            field=models.CharField("decision", max_length=20, choices=ACTIONS),
        ),
        migrations.AddField(
            model_name="moderationdecision",
            name="state_before",
            field=_chosen("state before", STATES),
        ),
        migrations.AddField(
            model_name="moderationdecision",
            name="rule_before",
            field=_chosen("rule before", RULES),
        ),
        migrations.AddField(
            model_name="moderationdecision",
            name="held_for_before",
            field=_chosen("held before for", HELD_FOR),
        ),
        migrations.AddField(
            model_name="moderationdecision",
            name="blocked_until_before",
            field=models.DateTimeField("blocked before until", null=True, blank=True),
        ),
        migrations.RemoveConstraint(model_name="moderationdecision", name="decision_action_is_known"),
        migrations.AddConstraint(
            model_name="moderationdecision",
            constraint=models.CheckConstraint(
                condition=Q(action__in=[value for value, _label in ACTIONS]),
                name="decision_action_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="moderationdecision",
            constraint=models.CheckConstraint(
                condition=~Q(action="undo") | Q(undoes__isnull=False),
                name="decision_to_undo_names_what",
            ),
        ),
        migrations.CreateModel(
            name="DailySummary",
            fields=[
                ("day", models.DateField("day", primary_key=True, serialize=False)),
                ("written_at", models.DateTimeField("written at")),
            ],
            options={"verbose_name": "daily summary", "verbose_name_plural": "daily summaries"},
        ),
    ]
