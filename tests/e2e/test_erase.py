# SPDX-License-Identifier: Apache-2.0
"""A person is erased, and nobody can tell who it was."""
import datetime
import signal
import sqlite3

from ambit import Case, main


class Erased(Case):
    """Nobody is left in the store, its log, the feeds, the files beside them,
    with a daemon and without; and no source brings them back."""

    COLUMNS = "uid=id, title=title, start=first, end=last, participant=who"
    FIRST, LAST, LATER = (datetime.date.today() + datetime.timedelta(days)
                          for days in (60, 62, 90))
    ROWS = ["id,title,first,last,who",
            f"D1,Study visit of ADA UNMISTAKABLE,{FIRST},{LAST},"
            "\"Unmistakable, Àda; Roca, Ben\"",
            f"D2,Other,{LATER},{LATER},Ben Roca",
            "D3,No day (Ada Unmistakable),soon,,Ada Unmistakable"]

    def setUp(self):
        self.box = box = self.ambit({"sheet": {
            "plugin": "delegations", "url": "file:sheet.csv", "dates": "ymd",
            "columns": self.COLUMNS}})
        run = box.run
        self.tell(*self.ROWS)
        run("team", "add", "T1", "name=Mobility")
        run("person", "add", "zz9ada", "name=Ada Unmistakable", "team=T1",
            "email=ada@unmistakable.example")
        run("person", "add", "b1", "name=Ben Roca", "team=T1")
        run("team", "set", "T1", "lead=zz9ada")
        run("absence", "add", "person=zz9ada", "start=2031-01-01",
            "end=2031-01-05", "note=with Ada Unmistakable")
        run("mission", "create", "title=Ada Unmistakable speaks", "team=T1",
            "people=zz9ada,b1", f"start={self.LAST}", f"last={self.LATER}",
            "city=Cairo", "--why", "Ada Unmistakable asked")
        run("token", "create", "phone", "feed=person", "person=zz9ada")
        number = box.run_json("mission", "list")[0]["number"]
        run("mission", "submit", number, "--by", "zz9ada")
        run("sync")
        self.assertTrue(self.found())

    def tell(self, *rows):
        (self.box.data / "sheet.csv").write_text("\n".join(rows) + "\n")

    def rows(self):
        path = f"file:{self.box.dir}/state/ambit.db?mode=ro"
        return sqlite3.connect(path, uri=True).execute(
            "SELECT seq, at, entity, action FROM change"
            " ORDER BY seq").fetchall()

    def found(self):
        """Files that still tell who it was, but the source's own."""
        words = [b"zz9ada", b"unmistakable"]
        return [(str(path), word) for path in self.box.dir.rglob("*")
                if path.is_file() and path.parent != self.box.data
                for word in words if word in path.read_bytes().lower()]

    def check(self):
        box, run = self.box, self.box.run
        before = self.rows()
        run("erase", "zz9ada")
        self.assertEqual(self.found(), [])
        after = self.rows()
        self.assertEqual(after[:len(before)], before)
        self.assertEqual([row[0] for row in after],
                         list(range(1, len(after) + 1)))
        missions = {mission["title"]: mission
                    for mission in box.run_json("mission", "list")}
        self.assertEqual(len(missions), 3)
        for title, mission in missions.items():
            self.assertRegex(title, "^(erased-[0-9a-f]{8} speaks"
                             "|Study visit of erased-[0-9a-f]{8}|Other)$")
            self.assertEqual(
                sum(len(role["chosen"]) for role in mission["roles"]),
                1 if title == "Other" else 2)
        self.assertEqual(box.run_json("absence", "list"), [])
        token, = box.run_json("token", "list")
        self.assertIn("revoked", token)
        self.assertNotEqual(run("erase", "zz9ada", check=False).returncode, 0)

    def check_source(self):
        """Told again, and anew, by a source that does not know."""
        last = len(self.rows())
        self.box.run("sync")
        self.assertEqual(self.found(), [])
        self.assertEqual(len(self.rows()), last)
        self.tell(*(row.replace("Study", "Long study") for row in self.ROWS))
        self.box.run("sync")
        self.assertEqual(self.found(), [])
        self.assertIn("Long study visit of erased-",
                      self.box.run("events").stdout)

    def test_alone(self):
        self.check()
        self.check_source()
        self.box.serve()
        self.assertEqual(self.found(), [])

    def test_with_a_daemon(self):
        self.box.serve()
        self.box.until(self.box.synced, "synced")
        feed = "/feeds/kind/delegation.ics"
        tag = self.box.get(feed).headers["ETag"]
        self.check()
        answer = self.box.get(feed)
        self.assertNotEqual(answer.headers["ETag"], tag)
        for path in (feed, "/feeds/public.ics", "/v1/events", "/v1/changes"):
            for ask in self.box.get, self.box.local:
                body = ask(path).body.lower()
                self.assertNotIn(b"unmistakable", body)
                self.assertNotIn(b"zz9ada", body)
        self.check_source()
        # The file is as it was sealed, however the daemon ends.
        self.box.stop(signal.SIGKILL)
        self.box.run("team", "set", "T1", "name=Moved")
        self.assertEqual(self.found(), [])


if __name__ == "__main__":
    main()
