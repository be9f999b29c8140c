"""Small pictures that a program can really read."""

from io import BytesIO

from PIL import Image


def picture(kind: str, **options: object) -> bytes:
    """Four pixels by two, red on the left and blue on the right, as PNG or JPEG; `options` are Pillow's for saving."""
    image = Image.new("RGB", (4, 2), "red")
    image.paste("blue", (2, 0, 4, 2))
    out = BytesIO()
    image.save(out, format=kind, **options)
    return out.getvalue()


PNG, JPEG = picture("PNG"), picture("JPEG")
