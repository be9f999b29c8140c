"""The schema of the portal's tables as lines of text, in which names that Django or PostgreSQL made up do not count."""

import re

from django.apps import apps
from django.db import connection

COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' ELSE '' END,
           CASE WHEN a.attidentity <> '' THEN 'IDENTITY' WHEN a.attgenerated <> '' THEN 'GENERATED' ELSE '' END,
           coalesce(pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
CONSTRAINTS = """
    SELECT c.relname, x.conname, pg_get_constraintdef(x.oid) FROM pg_constraint x JOIN pg_class c ON c.oid = x.conrelid
    WHERE c.relnamespace = 'public'::regnamespace AND x.contype <> 'n'
"""
INDEXES = """
    SELECT c.relname, i.relname, regexp_replace(pg_get_indexdef(i.oid), '^CREATE (UNIQUE )?INDEX .* USING', '\\1INDEX USING')
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
    WHERE c.relnamespace = 'public'::regnamespace
"""
TRIGGERS = """
    SELECT c.relname, t.tgname, regexp_replace(pg_get_triggerdef(t.oid), '^CREATE TRIGGER \\S+ ', '')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
"""
FUNCTIONS = (
    "SELECT proname, pg_get_function_identity_arguments(oid), prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
)
# What Django appends to the names it makes: eight hexadecimal digits, and sometimes a word for the kind.
MADE_UP = re.compile(r"_[0-9a-f]{8}(?:_(?:uniq|like|fk|check|idx|pk)\w*)?$|_(?:pkey|key|check|not_null)\d*$")


def tables() -> set[str]:
    """The tables of the portal's own models, those between two of them included."""
    ours = [config for config in apps.get_app_configs() if config.name.startswith("portal.")]
    return {model._meta.db_table for config in ours for model in config.get_models(include_auto_created=True)}


def lines() -> list[str]:
    """Every column, constraint, index, trigger and function, one a line; the words of a refusal in a function do not count."""
    own = tables()
    found = [f"column {' '.join(part for part in row if part)}" for row in _rows(COLUMNS) if row[0] in own]
    for kind, query in (("constraint", CONSTRAINTS), ("index", INDEXES), ("trigger", TRIGGERS)):
        found += [f"{kind} {table} {_named(name)}{definition}" for table, name, definition in _rows(query) if table in own]
    prefixes = tuple(f"{config.label}_" for config in apps.get_app_configs() if config.name.startswith("portal."))
    found += [f"function {name}({given}) {_code(body)}" for name, given, body in _rows(FUNCTIONS) if name.startswith(prefixes)]
    return sorted(" ".join(line.split()) for line in found)


def _rows(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _named(name: str) -> str:
    return "" if MADE_UP.search(name) else f"{name} "


def _code(body: str) -> str:
    """A function's text on one line, without comments and without the sentences that it says."""
    statements = " ".join(re.sub(r"--[^\n]*", "", body).split())
    return re.sub(r"'[^']*'", lambda text: "''" if " " in text[0] else text[0], statements)
