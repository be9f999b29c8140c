"""The door of a forum: tickets are checked in, helpers are invited, and a device goes on without a connection.

`access.may_open_door` alone says who may open a door; it is asked at every request. Every ticket, typed, seen by a
camera or sent later by a device, goes through `services.check_in.judge` under the forum's lock. A device keeps a
`snapshot`, hashes without names, and the scans that were not sent yet; `services.offline.reconcile` takes each of them
once, by its key. Without a connection `static/js/door-rule.js` says what `check_in` says with one. People without a
registration are let in by a form with a key, so that two clicks count once. They have no address, so whatever writes to
everybody asks for `of_somebody()`. The service worker (`/forums/worker.js`) is registered for the door's page and for
tickets only, and keeps nothing else.
"""
