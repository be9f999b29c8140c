"""Nor is the table of decisions emptied as a whole, outside of databases made for tests; see core 0003."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER moderation_decisions_are_not_emptied BEFORE TRUNCATE ON moderation_moderationdecision
    FOR EACH STATEMENT EXECUTE FUNCTION core_record_is_not_emptied();
"""

ALLOW = "DROP TRIGGER moderation_decisions_are_not_emptied ON moderation_moderationdecision;"


class Migration(migrations.Migration):
    """Decisions are not emptied."""

    dependencies = [("moderation", "0007_takedowns_are_complete"), ("core", "0003_record_is_append_only")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
