"""The files that `docs/operations.md` shows, so that what is tried is what stands there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def documented(path: str) -> str:
    """The block whose first line names this file, without that line. Raises LookupError if there is none, or more than one."""
    text = (ROOT / "docs" / "operations.md").read_text()
    found = re.findall(rf"^```\w+\n# {re.escape(path)}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    if len(found) != 1:
        raise LookupError(f"docs/operations.md shows {path} {len(found)} times.")
    return found[0]
