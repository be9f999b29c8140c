"""Pictures that people send say what they show, and nothing about where, when and by whom they were taken."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, PngImagePlugin

from portal.core.files.attachments import UnusableFile, read_file
from portal.core.files.pictures import MOST_PIXELS, UnreadablePicture, without_metadata
from tests.pictures import JPEG, PNG, picture

SECRET = b"36.3504N-minji-SM-S921N"


def exif(*, orientation: int = 1) -> Image.Exif:
    """What a telephone notes: the place, the device, its owner, and how it was held."""
    noted = Image.Exif()
    noted[ExifTags.Base.Model] = SECRET.decode()
    noted[ExifTags.Base.Artist] = SECRET.decode()
    noted[ExifTags.Base.Orientation] = orientation
    place = noted.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitude] = (36.0, 21.0, 1.44)
    place[ExifTags.GPS.GPSAreaInformation] = SECRET.decode()
    return noted


def colours(content: bytes) -> list[str]:
    """What stands at the left and at the right, in the middle of the picture's height."""
    with Image.open(BytesIO(content)) as image:
        shown = image.convert("RGB")
        ends = [shown.getpixel((x, shown.height // 2)) for x in (0, shown.width - 1)]
    return ["red" if red > blue else "blue" for red, _green, blue in ends]


@pytest.fixture
def noted_png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return picture("PNG", exif=exif(), pnginfo=texts)


@pytest.fixture
def noted_jpeg() -> bytes:
    return picture("JPEG", exif=exif(), comment=SECRET, xmp=SECRET)


@pytest.mark.parametrize(("kind", "name"), [("noted_png", "image/png"), ("noted_jpeg", "image/jpeg")])
def test_nothing_of_what_the_camera_noted_is_left(request, kind, name):
    content = request.getfixturevalue(kind)

    cleaned = without_metadata(content, name)

    assert SECRET in content
    assert SECRET not in cleaned
    with Image.open(BytesIO(cleaned)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (4, 2)
    assert colours(cleaned) == ["red", "blue"]


def test_a_jpeg_that_stands_upright_keeps_its_quality(noted_jpeg):
    with Image.open(BytesIO(noted_jpeg)) as before, Image.open(BytesIO(without_metadata(noted_jpeg, "image/jpeg"))) as after:
        assert after.quantization == before.quantization


def test_a_picture_that_was_held_upside_down_is_turned_upright():
    cleaned = without_metadata(picture("JPEG", exif=exif(orientation=3), quality=95), "image/jpeg")

    assert colours(cleaned) == ["blue", "red"]


def test_what_the_colours_mean_is_kept():
    profile = b"a colour profile"

    cleaned = without_metadata(picture("PNG", icc_profile=profile), "image/png")

    with Image.open(BytesIO(cleaned)) as image:
        assert image.info.get("icc_profile") == profile


def test_what_is_seen_through_stays_so():
    out = BytesIO()
    Image.new("P", (4, 2), 0).save(out, format="PNG", transparency=0)

    cleaned = without_metadata(out.getvalue(), "image/png")

    with Image.open(BytesIO(cleaned)) as image:
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PNG[:40], "image/png"), (JPEG[:100], "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (JPEG, "image/png")],
    ids=["cut PNG", "cut JPEG", "no PNG at all", "another kind"],
)
def test_a_damaged_picture_is_refused(content, kind):
    with pytest.raises(UnreadablePicture):
        without_metadata(content, kind)


@pytest.mark.parametrize(("rows", "is_taken"), [(MOST_PIXELS // 10_000, True), (MOST_PIXELS // 10_000 + 1, False)])
def test_a_small_file_of_endless_pixels_is_refused_before_it_is_unpacked(rows, is_taken):
    out = BytesIO()
    Image.new("1", (10_000, rows)).save(out, format="PNG")

    if is_taken:
        assert without_metadata(out.getvalue(), "image/png").startswith(b"\x89PNG")
    else:
        with pytest.raises(UnreadablePicture):
            without_metadata(out.getvalue(), "image/png")


def test_the_one_door_for_files_lets_no_note_of_a_camera_through(noted_jpeg):
    received = read_file(SimpleUploadedFile("현장.jpg", noted_jpeg), nameless="attachment")

    assert SECRET not in received.content


def test_a_damaged_picture_is_refused_in_words():
    with pytest.raises(UnusableFile, match="사진 파일이 손상되었거나"):
        read_file(SimpleUploadedFile("현장.jpg", JPEG[:100]), nameless="attachment")


def test_a_pdf_stays_as_it_is():
    assert read_file(SimpleUploadedFile("계획.pdf", b"%PDF-1.7\n"), nameless="attachment").content == b"%PDF-1.7\n"
