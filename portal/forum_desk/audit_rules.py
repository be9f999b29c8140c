"""What the audit log has to say about a forum, its lists and mailings, and about seats that staff gave back."""

from portal.core.audit_log.coverage import declare_detail, declare_kind, declare_told, events_of
from portal.forum_desk.models import AttendeeExport, Mailing
from portal.forums.models import Forum
from portal.forums.states import ForumState
from portal.registrations.models import Registration
from portal.registrations.states import Ending

FORUM = ("forum", "forum_id")


def declare_rules() -> None:
    """Called once, when the package starts."""
    _declare_forums()
    mailings = Mailing.objects.all()
    sent = events_of("mailing.sent", subject=FORUM, actor="written_by_id", at="sent_at", mailing="pk")
    declare_told("mailing", mailings, sent)
    declare_detail("mailing", mailings)
    exports = AttendeeExport.objects.all()
    prepared = events_of("attendees.export_prepared", subject=FORUM, actor="owner_id", at="made_at", export="uid")
    declare_told("export", exports, prepared)
    declare_detail("export", exports, column="uid")
    fetched = events_of("personal_data.viewed", subject=FORUM, actor="owner_id", at="fetched_at")
    declare_told("the fetching of export", exports.filter(fetched_at__isnull=False), fetched.filter(details__list="exported"))


def _declare_forums() -> None:
    forums, subject = Forum.objects.all(), ("forum", "pk")
    declare_kind("forum", forums)
    published = events_of("forum.published", subject=subject)
    declare_told("the publishing of forum", forums.filter(state=ForumState.PUBLISHED), published)
    called_off = events_of("forum.called_off", subject=subject)
    declare_told("the calling off of forum", forums.filter(state=ForumState.CANCELLED), called_off)
    anonymised = events_of("forum.anonymised", subject=subject, at="anonymised_at")
    declare_told("the erased attendees of forum", forums.filter(anonymised_at__isnull=False), anonymised)
    registrations, own = Registration.objects.all(), ("registration", "pk")
    declare_kind("registration", registrations)
    by_hand = (events_of(action, subject=own) for action in ("registration.cancelled", "door.taken_back"))
    declare_told("the seats given back of registration", registrations.filter(ending=Ending.STAFF), *by_hand)
