# SPDX-License-Identifier: Apache-2.0
"""A real subscriber: vdirsyncer fetches the public feed of the sample
networks, khal lists it, and it is what `ambit events` lists."""
import datetime
import shutil
import subprocess
import unittest
import zoneinfo

from ambit import BUILD, PATIENCE, ROOT, Case, main, network

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
                               for name in sample_networks()},
                              "[feeds]\nlanguage = en\n")
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

    def test_four_readers_see_equal_events_in_the_public_feed(self):
        feed = self.home / "public.ics"
        feed.write_bytes(self.box.get("/feeds/public.ics").body)
        done = subprocess.run(
            [ROOT / "tests/e2e/clients/compare", BUILD, feed],
            capture_output=True, text=True, timeout=PATIENCE * 4)
        if done.returncode == 77:
            raise unittest.SkipTest(done.stderr.strip())
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertGreater(int(done.stdout.split()[0]), 30)

    def test_the_public_feed_is_worth_seeing(self):
        """At least 30 events of at least 3 sources, one recurring with an
        override, one item quarantined by name."""
        items = self.box.get("/v1/events?limit=500").json()["items"]
        self.assertGreater(len({item["source"] for item in items}), 2)
        feed = self.box.get("/feeds/public.ics").body.decode()
        self.assertGreater(feed.count("BEGIN:VEVENT"), 30)
        recurring = {item["uid"] for item in items if "rrule" in item}
        overrides = {item["uid"] for item in items
                     if "recurrence_id" in item}
        self.assertTrue(recurring & overrides)
        sources = self.box.get("/v1/sources").json()["items"]
        self.assertEqual(1, sum(len(source["quarantine"])
                                for source in sources))


if __name__ == "__main__":
    main()
