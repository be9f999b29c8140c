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


def declare_source(source: Source) -> None:
    """Make a source known, called in `AppConfig.ready()`."""
    if source not in _sources:
        _sources.append(source)


def annotations_of(comments: Collection[int]) -> dict[int, Annotation]:
    """What is known of these comments, by their keys. As many queries as the sources make."""
    return {key: known for source in _sources for key, known in source(comments).items()}
