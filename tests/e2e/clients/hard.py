# SPDX-License-Identifier: Apache-2.0
"""Hard calendars, as publishers write them: each BY part, clocks that change,
whole days, overrides, what was cancelled, texts of all kinds. Every case has
its own UID and title. hard.py FILE.ics writes them all.

Times are fixed (2026 to early 2028), so a reader sets its window by ?from= and
?to= and the answer is the same on any day."""
import pathlib
import sys

import clocks

FIRST, AFTER = "2026-01-01", "2028-03-06"  # the window that cases stay in


def event(uid, *lines, title=None):
    return ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z",
            f"SUMMARY:{title or uid}", *lines, "END:VEVENT"]


def timed(start, end, zone="Europe/Madrid"):
    return [f"DTSTART;TZID={zone}:{start}", f"DTEND;TZID={zone}:{end}"]


def days(start, end):
    return [f"DTSTART;VALUE=DATE:{start}", f"DTEND;VALUE=DATE:{end}"]


MORNING = timed("20260302T093000", "20260302T110000")  # a Monday


# One rule each, of an hour and a half on a Monday morning in Madrid, or of
# whole days from that Monday.
RULES = {
    "daily-interval": "FREQ=DAILY;INTERVAL=3;COUNT=9",
    "daily-byday": "FREQ=DAILY;BYDAY=MO,WE,FR;COUNT=9",
    "daily-bymonth": "FREQ=DAILY;BYMONTH=3,10;UNTIL=20261105T000000Z",
    "daily-bymonthday": "FREQ=DAILY;BYMONTHDAY=2,-1;COUNT=6",
    "weekly-interval": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=8",
    "weekly-wkst": "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO;COUNT=8",
    "weekly-bymonth": "FREQ=WEEKLY;BYMONTH=3,6;BYDAY=MO;COUNT=9",
    "weekly-bysetpos": "FREQ=WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=1,-1;COUNT=8",
    "monthly": "FREQ=MONTHLY;COUNT=14",
    "monthly-bymonthday": "FREQ=MONTHLY;BYMONTHDAY=2,31;COUNT=12",
    "monthly-from-the-end": "FREQ=MONTHLY;BYMONTHDAY=2,-1,-2;COUNT=9",
    "monthly-first-monday": "FREQ=MONTHLY;BYDAY=1MO;COUNT=9",
    "monthly-both-ends": "FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=9",
    "monthly-fifth-monday": "FREQ=MONTHLY;BYDAY=1MO,5MO;COUNT=9",
    "monthly-first-workday": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"
                             ";UNTIL=20271001T073000Z",
    "monthly-second-mondays": "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1,2,3,4,5,6,7"
                              ";COUNT=8",
    "monthly-workdays": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,2,-2,-1"
                        ";COUNT=12",
    "monthly-last-but-one": "FREQ=MONTHLY;BYDAY=1MO,-2MO;COUNT=9",
    "monthly-interval": "FREQ=MONTHLY;INTERVAL=5;COUNT=4",
    "yearly-march-sundays": "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO,-1SU;COUNT=4",
    "yearly-byyearday": "FREQ=YEARLY;BYYEARDAY=61,100,-1;COUNT=6",
    "yearly-end-of-february": "FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=2,-1"
                              ";COUNT=6",
    "yearly-byweekno": "FREQ=YEARLY;BYWEEKNO=10,20;BYDAY=MO;COUNT=4",
    "yearly-numbered-monday": "FREQ=YEARLY;BYDAY=9MO,20MO;COUNT=4",
    "yearly-bysetpos": "FREQ=YEARLY;BYMONTH=3,9;BYDAY=MO,TU;BYSETPOS=1,-1"
                       ";COUNT=4",
    "yearly-days-of-months": "FREQ=YEARLY;BYMONTH=3,11;BYMONTHDAY=2,3;COUNT=8",
    "until-is-the-last": "FREQ=WEEKLY;UNTIL=20260330T073000Z",
    "until-just-before": "FREQ=WEEKLY;UNTIL=20260330T072959Z",
    "count-one": "FREQ=DAILY;COUNT=1",
    "start-beside-the-rule": "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=6",
}

