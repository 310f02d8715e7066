# SPDX-License-Identifier: Apache-2.0
"""The table of tests/golden/clocks.tsv, for the feed and its clients: each case
as a calendar that brings it, and the lines of an account (Ambit.account) that
say what takes place."""
import datetime
import pathlib

TABLE = pathlib.Path(__file__).resolve().parents[2] / "golden/clocks.tsv"
UTC = datetime.timezone.utc


class Case:
    def __init__(self, name, zone, start, rule, starts):
        self.name = f"clock-{name}"
        self.zone, self.start, self.rule = zone, start, rule
        self.starts = starts.split(" ")

    def event(self):
        """The lines of its VEVENT; a moment's length is 20 minutes."""
        compact = self.start.replace("-", "").replace(":", "")
        if len(self.start) == 10:
            return [f"DTSTART;VALUE=DATE:{compact}", f"RRULE:{self.rule}"]
        return [f"DTSTART;TZID={self.zone}:{compact}", "DURATION:PT20M",
                f"RRULE:{self.rule}"]

    def line(self, start):
        if len(start) == 10:
            after = datetime.date.fromisoformat(start) \
                + datetime.timedelta(days=1)
            return f"{start} {after} {self.name}"
        start = datetime.datetime.fromisoformat(start.replace("Z", "+00:00"))
        end = start + datetime.timedelta(minutes=20)
        return " ".join([*(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
                           for at in (start, end)), self.name])

    def lines(self, first, after):
        """Of those that begin in the window."""
        return [line for line in map(self.line, self.starts)
                if first <= line < after]


def cases():
    return [Case(*line.split("\t"))
            for line in TABLE.read_text().splitlines()
            if not line.startswith("#")]
