"""Reports about comments, reviews, the moderators' desk, decisions and the public monthly count.

**Decisions.** Every decision about a comment goes through `services.decide`: lock the comment, read the moderator again,
compare the newest decision with the one that the moderator had `seen`, write the decision with what the comment was before,
change the comment, settle reports, review and claim, write the mails, write the audit log. A bulk action calls it once for
each comment, each in a transaction of its own. `undo` calls it with the decision that it takes back: it drops the mails that
still wait and corrects those that were sent. The desk reads through `Comment.objects.moderated_by`. No page shows who
reported.

A decision never changes: the database refuses it. A `Claim` says who is looking at a comment, and passes by itself.

Packages above add what is theirs in `AppConfig.ready()`: what else a decision settles (`services.decisions.on_decision`), what
stands against undoing one (`services.undo.declare_obstacle`), blocks that go on (`services.blocks`), lists of the desk
(`queue.waiting.declare_list`), measures of the public count (`transparency.declare_measures`) and objections to decisions
(`explanation.declare_objections`).
"""
