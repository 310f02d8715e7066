# SPDX-License-Identifier: Apache-2.0
"""A real subscriber: vdirsyncer fetches the public feed of the sample
networks, khal lists it, and it is what `ambit events` lists."""
import datetime
import shutil
import subprocess
import unittest
import zoneinfo

from ambit import PATIENCE, ROOT, Case, main, network

MADRID = zoneinfo.ZoneInfo("Europe/Madrid")
FORMAT = "{start-long}|{end-long}|{all-day}|{title}"


def sample_networks():
    return sorted(path.stem for path in (ROOT / "etc/samples").glob("*.ics"))


class Subscriber(Case):
    def setUp(self):
        for tool in ("vdirsyncer", "khal"):
            if not shutil.which(tool):
                raise unittest.SkipTest(f"{tool} is not installed")
        self.box = self.ambit({name: network(name)
                               for name in sample_networks()})
        subprocess.run([ROOT / "contrib/sample-dates", ROOT / "etc/samples",
                        self.box.data], check=True)
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")
        self.home = self.box.dir / "subscriber"
        (self.home / "calendar").mkdir(parents=True)

    def tool(self, *command):
        done = subprocess.run(
            command, input="y\n" * 10, capture_output=True, text=True,
            timeout=PATIENCE * 4, env={"HOME": str(self.home),
                                       "PATH": "/usr/bin:/bin",
                                       "LANG": "C.UTF-8"})
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def subscribe(self):
        config = self.home / "vdirsyncer.conf"
        config.write_text(f"""
[general]
status_path = "{self.home}/status/"
[pair ambit]
a = "local"
b = "remote"
collections = null
conflict_resolution = "b wins"
[storage local]
type = "filesystem"
path = "{self.home}/calendar/"
fileext = ".ics"
[storage remote]
type = "http"
url = "http://127.0.0.1:{self.box.port}/feeds/public.ics"
""")
        self.tool("vdirsyncer", "-c", str(config), "discover")
        self.tool("vdirsyncer", "-c", str(config), "sync")

    def khal(self, start, days):
        config = self.home / "khal.conf"
        config.write_text(f"""
[calendars]
[[ambit]]
path = {self.home}/calendar/
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = Europe/Madrid
local_timezone = Europe/Madrid
[sqlite]
path = {self.home}/khal.db
""")
        listing = self.tool("khal", "-c", str(config), "list", str(start),
                            f"{days}d", "--format", FORMAT)
        return {line for line in listing.split("\n") if "|" in line}

    def ours(self, start, end):
        """What khal would print, from `ambit events`."""
        lines = set()
        for event in self.box.run_json("events", "--from", str(start),
                                       "--to", str(end)):
            title = event["summary"]
            if event["status"] == "cancelled":
                title = "Cancelled: " + title
            if event["all_day"]:
                first, end_day = (datetime.date.fromisoformat(event[key])
                                  for key in ("start", "end"))
                times = [str(first),
                         str(end_day - datetime.timedelta(days=1))]
            else:
                times = [datetime.datetime.fromisoformat(event[key])
                         .astimezone(MADRID).strftime("%Y-%m-%d %H:%M")
                         for key in ("start", "end")]
            lines.add("|".join([*times, str(event["all_day"]), title]))
        return lines

    def test_khal_lists_what_ambit_events_lists(self):
        self.subscribe()
        start = datetime.date.today() - datetime.timedelta(days=30)
        days = 400
        theirs = self.khal(start, days)
        ours = self.ours(start, start + datetime.timedelta(days=days))
        self.assertGreater(len(ours), 30)
        self.assertEqual(sorted(ours), sorted(theirs))


if __name__ == "__main__":
    main()
