#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The sample calendars, dated for many a day, are calendars as RFC 5545 wants
them; their events lie around that day; exceptions meet their series; exactly
one event cannot be read. Where python3-icalendar and python3-vobject are
there, both read each file."""
import datetime
import importlib.util
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Both sides of the changes to and from summer time, a leap day, year's ends.
TODAYS = ["2026-03-28", "2026-10-24", "2026-12-31", "2027-01-01",
          "2027-06-16", "2028-02-29"]
DAYS_BACK, DAYS_AHEAD = 60, 488
LEAST_EVENTS = 40


def unfolded(path):
    """The lines of a file, and what is wrong with it as text."""
    octets = path.read_bytes()
    faults = []
    lines = octets.split(b"\r\n")
    if lines.pop() != b"":
        faults.append("does not end with CRLF")
    for number, line in enumerate(lines, 1):
        if len(line) > 75:
            faults.append(f"line {number} has {len(line)} octets")
        if b"\n" in line or b"\r" in line:
            faults.append(f"line {number} has a bare CR or LF")
        try:
            line.decode()
        except UnicodeDecodeError:
            faults.append(f"line {number} is folded within a character")
    text = octets.replace(b"\r\n ", b"").decode()
    return text.split("\r\n"), faults


def events_of(lines):
    """Each VEVENT as a list of (name, parameters, value)."""
    event, events = None, []
    for line in lines:
        if line == "BEGIN:VEVENT":
            event = []
        elif line == "END:VEVENT":
            events.append(event)
            event = None
        elif event is not None:
            head, value = line.split(":", 1)
            name, *parameters = head.split(";")
            event.append((name, parameters, value))
    return events


def first(event, name):
    for found, parameters, value in event:
        if found == name:
            return parameters, value
    return None, None


def day(text):
    return datetime.datetime.strptime(text[:8], "%Y%m%d").date()


def series_days(event):
    """Days of the series that the samples use: every n weeks; or none."""
    rule = first(event, "RRULE")[1] or ""
    if "FREQ=WEEKLY" not in rule:
        return None
    step = int((re.search(r"INTERVAL=(\d+)", rule) or [0, 1])[1])
    start = day(first(event, "DTSTART")[1])
    return {start + datetime.timedelta(weeks=step * i) for i in range(60)}


def check_event(event, masters, today):
    start, end = first(event, "DTSTART")[1], first(event, "DTEND")[1]
    name = first(event, "UID")[1]
    away = (day(start) - today).days
    if not -DAYS_BACK <= away <= DAYS_AHEAD:
        yield f"{name} is {away} days away"
    series = series_days(masters[name])
    for field in ("EXDATE", "RECURRENCE-ID"):
        value = first(event, field)[1]
        if value and day(value) not in series:
            yield f"{name}: {field} meets no occurrence"
    rule = first(event, "RRULE")[1] or ""
    if "BYDAY=2TU" in rule and not 8 <= day(start).day <= 14:
        yield f"{name} does not start with its rule"
    if end and end < start:
        yield "unreadable"


def check_file(path, today):
    lines, faults = unfolded(path)
    events = events_of(lines)
    used = set(re.findall(r"TZID=([^:;]+)", "\n".join(lines)))
    defined = {line[5:] for line in lines if line.startswith("TZID:")}
    if used != defined:
        faults.append(f"TZIDs {sorted(used ^ defined)} have no VTIMEZONE, or "
                      "one that is not used")
    masters = {first(e, "UID")[1]: e for e in events
               if not first(e, "RECURRENCE-ID")[1]}
    for event in events:
        faults += check_event(event, masters, today)
    return len(events), faults


def parse(path):
    """As others read it."""
    if importlib.util.find_spec("icalendar"):
        import icalendar
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        yield "icalendar", len(calendar.walk("VEVENT"))
    if importlib.util.find_spec("vobject"):
        import vobject
        calendar = vobject.readOne(path.read_bytes().decode())
        yield "vobject", len(calendar.vevent_list)


def check_today(today):
    total, unreadable, faults = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, ROOT / "contrib" / "sample-dates",
                        ROOT / "etc" / "samples", folder, "--today", today],
                       check=True)
        for path in sorted(pathlib.Path(folder).glob("*.ics")):
            count, found = check_file(
                path, datetime.date.fromisoformat(today))
            total += count
            unreadable += found.count("unreadable")
            faults += [f"{today}: {path.name}: {fault}" for fault in found
                       if fault != "unreadable"]
            faults += [f"{today}: {path.name}: {reader} reads {seen} events "
                       f"of {count}"
                       for reader, seen in parse(path) if seen != count]
    if total < LEAST_EVENTS or unreadable != 1:
        faults.append(f"{today}: {total} events, {unreadable} of which "
                      "cannot be read")
    return total, faults


def main():
    faults = []
    for today in TODAYS:
        total, found = check_today(today)
        faults += found
    print("\n".join(faults))
    print(f"samples: {total} events on {len(TODAYS)} days, "
          f"{len(faults)} violations")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
