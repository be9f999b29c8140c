"""PostgreSQL itself refuses to change or delete a decision, whoever asks. TRUNCATE stays possible: tests empty tables with it."""

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
"""

ALLOW = """
DROP TRIGGER moderation_decision_is_final ON moderation_moderationdecision;
DROP FUNCTION moderation_decision_is_final();
"""


class Migration(migrations.Migration):
    """Decisions are append-only."""

    dependencies = [("moderation", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
