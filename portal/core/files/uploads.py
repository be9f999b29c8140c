"""Files that visitors send."""

from typing import IO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class RefuseTooLarge(FileUploadHandler):
    """Refuses a request that is larger than any form of the portal needs, before a byte of it is written to the disk.

    Django's own limit leaves files out. A request that does not say how long it is has no content for Django.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Called with the announced length, before anything is read."""
        if content_length > settings.LARGEST_REQUEST:
            raise RequestDataTooBig("The request is larger than any form needs.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the data to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""
