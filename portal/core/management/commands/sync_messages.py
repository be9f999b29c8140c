"""Bring both translation catalogues up to date with the source, without GNU gettext on the machine."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogueMessage
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Message = tuple[str | None, str | tuple[str, ...]]  # context, and what is to translate
SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
# Dates and names would make every run a change.
CHANGING_HEADER = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To|Project-Id-Version):.*\n',
    re.MULTILINE,
)


class Command(BaseCommand):
    """`sync_messages` writes the catalogues; `--check` only says whether they are complete and current."""

    help = "Collect every string to translate into portal/locale/ and compile the catalogues."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check`: change nothing, fail if something would change or lacks a translation."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **options: object) -> None:
        """Write or compare both languages. Raises CommandError with what is wrong."""
        messages = list(_source_messages(settings.BASE_DIR))
        problems = []
        for language, _name in settings.LANGUAGES:
            path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"
            catalogue = _merged(path, language, messages)
            problems += [f"{language}: no translation of {message.id!r}" for message in _untranslated(catalogue)]
            for target, content in ((path, _po(catalogue)), (path.with_suffix(".mo"), _mo(catalogue))):
                if not check:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                elif not target.exists() or target.read_bytes() != content:
                    problems.append(f"{target.name} of {language} is not current: run `manage.py sync_messages`")
        if check and problems:
            raise CommandError("\n".join(problems))
        self.stdout.writelines(f"{problem}\n" for problem in problems)
        self.stdout.write(f"{len(set(messages))} messages in {len(settings.LANGUAGES)} languages, {len(problems)} problems")


def _source_messages(base: Path) -> Iterator[Message]:
    """Each message as (context or None, msgid or (singular, plural))."""
    for path in sorted((base / "portal").rglob("*.py")):
        yield from _extracted(path.read_text())
    for path in sorted((base / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"} and not (path.suffix == ".txt" and path.parent.name == "emails"):
            # What is left around the calls is blanked out; only its indentation could confuse the tokenizer.
            python = templatize(path.read_text(), origin=str(path))
            yield from _extracted("\n".join(line.strip() for line in python.splitlines()))


def _extracted(source: str) -> Iterator[Message]:
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield context, message


def _merged(path: Path, language: str, messages: list[Message]) -> Catalog:
    """The catalogue with exactly these messages and the translations that were already there."""
    existing = Catalog()
    if path.exists():
        with path.open("rb") as file:
            existing = read_po(file, locale=language)
    catalogue = Catalog(locale=language, fuzzy=False, header_comment="")
    for context, message_id in messages:
        known = existing.get(message_id, context)
        string = message_id if language == "en" else (known.string if known else None)
        catalogue.add(message_id, string, context=context)
    return catalogue


def _untranslated(catalogue: Catalog) -> list[CatalogueMessage]:
    return [message for message in catalogue if message.id and not all(_strings(message.string))]


def _strings(string: object) -> Sequence[str]:
    return string if isinstance(string, tuple | list) and string else (string if isinstance(string, str) else "",)


def _po(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, no_location=True, sort_output=True, width=120)
    return CHANGING_HEADER.sub("", buffer.getvalue().decode()).encode()


def _mo(catalogue: Catalog) -> bytes:
    """Compiled from the written text, so that both files say the same."""
    buffer = io.BytesIO()
    written = read_po(io.BytesIO(_po(catalogue)), locale=catalogue.locale)
    written.creation_date = written.revision_date = SOME_DAY
    write_mo(buffer, written)
    return buffer.getvalue()
