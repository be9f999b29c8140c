"""Personal data in what citizens write: found, shown to its author before it is posted, masked. No database, no HTTP.

fold (folding) → one recogniser for each subject → the best of what overlaps (detection) → words for the author (pointing_out)
"""

from portal.core.personal_data.detection import find_personal_data, mask
from portal.core.personal_data.kinds import Finding, Kind
from portal.core.personal_data.pointing_out import PointedOut, pointed_out

__all__ = ["Finding", "Kind", "PointedOut", "find_personal_data", "mask", "pointed_out"]
