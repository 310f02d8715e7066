# SPDX-License-Identifier: Apache-2.0
"""occurrences.py READER FEED.ics FIRST AFTER: what a reader's library makes of
a feed between two days, one occurrence a line, sorted: start, end, title. Whole
days as dates, times in UTC. READER is icalendar (with recurring_ical_events)
or vobject (with dateutil)."""
import datetime
import pathlib
import sys

UTC = datetime.timezone.utc


def moment(value):
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    if value.tzinfo is None:
        return f"{value:%Y-%m-%dT%H:%M:%S} floating"
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def line(start, end, title):
    return f"{moment(start)} {moment(end)} {title}"


def from_icalendar(feed, first, after):
    import icalendar
    import recurring_ical_events
    calendar = icalendar.Calendar.from_ical(feed)
    for event in recurring_ical_events.of(calendar).between(first, after):
        start = event.decoded("DTSTART")
        end = event.decoded("DTEND") if "DTEND" in event else start
        yield line(start, end, event["SUMMARY"])


def walls(start, value):
    """What an expansion gives, in the start's form."""
    if not isinstance(start, datetime.datetime):
        return value.date() if isinstance(value, datetime.datetime) else value
    return value


def from_vobject(feed, first, after):
    import vobject
    calendar = vobject.readOne(feed)
    events = [child for child in calendar.components()
              if child.name == "VEVENT"]
    replaced = {(event.uid.value, moment(event.recurrence_id.value))
                for event in events if hasattr(event, "recurrence_id")}
    for event in events:
        start = event.dtstart.value
        end = event.dtend.value if hasattr(event, "dtend") else start
        starts = [start]
        if not hasattr(event, "recurrence_id") and event.rruleset:
            starts = [walls(start, value)
                      for value in event.getrruleset(addRDate=True)]
            starts = [value for value in starts
                      if (event.uid.value, moment(value)) not in replaced]
        for value in starts:
            yield line(value, value + (end - start), event.summary.value)


READERS = {"icalendar": from_icalendar, "vobject": from_vobject}


def main():
    reader, path, first, after = sys.argv[1:]
    feed = pathlib.Path(path).read_bytes().decode()
    first, after = map(datetime.date.fromisoformat, (first, after))
    for found in sorted(READERS[reader](feed, first, after)):
        if str(first) <= found < str(after):
            print(found)


main()
