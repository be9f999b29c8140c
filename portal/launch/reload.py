"""Runs a command again whenever the source changes; for `make dev` only."""

import shlex
import sys

import watchfiles


def main() -> None:
    """Run the command line's arguments as a command, again after each change."""
    watchfiles.run_process("portal", "templates", target=shlex.join(sys.argv[1:]), target_type="command")


if __name__ == "__main__":
    main()
