"""PostgreSQL itself keeps what was first planned, and what was changed when.

Tests empty all tables with TRUNCATE, which is let through where Django made the database for tests, as in core 0003.
"""

from django.db import migrations

KEEP_BASELINE = """
CREATE FUNCTION policy_baseline_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.baseline_on IS DISTINCT FROM OLD.baseline_on OR NEW.task_id IS DISTINCT FROM OLD.task_id THEN
        RAISE EXCEPTION 'the date first planned for a milestone never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER policy_baseline_stands BEFORE UPDATE ON policy_milestone
    FOR EACH ROW EXECUTE FUNCTION policy_baseline_stands();
"""

LET_BASELINE_GO = """
DROP TRIGGER policy_baseline_stands ON policy_milestone;
DROP FUNCTION policy_baseline_stands();
"""

KEEP_CHANGES = """
CREATE FUNCTION policy_changes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is append only: a change is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER policy_changes_are_append_only BEFORE UPDATE OR DELETE ON policy_taskchange
    FOR EACH ROW EXECUTE FUNCTION policy_changes_are_append_only();

CREATE FUNCTION policy_changes_are_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT starts_with(current_database()::text, 'test_') THEN
        RAISE EXCEPTION 'the history is append only: it is never emptied'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER policy_changes_are_not_emptied BEFORE TRUNCATE ON policy_taskchange
    FOR EACH STATEMENT EXECUTE FUNCTION policy_changes_are_not_emptied();
"""

LET_CHANGES_GO = """
DROP TRIGGER policy_changes_are_not_emptied ON policy_taskchange;
DROP FUNCTION policy_changes_are_not_emptied();
DROP TRIGGER policy_changes_are_append_only ON policy_taskchange;
DROP FUNCTION policy_changes_are_append_only();
"""


class Migration(migrations.Migration):
    """Baselines and the history are kept by the database."""

    dependencies = [("policy", "0008_follows")]
    operations = [migrations.RunSQL(KEEP_BASELINE, LET_BASELINE_GO), migrations.RunSQL(KEEP_CHANGES, LET_CHANGES_GO)]
