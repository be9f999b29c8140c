"""PostgreSQL itself keeps what must not be turned: the clock of a request, each of its steps, and what was promised.

When the comment was taken up and by when its answer is due never change, so handing over resets nothing; an answer that was given stays
given and only moves to a later moment, when it is given anew. Steps are only added. A commitment keeps its sentence and its day and is
decided once. Nothing of it is deleted. (Tests empty tables with TRUNCATE, which fires no trigger for rows.)
"""

from django.db import migrations

CLOCK = """
CREATE FUNCTION answers_clock_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a request for an answer is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.comment_id, NEW.task_id, NEW.origin, NEW.taken_up_by_id, NEW.received_at, NEW.due_on)
        IS DISTINCT FROM (OLD.comment_id, OLD.task_id, OLD.origin, OLD.taken_up_by_id, OLD.received_at, OLD.due_on) THEN
        RAISE EXCEPTION 'the clock of an answer never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'answered' AND (NEW.state <> 'answered' OR NEW.answered_at < OLD.answered_at) THEN
        RAISE EXCEPTION 'an answer is not taken back' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER answers_clock_stands BEFORE UPDATE OR DELETE ON answers_answerrequest
    FOR EACH ROW EXECUTE FUNCTION answers_clock_stands();
"""

CLOCK_BACK = """
DROP TRIGGER answers_clock_stands ON answers_answerrequest;
DROP FUNCTION answers_clock_stands();
"""

STEPS = """
CREATE FUNCTION answers_steps_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a step towards an answer is never changed or deleted' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER answers_steps_are_append_only BEFORE UPDATE OR DELETE ON answers_answerstep
    FOR EACH ROW EXECUTE FUNCTION answers_steps_are_append_only();
"""

STEPS_BACK = """
DROP TRIGGER answers_steps_are_append_only ON answers_answerstep;
DROP FUNCTION answers_steps_are_append_only();
"""

PROMISES = """
CREATE FUNCTION answers_commitment_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a commitment is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.answer_request_id, NEW.sentence_ko, NEW.sentence_en, NEW.due_on, NEW.made_at)
        IS DISTINCT FROM (OLD.answer_request_id, OLD.sentence_ko, OLD.sentence_en, OLD.due_on, OLD.made_at) THEN
        RAISE EXCEPTION 'a commitment stays as it was made' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'open' AND (NEW.state, NEW.reason, NEW.decided_at) IS DISTINCT FROM (OLD.state, OLD.reason, OLD.decided_at) THEN
        RAISE EXCEPTION 'whether a commitment was kept is said once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER answers_commitment_stands BEFORE UPDATE OR DELETE ON answers_commitment
    FOR EACH ROW EXECUTE FUNCTION answers_commitment_stands();
"""

PROMISES_BACK = """
DROP TRIGGER answers_commitment_stands ON answers_commitment;
DROP FUNCTION answers_commitment_stands();
"""


class Migration(migrations.Migration):
    """Clocks, steps and commitments stand."""

    dependencies = [("answers", "0001_initial")]
    operations = [
        migrations.RunSQL(CLOCK, CLOCK_BACK),
        migrations.RunSQL(STEPS, STEPS_BACK),
        migrations.RunSQL(PROMISES, PROMISES_BACK),
    ]
