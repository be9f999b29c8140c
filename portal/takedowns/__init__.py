"""Temporary blocks of comments at the request of somebody whose rights they touch (정보통신망법 제44조의2).

Nobody needs an account to ask: a link in a mail confirms the address, another one follows the request. A moderator blocks for
thirty days at most or refuses; the author may object once. A block ends by the clock alone, whether or not a worker notices.
Who asked and what they said is shown on one page only, each view of it is written to the audit log, and it is erased a year
after the end.

**Locks.** The comment first, then the request.
"""
