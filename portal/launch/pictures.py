"""Makes the PNGs that are kept beside the SVGs they come from: the pictures of the share cards and the portal's icons.

`make pictures` runs it after an SVG was changed. The portal itself draws no SVG, so that it needs no program for it.
"""

from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
CARDS, ICONS = ROOT / "portal" / "pages" / "cards" / "pictures", ROOT / "static" / "img"
# Width and height in pixels, by the beginning of the name.
ON_CARDS = {"city": (452, 630), "strategy": (452, 630), "mark": (46, 46), "logo": (44, 44)}
COLOURS = 64
# Phones cut a home screen's icon into their own shape: these have no corners of their own.
CORNERS, SQUARE = 'rx="7"', ""
ICON, TOUCH, MASKABLE = "icon-{}.png", "apple-touch-icon.png", "icon-maskable-{}.png"
SIZES, TOUCH_SIZE, TAB_SIZES = (192, 512), 180, (16, 32, 48)


def drawn(svg: str, width: int, height: int) -> Image.Image:
    """An SVG as pixels."""
    return Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height))))


def small(picture: Image.Image) -> bytes:
    """A PNG of few colours; what is seen through stays so."""
    file = BytesIO()
    is_full = picture.getchannel("A").getextrema() == (255, 255)
    kept = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE) if is_full else picture
    kept.save(file, "PNG", optimize=True)
    return file.getvalue()


def made() -> dict[Path, bytes]:
    """Every picture, by where it is kept."""
    found = {}
    for source in sorted(CARDS.glob("*.svg")):
        width, height = ON_CARDS[source.stem.partition("-")[0]]
        found[source.with_suffix(".png")] = small(drawn(source.read_text(), width, height))
    favicon = (ICONS / "favicon.svg").read_text()
    square = favicon.replace(CORNERS, SQUARE)
    for size in SIZES:
        found[ICONS / ICON.format(size)] = small(drawn(favicon, size, size))
        found[ICONS / MASKABLE.format(size)] = small(drawn(square, size, size))
    found[ICONS / TOUCH] = small(drawn(square, TOUCH_SIZE, TOUCH_SIZE))
    found[ICONS / "favicon.ico"] = tab_icon(favicon)
    return found


def tab_icon(svg: str) -> bytes:
    """The icon of a browser's tab in the sizes that old ones ask for."""
    file = BytesIO()
    pictures = [drawn(svg, size, size) for size in TAB_SIZES]
    pictures[-1].save(file, "ICO", append_images=pictures[:-1], sizes=[(size, size) for size in TAB_SIZES])
    return file.getvalue()


if __name__ == "__main__":
    for path, content in made().items():
        path.write_bytes(content)
