from django.db import migrations

# The twin of portal/discussion/search/terms.py. All of it is independent of the database's locale: hence COLLATE "C" and no \w.
TERMS = r"""
CREATE FUNCTION discussion_terms(body text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH opened AS (
        SELECT lower(normalize(regexp_replace(normalize(body, NFKD), '[\u0300-\u036f\u11a8-\u11ff]', '', 'g'), NFC) COLLATE "C") AS text
    ), runs AS (
        SELECT found[1] AS run FROM opened, regexp_matches(text, '[가-힣一-鿿ぁ-ヿ]+|[a-z]+|[0-9]+', 'g') AS found
    ), terms AS (
        SELECT left(run, 40) AS term FROM runs WHERE ascii(run) < 128
        UNION
        SELECT substr(run || '$', start, 2) FROM runs, generate_series(1, length(run)) AS start WHERE ascii(run) >= 128
    )
    SELECT coalesce(array_agg(term), '{}') FROM terms
$$;
"""
KEEP = """
CREATE FUNCTION discussion_keep_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO discussion_searchterms (comment_id, terms) VALUES (NEW.id, array_to_tsvector(discussion_terms(NEW.body)))
    ON CONFLICT (comment_id) DO UPDATE SET terms = EXCLUDED.terms;
    RETURN NULL;
END
$$;
CREATE TRIGGER discussion_comment_terms AFTER INSERT OR UPDATE OF body ON discussion_comment
    FOR EACH ROW EXECUTE FUNCTION discussion_keep_terms();
"""


class Migration(migrations.Migration):
    """The terms that comments are found by, kept by a trigger so that no way of writing a comment can forget them."""

    dependencies = [
        ("discussion", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(TERMS, "DROP FUNCTION discussion_terms(text)"),
        migrations.RunSQL(
            KEEP,
            "DROP TRIGGER discussion_comment_terms ON discussion_comment; DROP FUNCTION discussion_keep_terms()",
        ),
    ]
