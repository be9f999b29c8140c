"""Forums as they are announced: the forum, its programme and speakers, the list, the month, the public calendar.

Who registers, waits and comes is the business of packages above. What those add to the pages here they declare when
they start: how many registrations wait (`ForumQuerySet.declare_waiting_count`) and links (`page_links.declare_link`).
The page of one forum shows how the visitor stands to it, so its view comes from above too: `portal.urls` hands it to
`urls.addresses`.

`/forums/feed.ics` is the feed of all forums for everybody.
"""
