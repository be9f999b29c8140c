"""Share cards: what a messenger shows of a link, 1200 by 630 pixels. Painted by the worker, never inside a request.

`contents` says what stands on a card, `painting` and `lettering` turn it into a PNG, `services` keep those up to date. A card is
a copy of what is public at the moment: it is handed out only while its page is, so `views` ask again at every request.
"""
