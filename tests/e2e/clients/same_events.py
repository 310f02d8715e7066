#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""same_events.py FEED.ics: the feed's events as a canonical JSON list, read by
python-icalendar and by vobject. Fails, showing both, when they differ."""
import datetime
import json
import sys

import icalendar
import vobject


def moment(value):
    """A date as it is, an instant in UTC, nothing as null."""
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            return value.isoformat() + " floating"
        value = value.astimezone(datetime.timezone.utc)
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def ordered(events):
    return sorted(events, key=lambda e: (e["uid"], e["recurrence-id"] or ""))


def by_icalendar(data):
    calendar = icalendar.Calendar.from_ical(data)
    for event in calendar.walk("VEVENT"):
        if event.errors:
            raise SystemExit(f"icalendar: {event.errors}")

        def when(name, event=event):
            return moment(event[name].dt) if name in event else None

        yield {
            "uid": str(event["UID"]),
            "recurrence-id": when("RECURRENCE-ID"),
            "start": when("DTSTART"),
            "end": when("DTEND"),
            "summary": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
        }


def by_vobject(data):
    calendar = vobject.readOne(data.decode())
    for event in calendar.contents.get("vevent", []):

        def value(name, event=event):
            found = event.contents.get(name)
            return found[0].value if found else None

        yield {
            "uid": value("uid"),
            "recurrence-id": moment(value("recurrence-id")),
            "start": moment(value("dtstart")),
            "end": moment(value("dtend")),
            "summary": value("summary"),
            "status": value("status"),
        }


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    first = ordered(by_icalendar(data))
    second = ordered(by_vobject(data))
    for one, other in zip(first, second):
        if one != other:
            raise SystemExit(f"icalendar: {one}\nvobject:   {other}")
    if len(first) != len(second):
        raise SystemExit(f"icalendar: {len(first)}, vobject: {len(second)}")
    for event in first:
        print(json.dumps(event, ensure_ascii=False, sort_keys=True,
                         separators=(",", ":")))


main()
