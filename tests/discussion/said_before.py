"""The labelled set of `paraphrases.yaml`: which comments say the same."""

from dataclasses import dataclass
from pathlib import Path

import yaml

PATH = Path(__file__).with_name("paraphrases.yaml")


@dataclass(frozen=True)
class Said:
    """One comment of the set. Those with the same `group` say the same; `alone` ones have none."""

    text: str
    half: str
    kind: str
    group: int | None


def read() -> list[Said]:
    """All of them, in the order of the file."""
    said: list[Said] = []
    for topic in yaml.safe_load(PATH.read_text(encoding="utf-8")):
        half = "English" if topic["topic"] == "English" else topic["half"]
        for kind in ("close", "far"):
            for texts in topic.get(kind, []):
                group = len(said)
                said += [Said(text, half, kind, group) for text in texts]
        said += [Said(text, half, "alone", None) for text in topic["alone"]]
    return said
