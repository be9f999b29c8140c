"""What the author is told before a text with personal data is posted."""

from dataclasses import dataclass

from django.utils.functional import Promise

from portal.core.personal_data.detection import find_personal_data
from portal.core.personal_data.kinds import Finding

# Code points shown on either side: enough to find the place, and it fits into one line of a phone.
CONTEXT = 12


@dataclass(frozen=True, slots=True)
class PointedOut:
    """One finding as the template shows it; its texts are plain and the template escapes them."""

    label: Promise
    why: Promise
    before: str
    found: str
    after: str
    is_sure: bool


def pointed_out(text: str) -> list[PointedOut]:
    """Each finding with a little of the line around it."""
    return [_shown(text, finding) for finding in find_personal_data(text)]


def _shown(text: str, finding: Finding) -> PointedOut:
    before = text[: finding.start].rpartition("\n")[2]
    after = text[finding.end :].partition("\n")[0]
    return PointedOut(
        label=finding.label,
        why=finding.kind.why,
        before=before if len(before) <= CONTEXT else f"…{before[-CONTEXT:]}",
        found=finding.shown(text),
        after=after if len(after) <= CONTEXT else f"{after[:CONTEXT]}…",
        is_sure=finding.is_sure,
    )
