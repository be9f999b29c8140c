"""`manage.py load_plan`: bring the plan in the database to what a plan file says."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.plan import services
from portal.plan.plan_file.merge import Change
from portal.plan.plan_file.reader import BrokenPlanFile
from portal.plan.services import LoadReport, PlanConflict

SHIPPED_PLAN = Path(__file__).resolve().parents[2] / "plan.yaml"


class Command(BaseCommand):
    help = "Loads the plan: strategies, tasks, facts, figures and their sources. Repeatable; keeps what staff edited."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and how far it may go."""
        parser.add_argument("--file", type=Path, default=SHIPPED_PLAN, help="a plan file; the shipped one unless given")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
        parser.add_argument("--overwrite", action="store_true", help="take the file's value where staff edited a field")

    def handle(self, *, file: Path, dry_run: bool, overwrite: bool, verbosity: int, **options: Any) -> None:
        """Load and report."""
        try:
            report = services.load_plan(content=_read(file), dry_run=dry_run, overwrite=overwrite)
        except BrokenPlanFile as broken:
            lines = [f"{file}:{problem.line}: {problem.reason}" for problem in broken.problems]
            raise CommandError("\n".join([*lines, "Nothing was changed."])) from broken
        except PlanConflict as conflict:
            raise CommandError(f"{conflict}\nNothing was changed.") from conflict
        if verbosity:
            self.stdout.write(summary(report, dry_run=dry_run))
            self.stdout.writelines(f"{line}\n" for line in details(report))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}. Nothing was changed.") from error


def summary(report: LoadReport, *, dry_run: bool) -> str:
    """One line for the whole run."""
    counts = {
        "created": report.created,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "kept as staff edited": report.kept,
        "removed": report.removed,
        "left out": report.left_out,
        "not in the file": report.not_in_file,
    }
    beginning = "Plan checked, nothing written" if dry_run else "Plan loaded"
    return f"{beginning}: " + ", ".join(f"{len(found)} {name}" for name, found in counts.items()) + "."


def details(report: LoadReport) -> list[str]:
    """One line for each thing that is not as it was, or not as the file says."""
    return [
        *(f"created: {label}" for label in report.created),
        *(f"changed: {label}: {_shown(change)}" for label, changes in report.changed.items() for change in changes),
        *(f"kept, edited by staff: {label}: {_differs(change)}" for label, kept in report.kept.items() for change in kept),
        *(f"removed: {label}" for label in report.removed),
        *(f"left out: {label}: {reason}" for label, reason in report.left_out.items()),
        *(f"not in the file, kept: {label}" for label in report.not_in_file),
    ]


def _shown(change: Change) -> str:
    return f"{change.name} {change.before!r} → {change.after!r}"


def _differs(change: Change) -> str:
    return f"{change.name} is {change.before!r}, the file says {change.after!r}"
