"""What must hold of reports, reviews and decisions: a comment is in the state that was decided."""

from portal.core.invariants import Invariant

# Of each comment the newest decision that holds: neither taken back nor a taking back.
LATEST = """
    SELECT DISTINCT ON (comment_id) comment_id, decision.id, action, rule, created_at
    FROM moderation_moderationdecision AS decision
    WHERE action <> 'undo' AND NOT EXISTS (SELECT FROM moderation_moderationdecision AS undo WHERE undo.undoes_id = decision.id)
    {which} ORDER BY comment_id, id DESC
"""
HIDDEN = """
    SELECT comment.id, (state, comment.rule), (coalesce(action, 'no decision'), latest.rule)
    FROM discussion_comment AS comment LEFT JOIN ({latest}) AS latest ON latest.comment_id = comment.id
    WHERE (state = 'hidden') <> (coalesce(action, '') = 'hide') OR (state = 'hidden' AND comment.rule <> latest.rule)
"""
OPEN = """
    SELECT report.id, 'open', 'settled by ' || latest.id FROM moderation_report AS report
    JOIN ({latest}) AS latest ON latest.comment_id = report.comment_id
    WHERE decision_id IS NULL AND report.created_at < latest.created_at
"""

DECISIONS = (
    Invariant(
        name="moderation.hidden_by_decision",
        sentence="A comment is hidden, under the rule that was named, exactly while the newest decision that holds hides it.",
        table="discussion_comment",
        sql=HIDDEN.format(latest=LATEST.format(which="")),
    ),
    Invariant(
        name="moderation.undone_at_once",
        sentence="A decision is taken back within ten minutes, by one about the same comment.",
        table="moderation_moderationdecision",
        sql="""
            SELECT undo.id, (undo.comment_id, undo.created_at), (undone.comment_id, undone.created_at)
            FROM moderation_moderationdecision AS undo JOIN moderation_moderationdecision AS undone ON undone.id = undo.undoes_id
            WHERE undo.comment_id <> undone.comment_id OR undo.created_at < undone.created_at
                OR undo.created_at > undone.created_at + interval '10 minutes'
        """,
    ),
    Invariant(
        name="moderation.decided_by_somebody_else",
        sentence="Nobody decides about their own comment.",
        table="moderation_moderationdecision",
        sql="""
            SELECT decision.id, moderator_id, 'somebody else' FROM moderation_moderationdecision AS decision
            JOIN discussion_comment AS comment ON comment.id = comment_id
            JOIN accounts_user AS moderator ON moderator.id = moderator_id
            WHERE moderator_id = author_id OR moderator.identity_id = comment.person_key
        """,
    ),
)

REPORTS = (
    Invariant(
        name="moderation.reports_settled",
        sentence="A report is settled by a decision that holds, made about its comment and after it.",
        table="moderation_report",
        sql="""
            SELECT report.id, (decision_id, decision.comment_id), report.comment_id
            FROM moderation_report AS report LEFT JOIN moderation_moderationdecision AS decision ON decision.id = decision_id
            WHERE decision_id IS NOT NULL AND (
                decision.comment_id IS DISTINCT FROM report.comment_id OR decision.created_at < report.created_at
                OR EXISTS (SELECT FROM moderation_moderationdecision AS undo WHERE undo.undoes_id = decision.id)
            )
        """,
    ),
    Invariant(
        name="moderation.reports_open",
        sentence="A report is open only while no moderator has ruled about its comment since it was made.",
        table="moderation_report",
        sql=OPEN.format(latest=LATEST.format(which="AND action IN ('hide', 'keep', 'restore', 'publish')")),
    ),
    Invariant(
        name="moderation.reporter_is_somebody_else",
        sentence="Nobody reports their own comment.",
        table="moderation_report",
        sql="""
            SELECT report.id, reporter_id, 'somebody else' FROM moderation_report AS report
            JOIN discussion_comment AS comment ON comment.id = comment_id
            WHERE reporter_id = author_id OR report.person_key = comment.person_key
        """,
    ),
)

REVIEWS = (
    Invariant(
        name="moderation.under_review",
        sentence="A comment under review has an open review that ends when the comment is visible again.",
        table="discussion_comment",
        sql="""
            SELECT comment.id, blocked_until, lapses_at FROM discussion_comment AS comment
            LEFT JOIN moderation_review AS review ON review.comment_id = comment.id AND outcome = 'open'
            WHERE state = 'under_review' AND blocked_until > %(now)s AND lapses_at IS DISTINCT FROM blocked_until
        """,
    ),
    Invariant(
        name="moderation.reviews_out_of_sight",
        sentence="A comment whose review goes on is out of sight.",
        table="moderation_review",
        sql="""
            SELECT review.id, state, 'under_review' FROM moderation_review AS review
            JOIN discussion_comment AS comment ON comment.id = comment_id
            WHERE outcome = 'open' AND lapses_at > %(now)s AND state NOT IN ('under_review', 'withdrawn')
        """,
    ),
    Invariant(
        name="moderation.reviews_lapse",
        sentence="A review that lapsed ended when its time was over, one that was decided not before it began.",
        table="moderation_review",
        sql="""
            SELECT id, (outcome, ended_at), (began_at, lapses_at) FROM moderation_review
            WHERE (outcome = 'lapsed' AND ended_at <> lapses_at) OR (outcome = 'decided' AND ended_at < began_at)
        """,
    ),
)

INVARIANTS = (*DECISIONS, *REPORTS, *REVIEWS)
