# SPDX-License-Identifier: Apache-2.0
"""An office of any size for the benchmarks: so many events from a source,
missions, people and teams through the daemon's own doors."""
import json
import subprocess
import time

import ambit

TEAMS = 40
LIMITS = "[server]\nrate = 1000000\nburst = 1000000\n"


def events(n):
    year = time.gmtime().tm_year
    for i in range(n):
        yield [f"UID:{i}", "DTSTAMP:20260101T000000Z",
               f"SUMMARY:Working group {i} on metropolitan mobility",
               f"DTSTART;VALUE=DATE:{year + i % 2}{1 + i % 12:02}"
               f"{1 + i % 27:02}", "LOCATION:Sala de plens, Barcelona"]


def records(missions, people):
    year = time.gmtime().tm_year + 1
    for i in range(TEAMS):
        yield {"team": {"id": f"T{i}", "name": f"Team {i}",
                        "city": "Barcelona", "country": "ES"}}
    for i in range(people):
        yield {"person": {"id": f"p{i}", "name": f"Person {i}",
                          "team": f"T{i % TEAMS}", "city": "Barcelona",
                          "country": "ES"}}
    for i in range(missions):
        month, day = 1 + i % 12, 1 + i % 25
        yield {"mission": {
            "title": f"Visit {i}", "team": f"T{i % TEAMS}", "city": "Lyon",
            "country": "FR", "windows": [{
                "start": f"{year}-{month:02}-{day:02}",
                "end": f"{year}-{month:02}-{day + 2:02}"}],
            "roles": [{"kind": "head", "chosen": [f"p{i % people}"]}]}}


def open_office(n):
    """A daemon that serves n events, n / 10 missions and n / 50 people; the
    caller's to close."""
    box = ambit.Ambit({"net": ambit.network(
        "net", max_bytes="200M", deadline="1h")}, LIMITS)
    try:
        box.ics("net", *events(n))
        box.serve()
        box.until(box.synced, "synced")
        (box.dir / "records").write_text(
            "\n".join(map(json.dumps, records(n // 10, n // 50))))
        done = subprocess.run(
            ["curl", "-sS", "--unix-socket", f"{box.dir}/state/ambit.sock",
             "-H", "Content-Type: application/x-ndjson", "--data-binary",
             f"@{box.dir}/records", "http://x/v1/import"],
            capture_output=True, text=True)
        print(f"# {done.stdout.strip()}{done.stderr.strip()}", flush=True)
    except BaseException:
        box.close()
        raise
    return box
