"""Cut the interface's fonts out of Pretendard GOV: one file with what the portal says itself, small ones with the rest.

A first visit needs one file of under 100 kB instead of a dozen slices of 25 kB each. It has the characters of the Korean
catalogue, of the plan and of the portal's names, in the weights 400 to 800. Other syllables of KS X 1001, which citizens
write, lie in slices of thirty, the more frequent ones together, in the order of Pretendard's own slices. What is rarer
still (hanja, kana, other syllables) comes from those.
The written files are committed. The licence (OFL 1.1) reserves the name Pretendard: what is cut out has another one.

Needs the packages fonttools and brotli (requirements-dev.txt) and the npm registry; a run takes some minutes.
"""

import io
import json
import re
import tarfile
from collections.abc import Iterable

from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from portal.core.management.commands.vendor_assets import LOCK, VENDOR, download

FAMILY = "Portal Sans"
FONTS = settings.BASE_DIR / "static" / "fonts"
SOURCE = "package/dist/web/variable/woff2/PretendardGOVVariable.woff2"
WEIGHTS = (400, 800)
# Family, unique name, full name and PostScript name.
NAME_IDS = [1, 3, 4, 6]
SLICE_LENGTH = 30
FEATURES = ["calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]
# Printable ASCII, and the marks that Korean and English texts of an office need.
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0·×÷°±©®–—‘’“”…‰₩€←↑→↓−✓「」『』~ㆍ※"
# The sans serif of Android and Linux, whose Hangul is 0.92 em wide; units of an em.
NOTO_NAMES = ("Noto Sans KR", "Noto Sans CJK KR", "NotoSansCJKkr-Regular", "NotoSansKR-Regular")
NOTO_HANGUL_EM = 0.92


def is_syllable(character: str) -> bool:
    """A syllable of Hangul."""
    return "가" <= character <= "힣"


def interface_characters() -> str:
    """What the portal says itself: Latin, and every syllable of the catalogue, of the plan's files and of its names."""
    catalogue = read_po((settings.BASE_DIR / "portal/locale/ko/LC_MESSAGES/django.po").open("rb"), locale="ko")
    said = "".join(str(message.string) for message in catalogue)
    said += (settings.BASE_DIR / "portal/plan/plan.yaml").read_text() + settings.PORTAL_NAME_KO + settings.CITY_NAME_KO
    return LATIN + "".join(sorted({character for character in said if is_syllable(character)}))


def rarer_syllables(known: str) -> list[str]:
    """The other syllables of KS X 1001, the more frequent ones first, thirty a piece."""
    sheet = next(VENDOR.glob("pretendard-gov/*/pretendard-gov.css")).read_text()
    by_frequency = [chr(code) for ranges in reversed(re.findall(r"unicode-range: ([^;]+);", sheet)) for code in _codes(ranges)]
    rest = [each for each in by_frequency if is_syllable(each) and each not in known and _is_in_ks_x_1001(each)]
    return ["".join(sorted(rest[at : at + SLICE_LENGTH])) for at in range(0, len(rest), SLICE_LENGTH)]


def _codes(ranges: str) -> Iterable[int]:
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _is_in_ks_x_1001(syllable: str) -> bool:
    try:
        return len(syllable.encode("euc_kr")) == len("ab")
    except UnicodeEncodeError:
        return False


def unicode_range(characters: str) -> str:
    """The characters as CSS names them, neighbours joined."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in runs)


def face(file: str, characters: str) -> str:
    """One rule: this file is for these characters."""
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-display: swap; font-weight: {WEIGHTS[0]} {WEIGHTS[1]};'
        f' src: url("{file}") format("woff2"); unicode-range: {unicode_range(characters)}; }}\n'
    )


def fallback_face(font: TTFont) -> str:
    """The system's Noto Sans, made as wide and high as our font, so that nothing moves when ours arrives."""
    em = font["head"].unitsPerEm
    adjust = font["hmtx"][font.getBestCmap()[ord("가")]][0] / em / NOTO_HANGUL_EM
    ascent, descent = font["hhea"].ascent / em / adjust, -font["hhea"].descent / em / adjust
    names = ", ".join(f'local("{name}")' for name in NOTO_NAMES)
    return (
        f'@font-face {{ font-family: "{FAMILY} Fallback"; src: {names}; size-adjust: {adjust:.1%};'
        f" ascent-override: {ascent:.1%}; descent-override: {descent:.1%}; line-gap-override: 0%; }}\n"
    )


def only(font: TTFont, characters: str) -> TTFont:
    """The font with these characters only, under our own name."""
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[0, *NAME_IDS, 2, 5, 13, 14])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in NAME_IDS:
            record.string = FAMILY.replace(" ", "")
    return font


def saved(font: TTFont, flavor: str | None) -> bytes:
    """The bytes of the font, as WOFF2 or bare."""
    font.flavor = flavor
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def source_font() -> TTFont:
    """The variable font of the pinned package, at all its weights."""
    package = next(each for each in json.loads(LOCK.read_text())["packages"] if each["name"] == "pretendard-gov")
    with tarfile.open(fileobj=io.BytesIO(download(package)), mode="r:gz") as archive:
        file = archive.extractfile(SOURCE)
        return TTFont(io.BytesIO(file.read() if file else b""))


class Command(BaseCommand):
    help = "Cut the fonts of the interface under static/fonts/ out of the pinned Pretendard GOV."

    def handle(self, **options: object) -> None:
        known = interface_characters()
        slices = rarer_syllables(known)
        reduced = instancer.instantiateVariableFont(only(source_font(), known + "".join(slices)), {"wght": WEIGHTS})
        sheet, bare = fallback_face(reduced), saved(reduced, None)
        FONTS.mkdir(exist_ok=True)
        for old in FONTS.glob("*.woff2"):
            old.unlink()
        pieces = {f"rare-{number}.woff2": characters for number, characters in enumerate(slices)} | {"interface.woff2": known}
        for name, characters in pieces.items():
            (FONTS / name).write_bytes(saved(only(TTFont(io.BytesIO(bare)), characters), "woff2"))
            sheet += face(name, characters)
        (FONTS / "fonts.css").write_text(sheet)
        size = (FONTS / "interface.woff2").stat().st_size
        self.stdout.write(f"{len(pieces)} fonts; the interface's has {len(known)} characters and {size} bytes.")
