"""The map of the districts: where those live who took part, where forums are; and the table that says the same. Free of HTTP.

The shapes are data of the city (`portal/plan/districts.yaml`), drawn by hand and not to scale. Fewer than five people of a
district are named nowhere: they are counted among the districts that are not stated, and so is the next smallest district where
the sum would give them away.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.accounts.districts import OUTSIDE, district_name
from portal.forums.models import ForumQuerySet

SHAPES = settings.BASE_DIR / "portal" / "plan" / "districts.yaml"
FEWEST = 5
SHADES = 3
# More forums than a city announces at a time.
MOST_FORUMS = 200


@dataclass(frozen=True)
class District:
    """One row of the table. `people` is None where fewer than five took part; `shape` where the map draws the district."""

    name: str
    people: int | None
    forums: int
    shade: int
    shape: dict[str, Any] | None

    @property
    def people_words(self) -> str:
        """A dash where the number is not named."""
        return "–" if self.people is None else pgettext("people", "%(count)s") % {"count": f"{self.people:,}"}


@dataclass(frozen=True)
class DistrictMap:
    """The rows, what is not stated, and the drawing around the districts (None where the city has drawn none)."""

    rows: list[District]
    people_not_stated: int
    forums_elsewhere: int
    drawing: dict[str, Any] | None
    words: str

    @property
    def people(self) -> int:
        return self.people_not_stated + sum(row.people or 0 for row in self.rows)

    @property
    def forums(self) -> int:
        return self.forums_elsewhere + sum(row.forums for row in self.rows)


def district_map(upcoming: ForumQuerySet, people: dict[str, int]) -> DistrictMap:
    """One query: the places of the next forums."""
    forums = Counter(_district_of(f"{venue} {address}") for venue, address in _places(upcoming))
    shown = public_counts({key: people.get(key, 0) for key in settings.DISTRICTS})
    most = max(shown.values(), default=0)
    drawing = shapes()
    rows = [
        District(
            name=district_name(key),
            people=shown.get(key),
            forums=forums[key],
            shade=1 + (SHADES * shown.get(key, 0) - 1) // most if shown.get(key) else 1,
            shape=(drawing or {}).get("districts", {}).get(key),
        )
        for key in settings.DISTRICTS
        if key != OUTSIDE or key in shown
    ]
    not_stated = sum(people.values()) - sum(shown.values())
    return DistrictMap(rows, not_stated, forums[""], drawing, _words(rows))


def public_counts(counts: dict[str, int]) -> dict[str, int]:
    """The counts that may be named: five people at least, and what is left unnamed gives no smaller count away."""
    shown = {key: count for key, count in counts.items() if count >= FEWEST}
    hidden = sum(counts.values()) - sum(shown.values())
    if 0 < hidden < FEWEST and shown:
        del shown[min(shown, key=lambda key: (shown[key], key))]
    return shown


def _places(upcoming: ForumQuerySet) -> list[tuple[str, str]]:
    return list(upcoming.values_list("venue_ko", "address_ko")[:MOST_FORUMS])


def _district_of(place: str) -> str:
    """The key of the district whose name stands in a place as a word of its own, or nothing."""
    words = place.split()
    named = (key for key, names in settings.DISTRICTS.items() if key != OUTSIDE and names.partition("/")[0] in words)
    return next(named, "")


def _words(rows: list[District]) -> str:
    """What the picture shows, in a sentence each."""
    people = sorted((row for row in rows if row.people), key=lambda row: -(row.people or 0))
    forums = [row for row in rows if row.forums]
    parts = []
    if people:
        named = ", ".join(f"{row.name} {row.people_words}" for row in people)
        parts.append(_("Citizens who took part: %(districts)s.") % {"districts": named})
    if forums:
        named = ", ".join(f"{row.name} {row.forums:,}" for row in forums)
        parts.append(_("Forums to come: %(districts)s.") % {"districts": named})
    return " ".join(parts) or _("No district has five people who took part, and no forum is planned.")


@cache
def shapes() -> dict[str, Any] | None:
    """The drawing, or None where it does not know one of the city's districts."""
    drawing: dict[str, Any] = yaml.safe_load(SHAPES.read_text())
    return drawing if set(settings.DISTRICTS) - {OUTSIDE} <= set(drawing["districts"]) else None
