"""The interface's font holds what the portal says and is small; every file of its style sheet is there, under its own name."""

import re
from collections import Counter
from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings
from fontTools.ttLib import TTFont

from portal.core.management.commands.build_fonts import is_syllable, rarer_syllables, unicode_range

FONTS = settings.BASE_DIR / "static" / "fonts"
# A first visit may have 150 kB of fonts: this one and a few slices of 7 kB.
LARGEST_INTERFACE_BYTES, LARGEST_SLICE_BYTES = 110_000, 12_000
LEAST_COVERED = 0.998


def characters_of(font: Path) -> set[str]:
    return set(map(chr, TTFont(font).getBestCmap()))


def test_the_interfaces_font_has_nearly_every_syllable_that_the_catalogue_says():
    catalogue = read_po((settings.BASE_DIR / "portal/locale/ko/LC_MESSAGES/django.po").open("rb"), locale="ko")
    said = Counter(character for message in catalogue for character in str(message.string) if is_syllable(character))
    known = characters_of(FONTS / "interface.woff2")

    covered = sum(count for character, count in said.items() if character in known)

    # When this fails, many new words came in: run `make fonts`.
    assert covered / said.total() >= LEAST_COVERED


def test_the_fonts_are_small_and_all_named_in_the_style_sheet():
    sizes = {path.name: path.stat().st_size for path in FONTS.glob("*.woff2")}

    assert set(re.findall(r'url\("([\w.-]+)"\)', (FONTS / "fonts.css").read_text())) == set(sizes)
    assert sizes.pop("interface.woff2") <= LARGEST_INTERFACE_BYTES
    assert max(sizes.values()) <= LARGEST_SLICE_BYTES


def test_what_was_cut_out_of_a_font_does_not_bear_its_reserved_name():
    names = {str(record) for record in TTFont(FONTS / "interface.woff2")["name"].names if record.nameID in {1, 3, 4, 6, 16}}

    assert names == {"PortalSans"}


def test_ranges_join_neighbours_and_slices_leave_out_what_is_known():
    assert unicode_range("abcz가") == "U+61-63,U+7a,U+ac00"
    assert not set("가나다") & set("".join(rarer_syllables("가나다")))
