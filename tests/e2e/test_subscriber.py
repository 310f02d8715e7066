# SPDX-License-Identifier: Apache-2.0
"""The public feed of the sample networks: vdirsyncer and khal list what `ambit
events` lists, and four libraries read it alike."""
import datetime
import subprocess
import unittest

from ambit import BUILD, PATIENCE, ROOT, Case, main, network
from subscriber import Subscriber


def sample_networks():
    return sorted(path.stem for path in (ROOT / "etc/samples").glob("*.ics"))


class PublicFeed(Case):
    def setUp(self):
        self.box = self.ambit({name: network(name)
                               for name in sample_networks()},
                              "[feeds]\nlanguage = en\n")
        subprocess.run([ROOT / "contrib/sample-dates", ROOT / "etc/samples",
                        self.box.data], check=True)
        self.box.serve()
        self.box.until(self.box.synced, "the first sync")

    def test_khal_lists_what_ambit_events_lists(self):
        subscriber = Subscriber(self.box, "/feeds/public.ics")
        if not subscriber.installed():
            raise unittest.SkipTest("vdirsyncer or khal is not installed")
        subscriber.subscribe()
        first = datetime.date.today() - datetime.timedelta(days=30)
        days = 400
        ours = self.box.account(first, first + datetime.timedelta(days=days))
        self.assertGreater(len(ours), 30)
        self.assertEqual(ours, subscriber.account(first, days))

    def test_every_process_renders_the_same_octets(self):
        """Whatever the time zone and locale of its environment."""
        environments = [{"TZ": zone, "LC_ALL": locale}
                        for zone in ("UTC", "Pacific/Kiritimati",
                                     "America/St_Johns", "nonsense")
                        for locale in ("C", "C.UTF-8")]
        day = datetime.datetime.now(datetime.timezone.utc).date()
        feeds = {self.box.get("/feeds/public.ics").body}
        for environment in environments:
            feeds.add(subprocess.run(
                [BUILD / "ambit", "-c", self.box.config, "feed", "public"],
                capture_output=True, check=True, timeout=PATIENCE,
                env={"PATH": "/usr/bin:/bin", **environment}).stdout)
        if datetime.datetime.now(datetime.timezone.utc).date() != day:
            raise unittest.SkipTest("the window moved on at midnight")
        self.assertEqual(1, len(feeds))

    def test_four_readers_see_equal_events_in_the_public_feed(self):
        feed = self.box.dir / "public.ics"
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
        sources = self.box.local("/v1/sources").json()["items"]
        self.assertEqual(1, sum(len(source["quarantine"])
                                for source in sources))


if __name__ == "__main__":
    main()
