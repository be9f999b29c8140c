from django.db import migrations

# No text has a term that begins with a sign.
KEEP = """
CREATE FUNCTION discussion_comment_terms(body text, department bigint) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(discussion_terms(body) || CASE WHEN department IS NULL THEN '{}' ELSE '{#official}' END::text[])
$$;
CREATE OR REPLACE FUNCTION discussion_keep_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO discussion_searchterms (comment_id, terms) VALUES (NEW.id, discussion_comment_terms(NEW.body, NEW.department_id))
    ON CONFLICT (comment_id) DO UPDATE SET terms = EXCLUDED.terms;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER discussion_comment_terms AFTER INSERT OR UPDATE OF body, department_id ON discussion_comment
    FOR EACH ROW EXECUTE FUNCTION discussion_keep_terms();
UPDATE discussion_searchterms SET terms = discussion_comment_terms(body, department_id)
    FROM discussion_comment AS comment WHERE comment.id = comment_id AND department_id IS NOT NULL;
"""
# What was written so far keeps the term, which nobody asks for then.
BACK = """
CREATE OR REPLACE FUNCTION discussion_keep_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO discussion_searchterms (comment_id, terms) VALUES (NEW.id, array_to_tsvector(discussion_terms(NEW.body)))
    ON CONFLICT (comment_id) DO UPDATE SET terms = EXCLUDED.terms;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER discussion_comment_terms AFTER INSERT OR UPDATE OF body ON discussion_comment
    FOR EACH ROW EXECUTE FUNCTION discussion_keep_terms();
DROP FUNCTION discussion_comment_terms(text, bigint);
"""


class Migration(migrations.Migration):
    """A term that says that a department speaks, so that the index tells the newest official replies from all other comments."""

    dependencies = [
        ("discussion", "0007_comments_nearly_owed"),
    ]

    operations = [
        migrations.RunSQL(KEEP, BACK),
    ]
