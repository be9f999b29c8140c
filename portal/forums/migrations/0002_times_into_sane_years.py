"""Forums and their programmes at times that no year has that there is: pushed to the nearest end, each a little apart.

The steps keep what the table demands: registration opens, residents, registration closes, start, end, in this order.
"""

from django.db import migrations

FIRST, LAST = "timestamptz '2010-01-01 12:00Z'", "timestamptz '2060-12-31 12:00Z'"
# Minutes that each keeps from the first moment, and from the last.
STEPS = {
    "registration_opens_at": (0, 240),
    "residents_first_until": (30, 210),
    "registration_closes_at": (60, 180),
    "changes_close_at": (60, 180),
    "freezes_at": (60, 180),
    "starts_at": (120, 120),
    "ends_at": (180, 0),
}


def _pushed(name: str, after: int, before: int) -> str:
    least, most = f"{FIRST} + interval '{after} minutes'", f"{LAST} - interval '{before} minutes'"
    return f"{name} = CASE WHEN {name} IS NULL THEN NULL ELSE LEAST(GREATEST({name}, {least}), {most}) END"


PUSHED = ", ".join(_pushed(name, *steps) for name, steps in STEPS.items())
IS_OUTSIDE = " OR ".join(f"{name} NOT BETWEEN {FIRST} AND {LAST}" for name in STEPS)
FORUMS = f"UPDATE forums_forum SET {PUSHED} WHERE {IS_OUTSIDE}"
PARTS = f"""
UPDATE forums_agendaitem SET {_pushed("starts_at", 120, 120)} WHERE starts_at NOT BETWEEN {FIRST} AND {LAST}
"""


class Migration(migrations.Migration):
    """Push them; back there is nothing to do."""

    dependencies = [("forums", "0001_initial")]
    operations = [
        migrations.RunSQL(FORUMS, migrations.RunSQL.noop),
        migrations.RunSQL(PARTS, migrations.RunSQL.noop),
    ]
