"""Recompute everything that must hold, and name what does not."""

from time import monotonic

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core import invariants
from portal.core.invariants import BrokenRule, Invariant


class Command(BaseCommand):
    """`invariants` reads one snapshot and changes nothing; `--only NAME` looks at one rule or package, `--list` names them."""

    help = "Recompute every counter, seat, order, chain and clock from the rows, and name each row that does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--only`, `--list` and `--without-worker`."""
        parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a rule, or a package; may be repeated")
        parser.add_argument("--list", action="store_true", help="name the rules and look at nothing")
        parser.add_argument(
            "--without-worker", action="store_true", help="leave out what holds only while a worker runs, after a restore"
        )

    def handle(self, *, only: list[str], without_worker: bool, **options: object) -> None:
        """A line for each rule and row that is broken, one of summary. Raises CommandError where a rule is broken."""
        rules = _chosen(only)
        if options["list"]:
            for rule in rules:
                self.stdout.write(f"{rule.name}: {rule.sentence}")
            return
        began = monotonic()
        with invariants.snapshot():
            report = invariants.check(rules, with_worker=not without_worker)
        looked_at = f"{report.rules} rules, {report.rows:,} rows, {monotonic() - began:.1f} seconds"
        for broken in report.broken:
            self._name(broken)
        if report.broken:
            raise CommandError(f"{len(report.broken)} rules are broken. {looked_at}.")
        self.stdout.write(f"{looked_at}: everything holds.")

    def _name(self, broken: BrokenRule) -> None:
        self.stdout.write(f"{broken.rule.name}: {broken.rule.sentence}")
        for breach in broken.breaches:
            self.stdout.write(f"  {breach}")
        if more := broken.count - len(broken.breaches):
            self.stdout.write(f"  and {more:,} more")


def _chosen(only: list[str]) -> list[Invariant]:
    rules = invariants.all_rules()
    if not only:
        return rules
    chosen = [rule for rule in rules if rule.name in only or rule.name.partition(".")[0] in only]
    if missing := set(only) - {rule.name for rule in chosen} - {rule.name.partition(".")[0] for rule in chosen}:
        raise CommandError(f"There is no rule or package named {', '.join(sorted(missing))}; --list names them.")
    return chosen
