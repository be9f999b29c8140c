"""What must hold of comments, votes and threads."""

from portal.core.invariants import Invariant

COMMENTS = "discussion_comment"

COUNTERS = (
    Invariant(
        name="discussion.vote_counts",
        sentence="The counters of a comment equal its votes.",
        table=COMMENTS,
        beside=("discussion_vote",),
        sql="""
            SELECT comment.id, (agree_count, disagree_count, pass_count),
                   (coalesce(agree, 0), coalesce(disagree, 0), coalesce(pass, 0))
            FROM discussion_comment AS comment
            LEFT JOIN (
                SELECT comment_id, count(*) FILTER (WHERE value = 'agree') AS agree,
                       count(*) FILTER (WHERE value = 'disagree') AS disagree, count(*) FILTER (WHERE value = 'pass') AS pass
                FROM discussion_vote GROUP BY comment_id
            ) AS votes ON votes.comment_id = comment.id
            WHERE (agree_count, disagree_count, pass_count)
                IS DISTINCT FROM (coalesce(agree, 0), coalesce(disagree, 0), coalesce(pass, 0))
        """,
    ),
    Invariant(
        name="discussion.reply_count",
        sentence="A comment counts everything below it, at any depth and in any state.",
        table=COMMENTS,
        sql="""
            SELECT comment.id, reply_count, coalesce(below, 0) FROM discussion_comment AS comment
            LEFT JOIN (
                SELECT above, count(*) AS below FROM (
                    SELECT parent_id AS above FROM discussion_comment WHERE depth > 0
                    UNION ALL
                    SELECT one.parent_id FROM discussion_comment AS reply
                    JOIN discussion_comment AS one ON one.id = reply.parent_id WHERE one.depth > 0
                    UNION ALL
                    SELECT two.parent_id FROM discussion_comment AS reply
                    JOIN discussion_comment AS one ON one.id = reply.parent_id
                    JOIN discussion_comment AS two ON two.id = one.parent_id WHERE two.depth > 0
                ) AS pairs GROUP BY above
            ) AS counted ON counted.above = comment.id
            WHERE reply_count <> coalesce(below, 0)
        """,
    ),
    Invariant(
        name="discussion.officially_answered",
        sentence="A root says since when an official reply that everybody may read stands in its thread.",
        table=COMMENTS,
        # A block that is over by the clock is written down by whoever touches the reply next, so both moments are right.
        sql="""
            SELECT comment.id, officially_answered_at, published FROM discussion_comment AS comment
            LEFT JOIN (
                SELECT root_id, min(created_at) FILTER (WHERE state = 'published') AS published,
                       min(created_at) FILTER (WHERE state = 'published' OR blocked_until <= %(now)s) AS shown
                FROM discussion_comment WHERE department_id IS NOT NULL GROUP BY root_id
            ) AS replies ON replies.root_id = comment.id
            WHERE officially_answered_at IS DISTINCT FROM published AND officially_answered_at IS DISTINCT FROM shown
        """,
    ),
)

THREADS = (
    Invariant(
        name="discussion.threads",
        sentence="A reply stands one level below its parent, in the parent's thread and task, with the parent's path.",
        table=COMMENTS,
        sql="""
            SELECT reply.id, (reply.depth, reply.root_id, reply.task_id, reply.ancestry),
                   (parent.depth + 1, coalesce(parent.root_id, parent.id), parent.task_id, parent.path)
            FROM discussion_comment AS reply LEFT JOIN discussion_comment AS parent ON parent.id = reply.parent_id
            WHERE reply.depth > 0 AND (reply.depth, reply.root_id, reply.task_id, reply.ancestry)
                IS DISTINCT FROM (parent.depth + 1, coalesce(parent.root_id, parent.id), parent.task_id, parent.path)
        """,
    ),
    Invariant(
        name="discussion.answered_beside",
        sentence="A reply that stands beside what it answers stands in the same thread.",
        table=COMMENTS,
        sql="""
            SELECT reply.id, reply.root_id, coalesce(answered.root_id, answered.id) FROM discussion_comment AS reply
            LEFT JOIN discussion_comment AS answered ON answered.id = reply.answered_id
            WHERE reply.answered_id IS NOT NULL AND reply.root_id IS DISTINCT FROM coalesce(answered.root_id, answered.id)
        """,
    ),
    Invariant(
        name="discussion.search_terms",
        sentence="Every comment is found by the words that it says now, and by whether a department says them.",
        table=COMMENTS,
        beside=("discussion_searchterms",),
        sql="""
            SELECT comment.id, coalesce(left(terms::text, 80), 'nothing'),
                   left(discussion_comment_terms(body, department_id)::text, 80)
            FROM discussion_comment AS comment LEFT JOIN discussion_searchterms AS found ON found.comment_id = comment.id
            WHERE terms IS DISTINCT FROM discussion_comment_terms(body, department_id)
        """,
    ),
)

STATES = (
    Invariant(
        name="discussion.state_says_why",
        sentence="A comment names a rule exactly while it is hidden, and why it waits exactly while it is pending.",
        table=COMMENTS,
        sql="""
            SELECT id, (state, rule, pending_for), 'what its state needs' FROM discussion_comment
            WHERE (rule <> '') <> (state = 'hidden') OR (pending_for <> '') <> (state = 'pending')
        """,
    ),
    Invariant(
        name="discussion.revisions",
        sentence="Earlier words were replaced after the comment was written, and not after it was last changed.",
        table="discussion_commentrevision",
        sql="""
            SELECT revision.id, replaced_at, (created_at, edited_at)
            FROM discussion_commentrevision AS revision JOIN discussion_comment AS comment ON comment.id = comment_id
            WHERE replaced_at < created_at OR edited_at IS NULL OR replaced_at > edited_at
        """,
    ),
)

PEOPLE = (
    Invariant(
        name="discussion.author_is_one_person",
        sentence="A comment belongs to the verified person whose account wrote it.",
        table=COMMENTS,
        sql="""
            SELECT comment.id, comment.person_key, identity_id FROM discussion_comment AS comment
            JOIN accounts_user AS author ON author.id = author_id
            WHERE comment.person_key <> '' AND comment.person_key <> identity_id
        """,
    ),
    Invariant(
        name="discussion.voter_is_somebody_else",
        sentence="A vote belongs to the verified person whose account voted, and nobody votes on their own comment.",
        table="discussion_vote",
        sql="""
            SELECT vote.id, (vote.person_key, voter_id), 'a voter who did not write it'
            FROM discussion_vote AS vote JOIN discussion_comment AS comment ON comment.id = comment_id
            JOIN accounts_user AS voter ON voter.id = voter_id
            WHERE voter_id = author_id OR vote.person_key = comment.person_key OR vote.person_key <> voter.identity_id
        """,
    ),
)

INVARIANTS = (*COUNTERS, *THREADS, *STATES, *PEOPLE)
