# SPDX-License-Identifier: Apache-2.0
"""Every iCalendar file of the larger test data through "ambit plugin run":
what it holds, counted here from the raw bytes by other means, is what was
taken in, was there again, or was quarantined by name; what is refused is no
whole calendar. Prints a table by folder and each reason with its count.
ical_table.py AMBIT HOST PLUGIN_DIR DATA"""
import collections
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

SKIPPED = 77
FOLDERS = ["ics/*", "synthetic/poison_ics", "holidays"]
LAST = re.compile(r"^(\w+).*?: (\d+) taken in, (\d+) there again, "
                  r"(\d+) quarantined", re.S)


# Each reason, and why such an item is none that RFC 5545 allows; or, where it
# begins with "valid", why it is left out nevertheless.
WHY = [
    ("it has no DTSTART",
     "3.6.1: DTSTART \"is REQUIRED if the component appears in an iCalendar "
     "object that doesn't specify the METHOD property\"; RFC 5546 sections "
     "3.2.1 and 3.2.2 want one with PUBLISH and REQUEST"),
    ("(DTSTART|DTEND|RDATE) .. cannot be read as a date or time",
     "3.3.4, 3.3.5: a date is of four, two and two digits of the calendar; "
     "3.8.5.2: RDATE has no VALUE=TIME"),
    ("RDATE period: ", "3.3.9: a period starts with a date-time"),
    ("DURATION .. cannot be read",
     "3.3.6: a sign, \"P\", weeks alone or days and a time; of a number that "
     "leads out of years of four digits (3.3.4) there is no end"),
    ("unknown time zone",
     "3.2.19: \"An individual VTIMEZONE calendar component MUST be specified "
     "for each unique TZID parameter value\""),
    ("it has no id of its own", "3.6.1: UID is \"REQUIRED\""),
    ("a later event has the same UID",
     "3.8.4.7: UID \"MUST be a globally unique identifier\""),
    ("a newer revision of it is there too",
     "3.8.7.4: SEQUENCE is \"the revision sequence number of the calendar "
     "component within a sequence of revisions\": the last counts"),
    ("it ends .. before it starts",
     "3.8.2.2: DTEND's \"value MUST be later in time than the value of the "
     "DTSTART property\""),
    ("of DTSTART .. and DTEND .. one is a date",
     "3.8.2.2: DTEND's \"value type MUST be the same as the DTSTART "
     "property\""),
    ("recurrence rule: (FREQ: |BYDAY: |.. is not a part)",
     "3.3.10: the grammar of RECUR"),
    ("recurrence rule: RSCALE",
     "valid by RFC 7529, whose section 5 lets a calendar user agent ignore "
     "what it does not know; refused by name"),
    ("recurrence rule: FREQ=(SECONDLY|MINUTELY|HOURLY)",
     "valid; an office has no events by the hour, and their number has no "
     "bound: refused by name"),
    ("its date is a placeholder",
     "valid; a date that the publisher's own program writes for \"not yet "
     "set\""),
]


def why(reason):
    return next((text for known, text in WHY if re.search(known, reason)),
                None)


def text_of(raw):
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
                       (b"\xef\xbb\xbf", "utf-8")):
        if raw.startswith(mark):
            return raw[len(mark):].decode(name, "replace")
    return raw.decode("latin-1")


def look(raw):
    """(events, others, whole) by the lines that begin and end components."""
    text = text_of(raw).replace("\r\n", "\n").lstrip(" \t\r\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines = re.sub(r"\r*\n[ \t]", "", text).split("\n")
    stack, events, others, known = [], 0, 0, False
    for line in lines:
        head, _, name = line.strip().upper().partition(":")
        if head == "BEGIN":
            known |= name in ("VCALENDAR", "VEVENT")
            events += name == "VEVENT"
            others += (name not in ("VEVENT", "VCALENDAR", "VTIMEZONE")
                       and stack in ([], ["VCALENDAR"]))
            stack = [name] if name == "VCALENDAR" else [*stack, name]
        elif head == "END" and name in stack:
            while stack.pop() != name:
                pass
    return events, others, known and not stack


def run(programs, conf, path):
    ambit, url = programs[0], "file:" + urllib.parse.quote(path.name)
    done = subprocess.run(
        [ambit, "-c", conf, "plugin", "run", "--data", path.parent,
         "networks", f"url={url}", "network=Test", "format=ical",
         "derive_uid=yes", "zone=Europe/Madrid"],
        capture_output=True, text=True, errors="replace", timeout=120)
    lines = done.stderr.strip().split("\n")
    match = LAST.match(lines[-1])
    if not match:
        sys.exit(f"{path}: {lines[-1]}")
    result, *counts = match.groups()
    reasons = [line.split(": ", 1)[1] for line in lines
               if line.startswith("quarantined: ")]
    return result, [int(count) for count in counts], reasons, lines[-1]


def kind_of(reason):
    """A reason without what is particular to one event."""
    reason = re.sub(r"^line \d+: ", "", reason)
    reason = re.sub(r"'[^']*'|\([^()]*\d{4}-[^()]*\)|\d{4}-\d\d-\d\d\S*",
                    "..", reason)
    known = re.search(r"(it (has|ends|recurs)|of DTSTART|unknown time zone|"
                      r"DTSTART|DTEND|RDATE|EXDATE|DURATION|RECURRENCE|"
                      r"recurrence rule|a (newer|later)|one occurrence|"
                      r"its |line \d+ is|start|end) ?.*", reason)
    return known[0] if known else reason


def main():
    *programs, data = sys.argv[1:]
    programs = [pathlib.Path(path).resolve() for path in programs]
    data = pathlib.Path(data) if data else None
    files = sorted(path for folder in FOLDERS for top in data.glob(folder)
                   for path in top.rglob("*.ics")) if data else []
    if not files:
        print("skipped: the larger test data is not there")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory() as room:
        conf = pathlib.Path(room) / "ambit.conf"
        conf.write_text(f"[server]\nstate_dir = {room}\n"
                        f"plugin_host = {programs[1]}\n"
                        f"plugin_dir = {programs[2]}\n")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            told = list(pool.map(lambda p: run(programs, conf, p), files))
    table = collections.defaultdict(collections.Counter)
    reasons, faults = collections.Counter(), []
    for path, (result, counts, named, last) in zip(files, told):
        events, others, whole = look(path.read_bytes())
        row = table[str(path.parent.relative_to(data))]
        row.update(files=1, items=events + others, others=others,
                   refused=result != "ok")
        row.update(dict(zip(("taken", "again", "quarantined"), counts)))
        reasons.update(map(kind_of, named))
        if whole != (result == "ok") or (whole and sum(counts) != events) \
                or (not whole and sum(counts)) or len(named) != counts[2]:
            faults.append(f"{path.name}: {events} events, whole: {whole}; "
                          f"but {last}")
        if result != "ok":
            row["items"] -= events + others
            row["others"] -= others
            row["unread"] += events + others
    columns = ["files", "refused", "unread", "items", "taken", "again",
               "quarantined", "others"]
    print(f"{'folder':32}", *(f"{c:>11}" for c in columns))
    for name, row in [*table.items(), ("all", sum(table.values(),
                                                  collections.Counter()))]:
        print(f"{name:32}", *(f"{row[c]:11}" for c in columns))
    for reason, count in reasons.most_common():
        print(f"{count:5} {reason}\n      {why(reason)}")
        if not why(reason):
            faults.append(f"nobody says why by RFC 5545: {reason}")
    print("\n".join(faults))
    print(f"{len(files)} files, {len(faults)} that differ")
    sys.exit(bool(faults))


main()