ALL_DAY_RULES = {
    "days-weekly": "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=9",
    "days-until": "FREQ=DAILY;INTERVAL=9;UNTIL=20260407",
    "days-monthly-last": "FREQ=MONTHLY;BYMONTHDAY=2,-1;COUNT=8",
    "days-leap": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2;COUNT=2",
}

# Daily over a change of the clock: (zone, first day, hour). Each runs five
# days, the change on the third.
CHANGES = {
    "madrid-gap": ("Europe/Madrid", "20260327", "0230"),
    "madrid-fold": ("Europe/Madrid", "20261023", "0230"),
    "new-york-gap": ("America/New_York", "20260306", "0215"),
    "new-york-fold": ("America/New_York", "20261030", "0130"),
    "lord-howe-gap": ("Australia/Lord_Howe", "20261002", "0215"),
    "lord-howe-fold": ("Australia/Lord_Howe", "20260403", "0145"),
    "cairo-gap": ("Africa/Cairo", "20260422", "0030"),
    "cairo-fold": ("Africa/Cairo", "20261027", "2330"),
    "dublin-gap": ("Europe/Dublin", "20260327", "0130"),
    "dublin-fold": ("Europe/Dublin", "20261023", "0130"),
    "gaza": ("Asia/Gaza", "20260326", "1200"),
    "jerusalem-gap": ("Asia/Jerusalem", "20260325", "0230"),
    "nuuk": ("America/Nuuk", "20260327", "2330"),
    "santiago-gap": ("America/Santiago", "20260904", "0030"),
    "casablanca": ("Africa/Casablanca", "20260213", "0900"),
    "chatham-gap": ("Pacific/Chatham", "20260925", "0300"),
    "sao-paulo": ("America/Sao_Paulo", "20261030", "0030"),
}

# Once, in zones far out.
FAR = {
    "kiritimati": ("Pacific/Kiritimati", "20260505T083000"),
    "apia": ("Pacific/Apia", "20260505T233000"),
    "kathmandu": ("Asia/Kathmandu", "20260505T083000"),
    "midway": ("Pacific/Midway", "20260505T083000"),
    "utc": ("Etc/UTC", "20260505T083000"),
    "kolkata": ("Asia/Kolkata", "20260505T000000"),
    "st-johns": ("America/St_Johns", "20260505T083000"),
}


def plus(clock, minutes):
    total = int(clock[:2]) * 60 + int(clock[2:]) + minutes
    return f"{total // 60:02}{total % 60:02}"


def rules():
    for name, rule in RULES.items():
        yield from event(name, *MORNING, f"RRULE:{rule}")
    for name, rule in ALL_DAY_RULES.items():
        yield from event(name, *days("20260302", "20260303"), f"RRULE:{rule}")
    yield from event("days-of-three", *days("20260302", "20260305"),
                     "RRULE:FREQ=WEEKLY;COUNT=3")
    yield from event("hours", *timed("20260302T090000", "20260302T093000"),
                     "RRULE:FREQ=DAILY;BYHOUR=9,15;BYMINUTE=0,30;COUNT=10")
    yield from event("monthly-on-the-31st",
                     *timed("20260331T090000", "20260331T100000"),
                     "RRULE:FREQ=MONTHLY;COUNT=7")
    yield from event("days-on-the-31st", *days("20260331", "20260401"),
                     "RRULE:FREQ=MONTHLY;COUNT=7")
    yield from event("leap-day", *timed("20240229T090000", "20240229T100000"),
                     "RRULE:FREQ=YEARLY;COUNT=3")
    yield from event("begun-long-ago",
                     *timed("19980302T090000", "19980302T100000"),
                     "RRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20260601T000000Z")


