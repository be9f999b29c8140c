"""Comments about the tasks of the plan: threads, votes, drafts, search, and who may read what.

**Visible.** One QuerySet, `Comment.objects.visible_to(user)`, decides whose text anybody may read. Pages, search, mail and
exports go through it. Mail does not quote citizens, it links; whether a mail is still due is asked again when it is sent.

**Pending.** `services.pre_moderation` decides for new and for changed texts alike whether they wait for a moderator: personal
data that is sure, the same text again, a link from a new account, what the task's screening asks for. Official replies never
wait. A published comment keeps the time at which it was written (`state_changed_at` says when it appeared), and only then the
person it answers is told. How often somebody may write stands with its reasons in `services.limits`: limits by person use the
`person_key`, limits by address a keyed hash.

**Revisions.** For ten minutes the author corrects freely. After that each change keeps the text before it as a
`CommentRevision` that everybody can read, unless it contains personal data. Nobody else changes a citizen's text. An official
reply is changed by any officer of its department and keeps its revisions from the first moment.

**One voice.** A vote carries the `person_key` of the verified person, and the unique constraint is on that, not on the
account. Nobody votes on what they wrote with an earlier account, and a limit follows the person into a new one.

**Locks.** Person, then rate limits, then the same text (an advisory lock), then comments: the root first, then down the chain.

Packages above add to its pages in `AppConfig.ready()`: lines of a comment's menu (`threads.menus.declare_entries`), pages that
say why a comment is not shown (`threads.placeholders.declare_explanation`) or why somebody is suspended
(`gate.declare_suspension_page`), and what stands beside a comment (`threads.annotations.declare_source`).
"""
