"""Files that people send: what a file is, is read from its first bytes, never from its name."""

import re
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.core.errors import InvalidInput
from portal.core.files.pictures import UnreadablePicture, without_metadata
from portal.core.text.cleaning import BIDI_CONTROLS, INVISIBLE

LARGEST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 120
# ISO 32000-1, 7.5.2; ISO/IEC 15948, 5.2; ISO/IEC 10918-1, B.1.1.3: how each kind begins, and how its name ends.
BEGINNINGS = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\x89PNG\r\n\x1a\n": ("image/png", (".png",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
}
ENDINGS = dict(BEGINNINGS.values())
# What separates folders, means something to a shell, a header or a page, or is no character to write.
UNSAFE_IN_NAMES = re.compile(r"""[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"'`/\\|?*;%&$#{}]""")


class UnusableFile(InvalidInput):
    """The file is of another kind, empty or too large, or there are too many."""


@dataclass(frozen=True)
class ReceivedFile:
    """One file as it is kept."""

    name: str
    content_type: str
    content: bytes


def read_file(upload: UploadedFile, *, nameless: str) -> ReceivedFile:
    """The file that was sent, under a harmless name; `nameless` is what it is called if nothing is left of that.

    A picture comes without what the camera noted: where and when it was taken, with what device. Raises UnusableFile.
    """
    if (upload.size or 0) > LARGEST_BYTES:
        raise UnusableFile(_("One of the files is larger than 5 MB. Please choose a smaller one."))
    content = upload.read()
    for beginning, (content_type, endings) in BEGINNINGS.items():
        if content.startswith(beginning):
            name = harmless_name(upload.name or "", endings, nameless=nameless)
            return ReceivedFile(name, content_type, _to_be_shown(content, content_type))
    raise UnusableFile(_("One of the files is neither a PDF nor a PNG or JPEG picture. Please choose another one."))


def _to_be_shown(content: bytes, content_type: str) -> bytes:
    if not content_type.startswith("image/"):
        return content
    try:
        return without_metadata(content, content_type)
    except UnreadablePicture as unreadable:
        raise UnusableFile(
            _("One of the pictures is damaged or too large. Please save it again and choose it once more.")
        ) from unreadable


def harmless_name(name: str, endings: tuple[str, ...], *, nameless: str) -> str:
    """The last part of a path without anything that could mislead a reader or a program; it ends like what it is."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = UNSAFE_IN_NAMES.sub("", BIDI_CONTROLS.sub("", name))
    name = INVISIBLE.sub(" ", name).strip()
    stem, ending = name, endings[0]
    for candidate in endings:
        if name.lower().endswith(candidate):
            stem, ending = name[: -len(candidate)], candidate
    stem = " ".join(stem.split())[: LONGEST_NAME - len(ending)].strip(" .")
    return f"{stem or nameless}{ending}"
