"""How hard the tests try: enough for every change in `make test`, four times as much in `make soak`."""

import os

IS_SOAK = os.environ.get("SOAK") == "true"
# How often a race is run whose outcome depends on who comes first.
ROUNDS = 40 if IS_SOAK else 10


def often(number: int) -> int:
    """So many examples, people or steps in `make test`; four times as many in `make soak`."""
    return number * 4 if IS_SOAK else number