def changes():
    for name, (zone, first, clock) in CHANGES.items():
        start, end = f"{first}T{clock}00", f"{first}T{plus(clock, 20)}00"
        yield from event(name, *timed(start, end, zone),
                         "RRULE:FREQ=DAILY;COUNT=5")
    for name, (zone, start) in FAR.items():
        yield from event(name, *timed(start, start[:9] + "235900", zone))
    yield from event("in-the-gap", *timed("20260329T023000", "20260329T040000"))
    yield from event("in-the-fold",
                     *timed("20261025T023000", "20261025T040000"))
    yield from event("over-the-change",
                     *timed("20260328T220000", "20260329T060000"))
    yield from event("over-both-changes",
                     *timed("20260320T100000", "20261101T100000"))
    yield from event("long-night",
                     *timed("20260301T220000", "20260302T060000"),
                     "RRULE:FREQ=WEEKLY;BYDAY=SU;COUNT=9")
    yield from event("in-utc", "DTSTART:20260310T100000Z",
                     "DTEND:20260310T113000Z", "RRULE:FREQ=MONTHLY;COUNT=9")
    yield from event("by-duration", "DTSTART;TZID=Europe/Madrid:"
                     "20260310T100000", "DURATION:PT1H30M")
    yield from event("a-moment", "DTSTART;TZID=Europe/Madrid:20260310T100000")


def exceptions():
    yield from event(
        "exdates", *MORNING, "RRULE:FREQ=WEEKLY;COUNT=8",
        "EXDATE;TZID=Europe/Madrid:20260309T093000,20260316T093000",
        "EXDATE:20260330T073000Z")
    yield from event(
        "exdate-of-the-first", *MORNING, "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Madrid:20260302T093000")
    yield from event(
        "exdates-days", *days("20260302", "20260303"),
        "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;VALUE=DATE:20260309")
    yield from event(
        "rdates", *MORNING,
        "RDATE;TZID=Europe/Madrid:20260304T093000,20260401T120000")
    yield from event(
        "rdates-beside-a-rule", *MORNING, "RRULE:FREQ=WEEKLY;COUNT=3",
        "RDATE;TZID=Europe/Madrid:20260309T093000,20260311T160000")
    yield from event(
        "rdates-days", *days("20260302", "20260304"),
        "RDATE;VALUE=DATE:20260310,20260420")


def override(uid, replaced, *lines, title):
    return event(uid, f"RECURRENCE-ID;{replaced}", *lines,
                 title=f"{uid}: {title}")


def madrid(stamp):
    return f"TZID=Europe/Madrid:{stamp}"


def overrides():
    weekly = [*MORNING, "RRULE:FREQ=WEEKLY;COUNT=5"]
    yield from event("moved", *weekly)
    yield from override(
        "moved", madrid("20260309T093000"),
        *timed("20260311T160000", "20260311T170000"), title="on a Wednesday")
    yield from event("moved-before-others", *weekly)
    yield from override(
        "moved-before-others", madrid("20260316T093000"),
        *timed("20260303T093000", "20260303T100000"), title="early")
    yield from event("moved-to-another-zone", *weekly)
    yield from override(
        "moved-to-another-zone", madrid("20260316T093000"),
        *timed("20260316T093000", "20260316T100000", "America/New_York"),
        title="in New York")
    yield from event("one-cancelled", *weekly)
    yield from override(
        "one-cancelled", madrid("20260309T093000"),
        *timed("20260309T093000", "20260309T110000"), "STATUS:CANCELLED",
        title="not this one")
    yield from event("one-whole-day", *weekly)
    yield from override("one-whole-day", madrid("20260309T093000"),
                        *days("20260309", "20260310"), title="all day")
    yield from event("days-moved", *days("20260302", "20260303"),
                     "RRULE:FREQ=WEEKLY;COUNT=4")
    yield from override("days-moved", "VALUE=DATE:20260309",
                        *days("20260310", "20260312"), title="two days")
    yield from override("days-moved", "VALUE=DATE:20260316",
                        *timed("20260316T100000", "20260316T120000"),
                        title="by the hour")
    yield from event("fold-moved",
                     *timed("20261011T023000", "20261011T024500"),
                     "RRULE:FREQ=WEEKLY;COUNT=4")
    yield from override("fold-moved", madrid("20261025T023000"),
                        *timed("20261025T120000", "20261025T130000"),
                        title="at noon")
    yield from event("all-cancelled", *weekly, "STATUS:CANCELLED")
    yield from event("cancelled", *MORNING, "STATUS:CANCELLED")
    yield from event("tentative", *MORNING, "STATUS:TENTATIVE")


