"""PostgreSQL itself refuses to change or delete a decision, whoever asks, or to empty their table.

The last is let through where Django made the database for tests, as in core 0002.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION moderation_decision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a moderation decision is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER moderation_decision_is_final
    BEFORE UPDATE OR DELETE ON moderation_moderationdecision
    FOR EACH ROW EXECUTE FUNCTION moderation_decision_is_final();
CREATE TRIGGER moderation_decisions_are_not_emptied BEFORE TRUNCATE ON moderation_moderationdecision
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_log_is_not_emptied();
"""

ALLOW = """
DROP TRIGGER moderation_decisions_are_not_emptied ON moderation_moderationdecision;
DROP TRIGGER moderation_decision_is_final ON moderation_moderationdecision;
DROP FUNCTION moderation_decision_is_final();
"""


class Migration(migrations.Migration):
    """Decisions are append-only."""

    dependencies = [("moderation", "0001_initial"), ("core", "0002_audit_log_is_append_only")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
