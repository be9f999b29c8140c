"""`make chaos`: one fault after the other under a steady load; prints a table, and fails if a promise was broken.

Promised: nothing acknowledged is lost, nothing is doubled; instead of hanging, a 503 with a kind page and `Retry-After` within
two seconds; five seconds after the cause has ended all is served again; what was killed is back; `manage.py invariants` is clean.
"""

import argparse
import sys
import time
from dataclasses import dataclass

from tests.chaos.faults import ALL, SHORT, Fault
from tests.chaos.instance import Instance
from tests.chaos.people import GONE_AWAY, NO_ANSWER, Answer, People, statuses

LONGEST_WAIT, LONGEST_RECOVERY, LONGEST_MAIL = 2, 5, 45
# Seconds of load before and after each fault.
PAUSES, SHORT_PAUSES = (4, 9), (2, 6)
COLUMNS = (
    ("fault", 34),
    ("requests", 9),
    ("acknowledged", 13),
    ("lost", 5),
    ("doubled", 8),
    ("503", 5),
    ("no answer", 10),
    ("longest wait", 13),
    ("recovered after", 16),
)


@dataclass(frozen=True)
class Outcome:
    """What was seen during one fault."""

    fault: str
    answers: list[Answer]
    acknowledged: int
    lost: list
    doubled: list
    recovery: float
    is_up: bool
    late_codes: list[str]
    invariants: str

    @property
    def longest_wait(self) -> float:
        """Of everybody, in seconds."""
        return max(answer.took for answer in self.answers)

    def row(self) -> str:
        """A line of the table."""
        found = statuses(self.answers)
        cells = (self.fault, len(self.answers), self.acknowledged, len(self.lost), len(self.doubled), found[GONE_AWAY])
        figures = (found[NO_ANSWER], f"{self.longest_wait:.1f} s", f"{self.recovery:.1f} s")
        return _line(*cells, *figures)

    def broken(self, slack: float) -> list[str]:
        """Which promises were; `slack` in seconds for a busy machine."""
        unkind = [answer.status for answer in self.answers if not answer.is_kind or answer.status in {500, 502, 504}]
        waits = [answer for answer in self.answers if answer.took > LONGEST_WAIT + slack]
        slow = [f"{answer.asked} {answer.status} after {answer.took:.1f} s" for answer in waits]
        promises = {
            f"lost: {self.lost[:5]}": self.lost,
            f"doubled: {self.doubled[:5]}": self.doubled,
            f"waited: {slow}": slow,
            f"back after {self.recovery:.1f} s": self.recovery > LONGEST_RECOVERY + slack,
            f"answered without kindness: {unkind[:5]}": unkind,
            "not everything is back": not self.is_up,
            f"codes that never came: {self.late_codes[:5]}": self.late_codes,
            f"invariants: {self.invariants}": self.invariants,
        }
        return [words for words, is_broken in promises.items() if is_broken]


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="three faults in half a minute")
    parser.add_argument("--only", default="", help="faults with these words in their name")
    parser.add_argument("--slack", type=float, default=0, help="seconds that everything may take longer")
    options = parser.parse_args()
    chosen = [fault for fault in (SHORT if options.short else ALL) if options.only in fault.name]
    with Instance(has_small_disk=not options.short) as instance:
        outcomes = _measured(instance, chosen, SHORT_PAUSES if options.short else PAUSES)
    broken = [f"{outcome.fault}: {words}" for outcome in outcomes for words in outcome.broken(options.slack)]
    sys.exit("\n".join(["", "Broken promises:", *broken]) if broken else 0)


def _measured(instance: Instance, faults: list[Fault], pauses: tuple[int, int]) -> list[Outcome]:
    import django

    django.setup()
    from tests.chaos import world

    people = world.people(int(instance.run.site.rpartition(":")[2]))
    people.start()
    print(_line(*(name for name, _width in COLUMNS)), flush=True)
    outcomes = []
    for fault in faults:
        if not fault.is_possible(instance):
            print(f"{fault.name}: cannot be done on this machine", flush=True)
            continue
        outcomes.append(_suffered(instance, people, fault, pauses))
        print(outcomes[-1].row(), flush=True)
    people.stop()
    return outcomes


def _suffered(instance: Instance, people: People, fault: Fault, pauses: tuple[int, int]) -> Outcome:
    from tests.chaos import world

    before, after = pauses
    time.sleep(before)
    first, acknowledged = len(people.ledger.answers), _acknowledged(people)
    fault.begin(instance)
    time.sleep(fault.seconds)
    fault.end(instance)
    ended_at = time.monotonic()
    time.sleep(after)
    answers = people.ledger.answers[first:]
    last_bad = max((answer.at for answer in answers if not answer.is_well), default=ended_at)
    lost, doubled = world.lost_and_doubled(people)
    return Outcome(
        fault=fault.name,
        answers=answers,
        acknowledged=_acknowledged(people) - acknowledged,
        lost=lost,
        doubled=doubled,
        recovery=max(0.0, last_bad - ended_at),
        is_up=instance.are_all_up(),
        late_codes=_codes_that_never_came(instance, people),
        invariants=world.broken_invariants(),
    )


def _acknowledged(people: People) -> int:
    return sum(len(keys) for keys in people.ledger.acknowledged.values())


def _codes_that_never_came(instance: Instance, people: People) -> list[str]:
    """Of those that the portal said it would send; the ladder of codes takes three quarters of a minute at the most."""
    asked = set(people.ledger.acknowledged["codes"])
    until = time.monotonic() + LONGEST_MAIL
    while (missing := sorted(asked - set(instance.mail.addresses))) and time.monotonic() < until:
        time.sleep(0.2)
    return missing


def _line(*cells: object) -> str:
    return "".join(f"{cell!s:<{width}}" for cell, (_name, width) in zip(cells, COLUMNS, strict=True))


if __name__ == "__main__":
    main()
