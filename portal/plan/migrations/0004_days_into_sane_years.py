"""Days of the plan in no year that there is: pushed to the nearest one. A source keeps its year, and loses a day out of it."""

from django.db import migrations

FIRST, LAST = "date '2010-01-01'", "date '2060-12-31'"
COLUMNS = {
    "plan_task": ("starts_on", "ends_on"),
    "plan_plan": ("announced_on", "committee_launched_on"),
    "plan_budgetline": ("as_of",),
}
SOURCES = """
UPDATE plan_source SET published_on = NULL, published_year = LEAST(GREATEST(published_year, 1900), 2060)
WHERE published_year NOT BETWEEN 1900 AND 2060
"""


def _pushed(table: str, name: str) -> str:
    return f"UPDATE {table} SET {name} = LEAST(GREATEST({name}, {FIRST}), {LAST}) WHERE {name} NOT BETWEEN {FIRST} AND {LAST}"


class Migration(migrations.Migration):
    """Push them; back there is nothing to do."""

    dependencies = [("plan", "0003_permission_to_edit_every_task")]
    operations = [
        *(
            migrations.RunSQL(_pushed(table, name), migrations.RunSQL.noop)
            for table, names in COLUMNS.items()
            for name in names
        ),
        migrations.RunSQL(SOURCES, migrations.RunSQL.noop),
    ]
