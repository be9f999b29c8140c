"""What every package leans on, and what knows none of them.

Errors, text to safe HTML, personal data found in texts, formats, business days, rate limits, the audit log, configuration, the
embedded database, health. A thing enters when two packages need it.

The audit log is numbered and chained by PostgreSQL, which refuses to change or delete an event. Its head is one row for the
whole city, locked from the first event of a transaction to its end: so whoever writes to it does it last, and writes many
events in one call.
"""
