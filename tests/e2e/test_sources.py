# SPDX-License-Identifier: Apache-2.0
"""How a source fares, as the command line, the API and the page tell it: its
runs, what the last one changed, its count's drift, what could not be read,
when it is stale."""
import sqlite3

from ambit import Case, main, network


def event(uid, day, *lines):
    return [f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"SUMMARY:Meeting {uid}",
            f"DTSTART;VALUE=DATE:203003{day:02}",
            f"DTEND;VALUE=DATE:203003{day + 1:02}", *lines]


class Sources(Case):
    def setUp(self):
        self.box = self.ambit({"uclg": network("uclg", expected="30d")})
        self.events = {uid: event(uid, day) for day, uid in enumerate(
            ["one", "two", "three", "four", "five"], 1)}

    def sync(self):
        self.box.ics("uclg", *self.events.values())
        self.box.run("sync", "uclg")

    def item(self):
        return self.box.run_json("sources", "uclg")

    def grow_move_and_lose(self):
        self.sync()
        self.events["six"] = event("six", 6)
        self.events["two"] = event("two", 12)
        self.events["three"] += ["STATUS:CANCELLED"]
        self.events["odd"] = event("odd", 9)[:-1] + [
            "DTEND;VALUE=DATE:20300301", "X-NOTE:<b>"]
        self.sync()

    def test_each_run_and_what_the_last_one_changed(self):
        self.grow_move_and_lose()
        item = self.item()
        self.assertEqual(
            [("ok", 6, 1, 1, 1, 1), ("ok", 5, 5, 0, 0, 0)],
            [tuple(run[key] for key in (
                "result", "events", "created", "moved", "cancelled",
                "quarantined")) for run in item["runs"]])
        self.assertEqual(
            [("cancelled", "Meeting three"), ("created", "Meeting six"),
             ("moved", "Meeting two")],
            sorted((change["action"], change["title"])
                   for change in item["changes"]))
        self.assertEqual((5, 20), (item["usual"], item["drift"]))
        self.assertEqual((1, 1), (item["moved"], item["cancelled"]))
        del self.events["four"]
        self.sync()
        self.assertEqual([], self.item()["changes"])
        self.sync()
        self.assertEqual(["vanished"], [change["action"] for change
                                        in self.item()["changes"]])
        self.assertEqual(1, self.item()["runs"][0]["vanished"])

    def test_the_command_line_tells_it_in_words(self):
        self.grow_move_and_lose()
        told = self.box.run("sources", "uclg").stdout
        for words in ("sandbox       strict", "6, usually 5, +20%",
                      "expected every 30d", "created Meeting six",
                      "moved Meeting two: start 2030-03-02 -> 2030-03-12",
                      "line ", "Meeting odd: "):
            self.assertIn(words, told)
        self.assertIn("+20%", self.box.run("sources").stdout)

    def test_runs_are_kept_up_to_a_number(self):
        self.box.sources["uclg"]["runs_kept"] = "2"
        self.box.write_config()
        for day in range(20, 24):
            self.events["one"] = event("one", day)
            self.sync()
        self.assertEqual(2, len(self.item()["runs"]))

    def test_a_table_that_ends_early(self):
        """Cut at the end of a line it looks like a shorter one: what is gone
        is missed once, and a list that shrank much is held."""
        rows = [f"id-{i},Congress {i},2030-05-{i + 1:02},2030-05-{i + 1:02}\n"
                for i in range(10)]
        self.box = self.ambit({"table": {
            "plugin": "conferences", "url": "file:table.csv"}})

        def sync(n):
            (self.box.data / "table.csv").write_text(
                "uid,title,start,end\n" + "".join(rows[:n]))
            self.box.run("sync", "table", check=False)
            return self.box.run_json("sources", "table")

        self.assertEqual(10, sync(10)["events"])
        item = sync(6)
        self.assertTrue(item["held"])
        self.assertIn("--accept", item["message"])
        self.assertEqual([], item["changes"])
        item = sync(8)
        self.assertFalse(item["held"])
        self.assertEqual((0, -20), (item["vanished"], item["drift"]))
        self.assertEqual([], sync(10)["changes"])

    def set_back(self, **times):
        """As if written by another program, which breaks the seal."""
        (self.box.dir / "state/ambit.db.seal").unlink(missing_ok=True)
        with sqlite3.connect(self.box.dir / "state/ambit.db") as store:
            for column, seconds in times.items():
                store.execute(f"UPDATE source_health SET {column} = "
                              f"{column} - {seconds}")
        store.close()

    def test_stale_when_silent_and_when_unreached(self):
        self.sync()
        self.assertFalse(self.item()["stale"])
        self.set_back(last_change=31 * 86400)
        self.assertTrue(self.item()["stale"])
        self.assertIn("nothing new since 31 days ago, expected every 30d",
                      self.box.run("sources").stdout)
        self.set_back(last_success=13 * 3600)
        self.assertIn("stale", self.box.run("sources").stdout)
        self.assertIn("last success 13 h ago, expected every 6h",
                      self.box.run("sources").stdout)

    def test_the_api_and_the_page(self):
        self.grow_move_and_lose()
        self.set_back(last_change=31 * 86400)
        self.box.serve()
        item = self.box.local("/v1/sources/uclg").json()
        self.assertEqual(2, len(item["runs"]))
        self.assertEqual(3, len(item["changes"]))
        self.assertTrue(item["stale"])
        listed = self.box.local("/v1/sources").json()["items"][0]
        self.assertEqual({"runs", "changes"}, set(item) - set(listed))
        self.assertEqual(304, self.box.local("/v1/sources/uclg", headers={
            "If-None-Match": self.box.local(
                "/v1/sources/uclg").headers["ETag"]}).status)
        self.assertNotIn("Meeting odd", self.box.get("/?lang=en").body.decode())
        page = self.box.local("/?lang=en").body.decode()
        for words in ("Nothing new for longer than usual", "1 new · 1 moved",
                      "+20%", "<b>Meeting odd</b>"):
            self.assertIn(words, page)
        self.assertIn("1 nou", self.box.local("/?lang=ca").body.decode())


if __name__ == "__main__":
    main()
