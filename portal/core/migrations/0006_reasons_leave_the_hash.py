"""What is hashed of a reason is a salted digest of it; the words stand apart and may be erased, and in no other way be changed.

Events that are there get their digests, and are chained anew: no head of theirs was ever published. The bytes that are hashed stand
in docs/operations.md, "The audit log, and how to verify it".
"""

from django.db import migrations

MOVE = """
ALTER TABLE core_auditevent DISABLE TRIGGER USER;
ALTER TABLE core_auditloghead DISABLE TRIGGER USER;

INSERT INTO core_auditreason (event_id, salt, text)
    SELECT number, replace(gen_random_uuid()::text, '-', ''), reason FROM core_auditevent WHERE reason <> '';
UPDATE core_auditevent AS event SET reason_digest = encode(sha256(convert_to(kept.salt || kept.text, 'UTF8')), 'hex')
    FROM core_auditreason AS kept WHERE kept.event_id = event.number;

DROP FUNCTION core_audit_log_hash(text, bigint, timestamptz, bigint, text, text, text, bigint, text, jsonb);
CREATE FUNCTION core_audit_log_hash(
    previous_hash text, number bigint, happened_at timestamptz, actor bigint, role text, action text, subject text,
    person bigint, reason_digest text, details jsonb
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(
        'record/2,'
        || core_audit_log_field(previous_hash)
        || core_audit_log_field(number::text)
        || core_audit_log_field(trunc(extract(epoch FROM happened_at) * 1000000)::text)
        || core_audit_log_field(actor::text)
        || core_audit_log_field(role)
        || core_audit_log_field(action)
        || core_audit_log_field(subject)
        || core_audit_log_field(person::text)
        || core_audit_log_field(reason_digest)
        || core_audit_log_field(details::text),
        'UTF8')), 'hex')
$$;

CREATE OR REPLACE FUNCTION core_audit_log_append() RETURNS trigger LANGUAGE plpgsql AS $$
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
        NEW.person, NEW.reason_digest, NEW.details
    );
    UPDATE core_auditloghead SET number = NEW.number, hash = NEW.hash;
    RETURN NEW;
END
$$;

DO $$
DECLARE
    event core_auditevent;
    last text := repeat('0', 64);
BEGIN
    FOR event IN SELECT * FROM core_auditevent ORDER BY number LOOP
        UPDATE core_auditevent SET previous_hash = last, hash = core_audit_log_hash(
            last, number, happened_at, actor, role, action, subject, person, reason_digest, details
        ) WHERE number = event.number RETURNING hash INTO last;
        UPDATE core_auditloghead SET hash = last WHERE number = event.number;
    END LOOP;
END
$$;

ALTER TABLE core_auditevent ENABLE TRIGGER USER;
ALTER TABLE core_auditloghead ENABLE TRIGGER USER;
"""

ONLY_ERASE = """
CREATE FUNCTION core_audit_reason_is_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.event_id = OLD.event_id
        AND NEW.salt = '' AND NEW.text = ''
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the reason of an audit event is erased, or stays as it is'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER core_audit_reason_is_only_erased
    BEFORE UPDATE OR DELETE ON core_auditreason
    FOR EACH ROW EXECUTE FUNCTION core_audit_reason_is_only_erased();
CREATE TRIGGER core_audit_reasons_are_not_emptied BEFORE TRUNCATE ON core_auditreason
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_log_is_not_emptied();
"""


class Migration(migrations.Migration):
    """The words of a reason are not hashed."""

    dependencies = [("core", "0005_audit_reasons_apart")]
    operations = [migrations.RunSQL(MOVE), migrations.RunSQL(ONLY_ERASE)]
