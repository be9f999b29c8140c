"""Pictures as other people may see them: what they show, and nothing about where, when and by whom they were taken."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

# A photo of a large camera has about this many; decoded it takes 200 MB of memory at most.
MOST_PIXELS = 50_000_000
# Of what the camera wrote down, only what the colours mean is kept.
KEPT = "icc_profile"


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
            return _saved(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadablePicture(str(error)) from error


def _saved(picture: Image.Image, kind: str) -> bytes:
    colours = picture.info.get(KEPT)
    upright = ImageOps.exif_transpose(picture)
    is_as_it_was = picture.format == "JPEG" and upright.size == picture.size and not _is_turned(picture)
    shown = picture if is_as_it_was else upright
    shown.load()
    shown.info = {}
    out = BytesIO()
    quality = {"quality": "keep" if is_as_it_was else 92} if kind == "JPEG" else {}
    shown.save(out, format=kind, icc_profile=colours, **quality)
    return out.getvalue()


def _is_turned(picture: Image.Image) -> bool:
    # Exif 2.32, 4.6.4: tag Orientation; 1 is upright.
    return picture.getexif().get(0x0112, 1) != 1
