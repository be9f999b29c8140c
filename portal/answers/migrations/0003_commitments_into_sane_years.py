"""Commitments for a day in no year that there is: pushed to the nearest one, past the trigger that lets them stand as made."""

from django.db import migrations

FIRST, LAST = "date '2010-01-01'", "date '2060-12-31'"
PUSHED = f"""
ALTER TABLE answers_commitment DISABLE TRIGGER answers_commitment_stands;
UPDATE answers_commitment SET due_on = LEAST(GREATEST(due_on, {FIRST}), {LAST}) WHERE due_on NOT BETWEEN {FIRST} AND {LAST};
ALTER TABLE answers_commitment ENABLE TRIGGER answers_commitment_stands;
"""


class Migration(migrations.Migration):
    """Push them; back there is nothing to do."""

    dependencies = [("answers", "0002_clock_and_steps_stand")]
    operations = [migrations.RunSQL(PUSHED, migrations.RunSQL.noop)]
