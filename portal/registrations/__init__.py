"""Registrations: seats, the waiting list, reserved and offered seats, questions and answers, tickets, mails and
reminders, "my forums".

**Seats** change under one lock, that of the forum's row. `services.seats.lock_forum` takes it and first writes down
which reservations and offers have lapsed. Then the seats taken are compared with the capacity, and it is asked whether
anybody waits. The arrival is numbered and inserted under a unique constraint, and the notification is written in the
same transaction and sent after the commit. One function frees seats (`seats.free`) and one fills them (`seats.fill`).
Every path that frees a seat ends in both: cancelling, a smaller party, a declined or lapsed offer, a lapsed
reservation, a larger capacity, a closed account. `Forum.seats_taken` is the sum of `seats` over the seated rows. It
passes the capacity only by a decision in the audit log (fewer seats than are taken, walk-ins), and the database knows
by exactly how much. The waiting list moves strictly in the order of arrival, parties whole.

**Forms sent twice.** Each form that gives a seat carries a key. `services.sent_forms.once` keeps it in the transaction
of what it did: the same key and content give the same answer, other content gives 422, and a copy that arrives
meanwhile gives 409. A server that is killed half-way leaves neither key nor seat.

**Links in mails** (`links`) stand for one registration: whoever holds one may see, change and cancel it without signing in.

**Feeds.** `/forums/feed/<secret>.ics` is one person's. Only a hash of the secret is kept; addresses that are keys are
masked in the logs (`core.log_masking`).

**Tickets** (`tickets/`) are signed. Where they are checked in is declared by the door above
(`tickets.doors.declare_doors`).
"""
