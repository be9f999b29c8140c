"""What stands on a card, in words. Its version is a digest of them: other words, another address, and messengers fetch anew."""

import hashlib
from dataclasses import astuple, dataclass

# Goes up when cards look different with the same words.
DESIGN = 2
LONGEST_VERSION = 12


@dataclass(frozen=True)
class Figure:
    """One of at most three numbers, with what it counts; a unit may follow it: 20개."""

    label: str
    value: str


@dataclass(frozen=True)
class Site:
    """Whose card it is, and what has to be known of the site."""

    name: str
    note: str


@dataclass(frozen=True)
class Face:
    """One card in one language. `quote` stands above the title in grey, `lines` below it; `picture` is a file of `pictures/`.

    `mark` is the file of the sign before `state`, `tone` the colour of both: that of the badges.
    """

    eyebrow: str
    title: str
    picture: str
    site: Site
    quote: str = ""
    lines: tuple[str, ...] = ()
    mark: str = ""
    state: str = ""
    tone: str = "neutral"
    state_note: str = ""
    figures: tuple[Figure, ...] = ()

    @property
    def version(self) -> str:
        """The same for the same words."""
        return hashlib.sha256(repr((DESIGN, astuple(self))).encode()).hexdigest()[:LONGEST_VERSION]


Faces = dict[str, Face]