def futures():
    weekly = [*MORNING, "RRULE:FREQ=WEEKLY;COUNT=8"]
    future = "RANGE=THISANDFUTURE;"
    yield from event("later-from-then-on", *weekly)
    yield from override(
        "later-from-then-on", future + madrid("20260316T093000"),
        *timed("20260316T113000", "20260316T123000"), title="two hours later")
    yield from event("another-day-from-then-on", *weekly)
    yield from override(
        "another-day-from-then-on", future + madrid("20260316T093000"),
        *timed("20260317T093000", "20260317T110000"), title="on Tuesdays")
    yield from event("twice-from-then-on", *weekly)
    yield from override(
        "twice-from-then-on", future + madrid("20260316T093000"),
        *timed("20260316T103000", "20260316T113000"), title="an hour later")
    yield from override(
        "twice-from-then-on", madrid("20260323T093000"),
        *timed("20260324T180000", "20260324T190000"), title="one evening")
    yield from override(
        "twice-from-then-on", future + madrid("20260406T093000"),
        *timed("20260406T083000", "20260406T093000"), title="an hour earlier")
    yield from event("days-from-then-on", *days("20260302", "20260303"),
                     "RRULE:FREQ=WEEKLY;UNTIL=20260420",
                     "EXDATE;VALUE=DATE:20260330")
    yield from override(
        "days-from-then-on", future + "VALUE=DATE:20260316",
        *days("20260317", "20260319"), title="two days, from Tuesday")
    yield from event("ended-from-then-on", *weekly)
    yield from override(
        "ended-from-then-on", future + madrid("20260330T093000"),
        *timed("20260330T093000", "20260330T110000"), "STATUS:CANCELLED",
        title="no more")


def clock_table():
    for case in clocks.cases():
        yield from event(case.name, *case.event())


def texts():
    long = "Una sessió llarguíssima de l'Àrea metropolitana; amb ñ, ç i ŀl, "
    family = "\U0001F468\u200d\U0001F469\u200d\U0001F467\u200d\U0001F466"
    titles = {
        "text-long": long * 4,
        "text-wide": "漢字仮名交じり文" * 20,
        "text-emoji": f"{family} \U0001F1EA\U0001F1F8 \U0001F44D\U0001F3FD "
                      * 6,
        "text-arabic": "اجتماع المجلس العالمي للمدن " * 5,
        "text-hebrew": "ישיבת המועצה, בברצלונה " * 5,
        "text-combining": "Ame\u0301lie a\u0300 l\u2019A\u030Angstro\u0308m "
                          * 5,
        "text-signs": "back\\slash; comma, \"quotes\" 'single' ^caret <tag> "
                      "&amp; 100%",
        "text-edge": "x" * 61 + "é" + "y" * 73 + "€" + "z" * 72 + "\U0001D11E",
    }
    for number, (uid, title) in enumerate(titles.items()):
        title = (title.strip().replace("\\", "\\\\").replace(";", "\\;")
                 .replace(",", "\\,"))
        yield from event(uid, *timed(f"202604{number + 10}T100000",
                                     f"202604{number + 10}T110000"),
                         f"DESCRIPTION:{title}\\n\\nSecond paragraph\\nthird",
                         title=title)


def fold(line):
    """RFC 5545 section 3.1, on octets of whole characters."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"


def calendar():
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//hard//EN"]
    for part in (rules, changes, clock_table, exceptions, overrides, futures,
                 texts):
        lines += part()
    return b"".join(fold(line) for line in [*lines, "END:VCALENDAR"])


if __name__ == "__main__":
    pathlib.Path(sys.argv[1]).write_bytes(calendar())
