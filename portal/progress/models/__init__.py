"""The tables of the package."""

from portal.progress.models.follows import Digest, Follow
from portal.progress.models.milestones import Milestone
from portal.progress.models.updates import TaskUpdate, UpdateFile

__all__ = [
    "Digest",
    "Follow",
    "Milestone",
    "TaskUpdate",
    "UpdateFile",
]
