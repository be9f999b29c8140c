"""The organisers' desk: drafts, editing, mailings, lists of attendees and exports, retention.

**Editing.** A forum is written in one place, `/forums/manage/`; the admin only shows it. `editing.impact.impact_of`
says with numbers what a change does to people, and whom it does not reach, before `services.edit` makes it. The
programme moves along with the forum, and `retention_days` only falls once somebody has registered.
`editing.fields.version_of` travels with the form, so that two colleagues cannot overwrite each other. Forums are made
and moved to another address one after the other (`services.addresses`), so the second of two organisers reads beside
the field that the address is taken. Programme, speakers and questions change through `services.programme`, which adds
one part for one form and refuses what would change the meaning of answers that were given.
`forums.access.for_organisers` says who may open the pages. No browser keeps them, so an organiser whose session has
ended is shown what they wrote (`core.web.error_pages`).

**Mailings.** `services.mailings.send` keeps who is in the audience and queues one job, in one transaction; where the
preview asked about another number of people it refuses, and the organiser is asked again. `write_some` locks the
mailing, writes to the next hundred, and queues the job for the rest in the same transaction. A job says where it
believes the mailing to be, so one that runs again does nothing. `MailingCopy` is unique for mailing and registration.
What goes to many people (`is_for_many`) waits behind other mail, so that a sign-in code never waits for a mailing.

**Exports.** The file holds only people whose data is on the access log as looked at when it was fetched:
`services.exports.fetch` gives their keys.
"""
