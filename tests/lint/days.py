# SPDX-License-Identifier: Apache-2.0
"""A whole day is no midnight in UTC. Days become seconds in model/bound.h, in
a zone; wherever else a number of days is multiplied, it is a length, or a time
on a wall, and listed here with how often and why. The day of an instant is
that of a zone too. Exits 1 on any fault."""
import re
import sys

import tree

ROOMS = ("core/", "api/", "calendars/")
MULTIPLIED = re.compile(r"\* (?:DAY_SECONDS|86400)\b|\b(?:DAY_SECONDS|86400) \*")
UTC_DAY = re.compile(r"day_from_wall\((?:\w+(?:->|\.))*"
                     r"(?:clock_now|actor|now|\w*utc|\w+_at)\b")
MULTIPLIES = {
    "api/cli/age.c": (1, "a length: an age in days"),
    "api/cli/events.c": (1, "a length: how far ahead a list looks"),
    "api/daemon/watch_options.c": (2, "a length: years around now"),
    "api/rest/events.c": (1, "a length: the longest window"),
    "api/rest/own_feeds.c": (1, "a length: days of grace"),
    "api/rest/page.c": (2, "a length: how far ahead the page looks"),
    "calendars/ical_value.c": (1, "a wall's time within its day"),
    "calendars/vtimezone.c": (3, "walls, and a length of five years"),
    "core/base/date.c": (3, "what a wall's time is"),
    "core/base/zone_posix.c": (1, "a wall, less its offset"),
    "core/model/bound.h": (6, "midnights in a zone, and a whole day's span"),
    "core/model/event.c": (6, "a whole day's span: from UTC+14 to UTC-12"),
    "core/office/agenda_conflict.c": (2, "a whole day's span, and a margin"),
    "core/office/zone_watch.c": (1, "a length: the window of the watch"),
    "core/schedule/instances.c": (6, "walls: no zone has come in yet"),
    "core/schedule/moved.c": (1, "a length: how far a time may move"),
    "core/schedule/parts.c": (2, "walls: no zone has come in yet"),
    "core/schedule/propose/blockers.c": (1, "a length: the longest journey"),
    "core/schedule/propose/shorten.c": (1, "a length: days less"),
    "core/schedule/recurrence.c": (2, "walls: no zone has come in yet"),
    "core/schedule/rules/lead_time.c": (1, "a length: days of notice"),
    "core/schedule/rules/same_city.c": (1, "a length: a gap in days"),
    "core/schedule/world_time.c": (1, "a wall, told in the place's zone"),
    "core/source/daybook.c": (1, "a length, a day away from any zone's"),
    "core/source/daybook_parts.h": (2, "a length: the window of a sync"),
    "core/source/intake_time.c": (2, "a wall's time within its day"),
}
# Of an HTTP date, which is in UTC by its form; of an instant that names one of
# a series of whole days.
UTC_DAYS = {"api/http/conditional.c": 1, "core/schedule/instances.c": 1}


def count(pattern, text):
    return len(pattern.findall(text))


def faults(name, text):
    times, why = MULTIPLIES.get(name, (0, "none"))
    found = count(MULTIPLIED, text)
    if found != times:
        yield (f"{name}: days are multiplied {found} times, {times} are "
               f"known ({why}); use zone_midnight (model/bound.h), or list "
               "it in tests/lint/days.py")
    if count(UTC_DAY, text) != UTC_DAYS.get(name, 0):
        yield f"{name}: a day of UTC; use zone_day (model/bound.h)"


def main():
    names = [name for name in tree.files() if name.startswith(ROOMS)
             and name.endswith((".c", ".h"))]
    found = [fault for name in names
             for fault in faults(name, (tree.ROOT / name).read_text())]
    found += [f"{name} is listed, and not there"
              for name in {*MULTIPLIES, *UTC_DAYS} - {*names}]
    print("\n".join(found))
    print(f"{len(names)} files, {len(found)} violations")
    sys.exit(bool(found))


main()
