"""One row is one message to one person: outbox and log. Sending is a job, deferred in the transaction of what it tells of.

A package declares its kinds of messages when it starts (`kinds.declare`). Whether a message is still due is asked again when it
is sent. What goes to many people waits behind other mail, so that a sign-in code never waits for a mailing.
"""
