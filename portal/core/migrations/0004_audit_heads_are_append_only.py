"""PostgreSQL itself refuses to change or delete a noted head of the audit log, whoever asks, or to empty their table.

The last is let through where Django made the database for tests, as in 0002.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION core_audit_head_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a noted head of the audit log is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER core_audit_head_is_final
    BEFORE UPDATE OR DELETE ON core_audithead
    FOR EACH ROW EXECUTE FUNCTION core_audit_head_is_final();
CREATE TRIGGER core_audit_heads_are_not_emptied BEFORE TRUNCATE ON core_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_log_is_not_emptied();
"""

ALLOW = """
DROP TRIGGER core_audit_heads_are_not_emptied ON core_audithead;
DROP TRIGGER core_audit_head_is_final ON core_audithead;
DROP FUNCTION core_audit_head_is_final();
"""


class Migration(migrations.Migration):
    """Noted heads are append-only."""

    dependencies = [("core", "0003_audit_head")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
