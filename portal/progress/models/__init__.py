"""The tables of the package."""

from portal.progress.models.follows import Digest, Follow
from portal.progress.models.milestones import Milestone
from portal.progress.models.updates import TaskUpdate, UpdateFile
from portal.progress.models.windows import DecisionWindow

__all__ = [
    "DecisionWindow",
    "Digest",
    "Follow",
    "Milestone",
    "TaskUpdate",
    "UpdateFile",
]
