"""PostgreSQL itself numbers and chains the events of the audit log, and refuses to change, delete or empty them, whoever asks.

The bytes that are hashed stand in docs/operations.md, "The audit log, and how to verify it". They depend on no setting of the session.

Tests empty all tables with TRUNCATE, so that is let through where the database's name begins with `test_`, which is how Django
names the ones it makes for tests. A setting would not do: whoever reaches the database could set it. A name takes CREATEDB and
a moment in which nobody is connected.
"""

from django.db import migrations

CHAIN = """
CREATE FUNCTION core_audit_log_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value, '-') || ','
$$;

CREATE FUNCTION core_audit_log_hash(
    previous_hash text, number bigint, happened_at timestamptz, actor bigint, role text, action text, subject text,
    person bigint, reason text, details jsonb
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(
        'record/1,'
        || core_audit_log_field(previous_hash)
        || core_audit_log_field(number::text)
        || core_audit_log_field(trunc(extract(epoch FROM happened_at) * 1000000)::text)
        || core_audit_log_field(actor::text)
        || core_audit_log_field(role)
        || core_audit_log_field(action)
        || core_audit_log_field(subject)
        || core_audit_log_field(person::text)
        || core_audit_log_field(reason)
        || core_audit_log_field(details::text),
        'UTF8')), 'hex')
$$;

CREATE FUNCTION core_audit_log_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head core_auditloghead;
BEGIN
    SELECT * INTO head FROM core_auditloghead FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO core_auditloghead (id, number, hash) VALUES (1, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM core_auditloghead FOR UPDATE;
    END IF;
    NEW.number := head.number + 1;
    NEW.previous_hash := head.hash;
    NEW.hash := core_audit_log_hash(
        NEW.previous_hash, NEW.number, NEW.happened_at, NEW.actor, NEW.role, NEW.action, NEW.subject,
        NEW.person, NEW.reason, NEW.details
    );
    UPDATE core_auditloghead SET number = NEW.number, hash = NEW.hash;
    RETURN NEW;
END
$$;
CREATE TRIGGER core_audit_log_append BEFORE INSERT ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_log_append();
"""

UNCHAIN = """
DROP TRIGGER core_audit_log_append ON core_auditevent;
DROP FUNCTION core_audit_log_append();
DROP FUNCTION core_audit_log_hash(text, bigint, timestamptz, bigint, text, text, text, bigint, text, jsonb);
DROP FUNCTION core_audit_log_field(text);
"""

REFUSE = """
CREATE FUNCTION core_audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append only: an event is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER core_audit_log_is_append_only BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_log_is_append_only();

CREATE FUNCTION core_audit_log_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT starts_with(current_database()::text, 'test_') THEN
        RAISE EXCEPTION 'the audit log is append only: it is never emptied'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER core_audit_log_is_not_emptied BEFORE TRUNCATE ON core_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_log_is_not_emptied();
CREATE TRIGGER core_audit_log_is_not_emptied BEFORE TRUNCATE ON core_auditloghead
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_log_is_not_emptied();

CREATE FUNCTION core_audit_log_head_moves_with_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Depth 1 is somebody's own statement; depth 2 is one made by the trigger above.
    IF pg_trigger_depth() > 1 AND (
        (TG_OP = 'INSERT' AND NEW.number = 0) OR (TG_OP = 'UPDATE' AND NEW.number = OLD.number + 1)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the head of the audit log moves with its events only'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER core_audit_log_head_moves_with_entries BEFORE INSERT OR UPDATE OR DELETE ON core_auditloghead
    FOR EACH ROW EXECUTE FUNCTION core_audit_log_head_moves_with_entries();
"""

ALLOW = """
DROP TRIGGER core_audit_log_head_moves_with_entries ON core_auditloghead;
DROP FUNCTION core_audit_log_head_moves_with_entries();
DROP TRIGGER core_audit_log_is_not_emptied ON core_auditloghead;
DROP TRIGGER core_audit_log_is_not_emptied ON core_auditevent;
DROP FUNCTION core_audit_log_is_not_emptied();
DROP TRIGGER core_audit_log_is_append_only ON core_auditevent;
DROP FUNCTION core_audit_log_is_append_only();
"""


class Migration(migrations.Migration):
    """The audit log is chained and append-only."""

    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, UNCHAIN), migrations.RunSQL(REFUSE, ALLOW)]
