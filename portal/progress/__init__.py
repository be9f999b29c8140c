"""How far the tasks are: status, milestones, official updates; who follows which task and is told once a day.

The day first planned for a milestone never changes; PostgreSQL refuses it. A milestone that was taken away stays on the page
of its task. A follower's row says up to when they were told, and moves on in the transaction that writes the message, so nothing
is told twice.
"""
