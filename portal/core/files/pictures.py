"""Pictures as other people may see them: what they show, and nothing about where, when and by whom they were taken."""

from io import BytesIO
from threading import Lock
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

# A photo of a good camera has about this many; decoded it takes 130 MB of memory, and as much again while it is turned.
MOST_PIXELS = 32_000_000
# One at a time in each process, so that many people with large pictures do not fill its memory.
DECODING = Lock()
# Of what stands beside the picture, only what its colours mean is kept.
KEPT = ("icc_profile", "transparency")


class UnreadablePicture(ValueError):
    """The picture is damaged, cut off, or of more pixels than any screen or sheet shows."""


def without_metadata(content: bytes, content_type: str) -> bytes:
    """The same picture without EXIF, XMP, IPTC, comments or preview, turned upright. `content_type` is image/png or image/jpeg.

    A JPEG that stands upright keeps its quality: its own quantisation tables are used again. Raises UnreadablePicture.
    """
    kind = content_type.removeprefix("image/").upper()
    try:
        with Image.open(BytesIO(content), formats=[kind, "MPO"] if kind == "JPEG" else [kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnreadablePicture("too many pixels")
            with DECODING:
                return _saved(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadablePicture(str(error)) from error


def _saved(picture: Image.Image, kind: str) -> bytes:
    kept: dict[str | tuple[int, int], Any] = {name: picture.info[name] for name in KEPT if name in picture.info}
    is_turned = _is_turned(picture)
    shown = ImageOps.exif_transpose(picture) if is_turned else picture
    shown.load()
    shown.info = kept
    out = BytesIO()
    is_as_it_was = picture.format == "JPEG" and not is_turned
    quality = {"quality": "keep" if is_as_it_was else 92} if kind == "JPEG" else {}
    shown.save(out, format=kind, icc_profile=kept.get("icc_profile"), **quality)
    return out.getvalue()


def _is_turned(picture: Image.Image) -> bool:
    # Exif 2.32, 4.6.4: tag Orientation; 1 is upright.
    return picture.getexif().get(0x0112, 1) != 1
