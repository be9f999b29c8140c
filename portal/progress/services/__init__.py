"""Every change that the package makes."""

from portal.progress.services import digests, milestones, updates, windows
from portal.progress.services.follows import follow, unfollow
from portal.progress.services.status import set_status

__all__ = [
    "digests",
    "follow",
    "milestones",
    "set_status",
    "unfollow",
    "updates",
    "windows",
]
