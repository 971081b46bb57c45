"""The calendar file of a session: one UID for its whole life, a growing SEQUENCE, and no word of illness."""

from datetime import datetime, timedelta

from content.catalogue import Words
from content.message import Attachment
from db.models import Meeting, Meets

MIME = "text/calendar"
# Addresses that can never exist: RFC 5546 wants somebody who asks and somebody who is asked.
ORGANISER, ASKED = "mailto:group@respite.invalid", "mailto:family@respite.invalid"


def calendar_file(meeting: Meeting, words: Words, now: datetime) -> Attachment:
    """Return the session for a phone's calendar, or the word that it is called off.

    It names the number and the place, not the theme: a calendar lies open on a table.
    """
    # The library is loaded with the first file that somebody gets, not at start.
    from icalendar import Calendar, Event, vCalAddress, vText

    cancelled = meeting.state == Meets.CANCELLED
    event = Event()
    event.add("uid", f"session-{meeting.id}-{meeting.created_at:%Y%m%dT%H%M%SZ}@respite.invalid")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", words.say("session.calendar", number=meeting.number))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    organiser, asked = vCalAddress(ORGANISER), vCalAddress(ASKED)
    asked.params["rsvp"] = vText("FALSE")
    event.add("organizer", organiser)
    event.add("attendee", asked)
    calendar = Calendar()
    calendar.add("prodid", "-//Respite//sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(event)
    return Attachment(f"session-{meeting.number}.ics", calendar.to_ical(), MIME)
