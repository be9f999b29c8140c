"""The beginning of a longer text, for a list."""

import re

_SENTENCE = re.compile(r".*?[.!?。…]+[\"'”’)]*(?=\s|$)")


def first_sentence(text: str, *, at_most: int) -> str:
    """The first sentence on one line; of a longer one, the whole words that fit into `at_most` characters, and an ellipsis."""
    line = " ".join(text.split())
    found = _SENTENCE.match(line)
    sentence = found.group() if found else line
    if len(sentence) <= at_most:
        return sentence
    return sentence[: at_most - 1].rsplit(" ", 1)[0].rstrip(",.;:·") + "…"
