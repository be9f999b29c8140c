"""Citizens' plain text: made safe to keep, and made safe to show."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput

# What shows nothing (Unicode 5.21, Default_Ignorable_Code_Point, and blanks). A zero-width joiner holds family emoji together
# and so may stay inside a text, but is nothing by itself.
INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
BIDI_CONTROLS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BLANK_LINES = re.compile(r"\n{3,}")

# An address ends where Hangul begins, so that a particle stuck to it (…go.kr을) stays outside of the link.
LINK = re.compile(r"\b(?:https?://|www\.)[A-Za-z0-9](?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9/_~=#&%+\-])?")
LONGEST_SHOWN_LINK = 60
# Composing takes time that grows with the square of a run of accents: minutes for a megabyte. Nobody types ten times too much.
MOST_TIMES_TOO_LONG = 10
# The last two code points of every plane are no characters (Unicode 23.7).
NO_CHARACTER = 0xFFFE


class UnusableText(InvalidInput):
    """The text is empty, too long, or holds characters that no keyboard makes."""


def clean_text(raw: str, *, max_length: int, min_length: int = 1) -> str:
    """The text as it is kept: NFC, lines ending in one newline, no blank ends, no bidirectional controls; "" if it shows nothing.

    Lengths are in characters. Raises UnusableText.
    """
    if len(raw) > max_length * MOST_TIMES_TOO_LONG:
        raise _too_long(len(raw), max_length)
    if any(_is_unusable(character) for character in raw):
        raise UnusableText(_("The text contains characters that cannot be stored. Please remove them and try again."))
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = BLANK_LINES.sub("\n\n", BIDI_CONTROLS.sub("", text)).strip()
    visible = len(INVISIBLE.sub("", text))
    if visible == 0 and min_length:
        raise UnusableText(_("Please write something: the text is empty."))
    if visible == 0:
        return ""
    if visible < min_length:
        raise UnusableText(_("Please write at least %(count)d characters.") % {"count": min_length})
    if len(text) > max_length:
        raise _too_long(len(text), max_length)
    return text


def clean_line(raw: str, *, max_length: int, min_length: int = 1) -> str:
    """Like `clean_text`, for one line: any white space becomes one space."""
    return " ".join(clean_text(raw, max_length=max_length, min_length=min_length).split())


def _too_long(length: int, limit: int) -> UnusableText:
    words = _("The text has %(length)s characters; %(limit)s are allowed. Please shorten it by %(over)s.")
    return UnusableText(words % {"length": f"{length:,}", "limit": f"{limit:,}", "over": f"{length - limit:,}"})


def _is_unusable(character: str) -> bool:
    if character in "\n\r\t":
        return False
    # Cc control, Cs lone surrogate
    return unicodedata.category(character) in {"Cc", "Cs"} or ord(character) & NO_CHARACTER == NO_CHARACTER


def to_html(text: str, language: str = "") -> SafeString:
    """Paragraphs in a language (a tag of BCP 47), line breaks and links; everything else escaped.

    Links carry rel="ugc nofollow noopener": what citizens link to is theirs, not the city's.
    """
    paragraphs = (part for part in text.split("\n\n") if part.strip())
    opening = f'<p lang="{escape(language)}">' if language else "<p>"
    return mark_safe("".join(f"{opening}{_linked(part).replace(chr(10), '<br>')}</p>" for part in paragraphs))  # noqa: S308 (all parts are escaped)


def _linked(text: str) -> str:
    parts: list[str] = []
    end = 0
    for match in LINK.finditer(text):
        parts += [escape(text[end : match.start()]), _link(match.group())]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _link(address: str) -> str:
    target = address if address.startswith("http") else f"https://{address}"
    shown = address if len(address) <= LONGEST_SHOWN_LINK else f"{address[: LONGEST_SHOWN_LINK - 1]}…"
    return f'<a href="{escape(target)}" rel="ugc nofollow noopener">{escape(shown)}</a>'


class CitizenTextField(forms.CharField):
    """A form field for paragraphs by a citizen; hands out cleaned text, or says what is wrong with it."""

    widget: type[forms.Textarea | forms.TextInput] = forms.Textarea
    clean_value = staticmethod(clean_text)

    def __init__(self, *, max_length: int, min_length: int = 1, **options: Any) -> None:
        # Django's own length and NUL validators would answer first, with less helpful words.
        super().__init__(strip=False, **options)
        self.validators = []
        self.limits = {"max_length": max_length, "min_length": min_length if self.required else 0}
        self.widget.attrs.update({"maxlength": max_length})

    def clean(self, value: str | None) -> str:
        """Clean the value; a rule violation becomes a field error."""
        try:
            return self.clean_value(value or "", **self.limits)
        except UnusableText as violation:
            raise forms.ValidationError(str(violation)) from violation


class CitizenLineField(CitizenTextField):
    """The same for one line."""

    widget = forms.TextInput
    clean_value = staticmethod(clean_line)
