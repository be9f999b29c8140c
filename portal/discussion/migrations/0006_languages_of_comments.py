"""The languages of comments, and of their earlier words, from before they carried one, found a thousand at a time.

What a person put right meanwhile, and what is written by the new code, has a language and is left alone.
"""

from typing import Any

from django.db import migrations

from portal.core.text.languages import language_of

AT_ONCE = 1_000


def find_languages(apps: Any, schema_editor: Any) -> None:
    """Walk along the keys, so that no batch is read twice and no row is locked for longer than its batch takes."""
    for model in ("Comment", "CommentRevision"):
        _find(apps.get_model("discussion", model).objects)


def _find(texts: Any) -> None:
    last = 0
    while rows := list(texts.filter(pk__gt=last).order_by("pk").only("pk", "body", "language")[:AT_ONCE]):
        last = rows[-1].pk
        bare = [row for row in rows if not row.language]
        for row in bare:
            row.language = language_of(row.body)
        texts.bulk_update([row for row in bare if row.language], ["language"])


class Migration(migrations.Migration):
    """Outside of one transaction: broken off, it goes on where it stopped; back there is nothing to do."""

    atomic = False
    dependencies = [("discussion", "0005_comment_language")]
    operations = [migrations.RunPython(find_languages, migrations.RunPython.noop)]
