"""The style sheets: tokens, ground, layout and one file per component to work on, one file for all to send.

Sixty small files are pleasant to read and slow to fetch over HTTP/1.1; joined when static files are collected, they are one.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

FOLDER = "css/components"
# What every component builds on.
GROUND = ("vendor/krds-uiux/1.1.0/tokens.css", "css/tokens.css", "css/base.css", "css/layout.css")
# In the folder of the files it is made of, so that what they refer to stays where it is.
JOINED = f"{FOLDER}/joined.css"


def style_files() -> list[str]:
    """The files in the order in which they count; for the components `static/css/components/order.txt` lists them."""
    order = settings.BASE_DIR / "static" / FOLDER / "order.txt"
    return [*GROUND, *(f"{FOLDER}/{name}" for name in order.read_text().split())]


def style_urls() -> list[str]:
    """What a page links: the joined file, or each file while somebody works on them."""
    files = [JOINED] if settings.JOIN_STYLESHEETS else style_files()
    return [staticfiles_storage.url(file) for file in files]


class JoiningStorage(CompressedManifestStaticFilesStorage):
    """Hashes and compresses like its parent, after joining the style sheets."""

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Join, then let the parent work on the joined file like on any other."""
        if not dry_run:
            parts = [paths[file][0].open(paths[file][1]).read() for file in style_files()]
            if self.exists(JOINED):
                self.delete(JOINED)
            self.save(JOINED, ContentFile(b"\n".join(parts)))
            paths[JOINED] = (self, JOINED)
        yield from super().post_process(paths, dry_run, **options)
