"""PostgreSQL itself keeps what was first planned."""

from django.db import migrations

KEEP_BASELINE = """
CREATE FUNCTION progress_baseline_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.baseline_on IS DISTINCT FROM OLD.baseline_on OR NEW.task_id IS DISTINCT FROM OLD.task_id THEN
        RAISE EXCEPTION 'the date first planned for a milestone never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER progress_baseline_stands BEFORE UPDATE ON progress_milestone
    FOR EACH ROW EXECUTE FUNCTION progress_baseline_stands();
"""

LET_BASELINE_GO = """
DROP TRIGGER progress_baseline_stands ON progress_milestone;
DROP FUNCTION progress_baseline_stands();
"""


class Migration(migrations.Migration):
    """The day first planned for a milestone never changes."""

    dependencies = [("progress", "0001_initial")]
    operations = [migrations.RunSQL(KEEP_BASELINE, LET_BASELINE_GO)]
