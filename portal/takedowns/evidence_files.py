"""Files that support a takedown request."""

from functools import partial

from portal.core.files.attachments import ReceivedFile as EvidenceFile
from portal.core.files.attachments import UnusableFile, read_file

MOST_FILES = 3

read_evidence = partial(read_file, nameless="evidence")

__all__ = ["MOST_FILES", "EvidenceFile", "UnusableFile", "read_evidence"]
