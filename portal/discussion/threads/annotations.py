"""What a package above knows of comments and every list of them shows beside each; this floor needs to know nothing of it."""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol


class Annotation(Protocol):
    """What stands beside one comment; `template` is the part that shows it, and is given it as `line`."""

    @property
    def template(self) -> str:
        """The name of a template of the package that knows it."""


# Given the keys of comments: what is known of some of them, asked once for a whole page.
Source = Callable[[Collection[int]], Mapping[int, Annotation]]
_sources: list[Source] = []
_reply_sources: list[Source] = []


def declare_source(source: Source, *, of_official_replies: bool = False) -> None:
    """Make a source known, called in `AppConfig.ready()`: of what citizens say, or of what departments reply to it."""
    sources = _reply_sources if of_official_replies else _sources
    if source not in sources:
        sources.append(source)


def annotations_of(comments: Collection[int], official_replies: Collection[int] = ()) -> dict[int, Annotation]:
    """What is known of these comments, by their keys. As many queries as the sources make, none for no replies."""
    known = {key: annotation for source in _sources for key, annotation in source(comments).items()}
    for source in _reply_sources if official_replies else ():
        known |= source(official_replies)
    return known
