"""Prove that nobody changed the audit log, and that it tells of all that happened."""

import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.audit_log import Head, still_holds, verify
from portal.core.audit_log.coverage import breaches, declared
from portal.core.audit_log.heads import UnreadableHeads, first_lost, read_heads


class Command(BaseCommand):
    """`verify_audit` reads the whole audit log.

    `--expect NUMBER:HASH` also asks for one head that was published earlier, `--heads FILE` for all that a witness kept.
    """

    help = "Compute every hash of the audit log anew, hold it against the rows it tells of, and name what does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--from`, `--expect` and `--heads`."""
        parser.add_argument("--from", dest="start", type=int, default=1, metavar="NUMBER", help="believe what comes before")
        parser.add_argument("--expect", metavar="NUMBER:HASH", help="a head that was published earlier")
        parser.add_argument("--heads", type=Path, metavar="FILE", help="what a witness kept: lines of day, number:hash")

    def handle(self, *, start: int, expect: str | None, heads: Path | None = None, **options: object) -> None:
        """One line if all is well. Raises CommandError with the first broken entry, or with what the log should tell of."""
        if start < 1:
            raise CommandError("--from takes the number of an entry; the first is 1.")
        published = _head(expect) if expect else None
        is_watched = self.stdout.isatty()
        verdict = verify(start, progress=self._show if is_watched else None)
        if is_watched:
            self.stdout.write("")
        if verdict.broken is not None:
            raise CommandError(f"Entry {verdict.broken} {verdict.why}. Sound before it: {verdict.count:,} entries.")
        if published and not still_holds(published):
            raise CommandError(f"Entry {published.number} is not the one that was published: the record was rewritten.")
        self._check_coverage()
        if heads:
            self._check_heads(heads)
        self.stdout.write(
            f"{verdict.count:,} entries, chain intact, {len(declared())} rules hold, "
            f"{verdict.erased:,} reasons erased, head {verdict.head}"
        )

    def _check_coverage(self) -> None:
        if found := list(breaches()):
            raise CommandError(
                "The chain is whole, but the audit log does not fit the rows it tells of:\n  " + "\n  ".join(found)
            )

    def _check_heads(self, file: Path) -> None:
        try:
            kept = read_heads(file.read_bytes().decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError, UnreadableHeads) as problem:
            raise CommandError(f"{file}: {problem}") from problem
        if lost := first_lost(kept):
            raise CommandError(f"The head that was kept on {lost.day:%F}, {lost.head}, is not in the log: it was rewritten.")
        self.stdout.write(f"{len(kept):,} heads that were kept are in the log")

    def _show(self, number: int) -> None:
        self.stdout.write(f"\rentry {number:,}", ending="")
        self.stdout.flush()


def _head(text: str) -> Head:
    parts = re.fullmatch(r"([1-9][0-9]{0,17}):([0-9a-f]{64})", text)
    if not parts:
        raise CommandError("--expect takes a number, a colon and the 64 digits of a hash.")
    return Head(int(parts[1]), parts[2])
