"""PostgreSQL itself keeps what was changed when.

Tests empty all tables with TRUNCATE, which is let through where Django made the database for tests, as in core 0002.
"""

from django.db import migrations

KEEP_CHANGES = """
CREATE FUNCTION plan_changes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is append only: a change is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER plan_changes_are_append_only BEFORE UPDATE OR DELETE ON plan_taskchange
    FOR EACH ROW EXECUTE FUNCTION plan_changes_are_append_only();

CREATE FUNCTION plan_changes_are_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT starts_with(current_database()::text, 'test_') THEN
        RAISE EXCEPTION 'the history is append only: it is never emptied'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER plan_changes_are_not_emptied BEFORE TRUNCATE ON plan_taskchange
    FOR EACH STATEMENT EXECUTE FUNCTION plan_changes_are_not_emptied();
"""

LET_CHANGES_GO = """
DROP TRIGGER plan_changes_are_not_emptied ON plan_taskchange;
DROP FUNCTION plan_changes_are_not_emptied();
DROP TRIGGER plan_changes_are_append_only ON plan_taskchange;
DROP FUNCTION plan_changes_are_append_only();
"""


class Migration(migrations.Migration):
    """The history is append-only."""

    dependencies = [("plan", "0001_initial")]
    operations = [migrations.RunSQL(KEEP_CHANGES, LET_CHANGES_GO)]
