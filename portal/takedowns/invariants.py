"""What must hold of blocks at somebody's request, and of what was erased of them."""

from portal.core.invariants import Invariant

INVARIANTS = (
    Invariant(
        name="takedowns.blocked",
        sentence="A comment is blocked exactly as long as a block that was granted lasts.",
        table="discussion_comment",
        sql="""
            SELECT comment.id, comment.blocked_until, takedown.blocked_until FROM discussion_comment AS comment
            LEFT JOIN takedowns_takedown AS takedown ON takedown.comment_id = comment.id AND takedown.state = 'blocked'
            WHERE comment.state = 'taken_down' AND comment.blocked_until > %(now)s
                AND takedown.blocked_until IS DISTINCT FROM comment.blocked_until
        """,
    ),
    Invariant(
        name="takedowns.out_of_sight",
        sentence="While a block lasts nobody reads the comment.",
        table="takedowns_takedown",
        sql="""
            SELECT takedown.id, comment.state, 'taken_down' FROM takedowns_takedown AS takedown
            JOIN discussion_comment AS comment ON comment.id = comment_id
            WHERE takedown.state = 'blocked' AND takedown.blocked_until > %(now)s
                AND comment.state NOT IN ('taken_down', 'hidden', 'withdrawn')
        """,
    ),
    Invariant(
        name="takedowns.times",
        sentence="A request was made before it was confirmed, confirmed before it was decided, decided before it ended.",
        table="takedowns_takedown",
        sql="""
            SELECT id, (requested_at, confirmed_at, decided_at, ended_at), 'in this order' FROM takedowns_takedown
            WHERE confirmed_at < requested_at OR decided_at < confirmed_at OR ended_at < coalesce(decided_at, requested_at)
                OR blocked_from <> decided_at OR (state = 'lapsed' AND ended_at <> blocked_until)
        """,
    ),
    Invariant(
        name="takedowns.evidence_size",
        sentence="A file of evidence is as long as it says.",
        table="takedowns_evidence",
        sql="SELECT id, octet_length(content), size FROM takedowns_evidence WHERE octet_length(content) <> size",
    ),
    Invariant(
        name="takedowns.erased_is_empty",
        sentence="Of a request whose requester was erased no name, statement, note or file is left.",
        table="takedowns_takedown",
        sql="""
            SELECT id, 'something of a person', 'nothing' FROM takedowns_takedown AS takedown
            WHERE requester_email = '' AND (
                (requester_name, statement, note) <> ('', '', '')
                OR EXISTS (SELECT FROM takedowns_evidence WHERE takedown_id = takedown.id)
            )
        """,
    ),
    Invariant(
        name="takedowns.erased_in_time",
        sentence="Who asked is erased within a year and two days of the end.",
        table="takedowns_takedown",
        sql="""
            SELECT id, 'kept since ' || ended_at, 'erased' FROM takedowns_takedown
            WHERE requester_email <> '' AND ended_at < %(now)s::timestamptz - interval '367 days'
        """,
        needs_worker=True,
    ),
)
