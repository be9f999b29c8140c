"""`manage.py doctor` tells right from wrong, asked of real parts."""

from portal.core.doctor import Examination, Level

ASKED, ONLINE = Examination(), Examination(is_online=True)
OK, WARNING, WRONG = Level.OK, Level.WARNING, Level.WRONG


def found(check, asked: Examination = ASKED) -> list[tuple[Level, str]]:
    """What a check says."""
    return [(finding.level, finding.text) for finding in check(asked)]


def only(check, asked: Examination = ASKED) -> tuple[Level, str]:
    """The one thing that it says."""
    [finding] = found(check, asked)
    return finding
