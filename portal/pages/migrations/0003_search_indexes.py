from django.db import migrations

# PostgreSQL keeps an index over an expression by itself, whoever writes a row. The search path is fixed, since a restore makes
# indexes without one; the cost is told, since a plan that works out the terms of every row must not look cheap.
TERMS = """
CREATE FUNCTION pages_search_terms(VARIADIC texts text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
SET search_path FROM CURRENT AS $$
    SELECT array_to_tsvector(discussion_terms(coalesce(array_to_string(texts, ' '), '')))
$$
"""
INDEXES = {
    "update_found_by_terms": ("progress_taskupdate", "title_ko, title_en, body_ko, body_en"),
    "forum_found_by_terms": (
        "forums_forum",
        "title_ko, title_en, summary_ko, summary_en, description_ko, description_en, venue_ko, venue_en, address_ko, address_en",
    ),
    "agenda_item_found_by_terms": ("forums_agendaitem", "title_ko, title_en, speaker_ko, speaker_en"),
    "speaker_found_by_terms": (
        "forums_speaker",
        "name_ko, name_en, affiliation_ko, affiliation_en, introduction_ko, introduction_en",
    ),
}


class Migration(migrations.Migration):
    """What updates and forums are found by, in indexes over the very columns."""

    dependencies = [
        ("pages", "0002_search_words"),
        ("discussion", "0002_search_terms"),
        ("progress", "0001_initial"),
        ("forums", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(TERMS, "DROP FUNCTION pages_search_terms(text[])"),
        *(
            migrations.RunSQL(
                f"CREATE INDEX {name} ON {table} USING gin (pages_search_terms({columns})) WITH (fastupdate = off)",
                f"DROP INDEX {name}",
            )
            for name, (table, columns) in INDEXES.items()
        ),
    ]
