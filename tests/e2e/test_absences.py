# SPDX-License-Identifier: Apache-2.0
"""Days that are not worked, by the calendars that say so."""
import datetime
import functools
import http.server
import os
import pathlib
import shutil
import tempfile
import threading

from ambit import Case, main


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Away(Case):
    """Days that are not worked: from a person's own calendar at an address,
    and a town's from a calendar file and from CSV; and what they forbid."""

    LEAVE = ["UID:leave", "DTSTAMP:20300101T000000Z", "SUMMARY:Mine alone",
             "DTSTART;VALUE=DATE:{}", "DTEND;VALUE=DATE:{}"]

    def setUp(self):
        self.day = datetime.date.today() + datetime.timedelta(60)
        handler = functools.partial(Quiet, directory=tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, handler.keywords["directory"])
        self.folder = pathlib.Path(handler.keywords["directory"])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.box = self.ambit({
            "ada": {"plugin": "days", "absences_of": "a1",
                    "allow_private": "yes", "url":
                    f"http://127.0.0.1:{server.server_port}/ada.ics"},
            "town": {"plugin": "days", "holidays_of": "Barcelona, ES",
                     "url": "file:town.ics"}})
        self.box.run("team", "add", "T1", "name=Mobility", "city=Barcelona",
                     "country=ES")
        self.box.run("person", "add", "a1", "name=Ada", "team=T1")

    def days(self, name, first, last):
        """A calendar with one entry of these days."""
        self.box.ics(name, [line.format(
            (first if "START" in line else last).strftime("%Y%m%d"))
            for line in self.LEAVE])
        return self.box.data / f"{name}.ics"

    def at(self, days):
        return self.day + datetime.timedelta(days)

    def test_from_calendars(self):
        run = self.box.run
        shutil.copy(self.days("ada", self.day, self.at(3)), self.folder)
        self.days("town", self.at(10), self.at(11))
        run("sync")
        absence, = self.box.run_json("absence", "list")
        self.assertEqual(
            [absence[key] for key in ("person", "start", "end", "source")],
            ["a1", str(self.day), str(self.at(3)), "ada"])
        self.assertNotIn("Mine alone", run("export", "absences").stdout)
        (self.box.dir / "days.csv").write_text(
            f"name,start,end,city,country\nFair,{self.at(20)},{self.at(21)},"
            "Barcelona,ES\n")
        run("import", "holidays", str(self.box.dir / "days.csv"))
        self.assertEqual(
            sorted(day["start"] for day in
                   self.box.run_json("holiday", "list")),
            [str(self.at(10)), str(self.at(20))])
        run("mission", "create", "title=Board", "team=T1", "head=a1",
            "city=Lyon", "country=FR", f"start={self.at(1)}",
            f"last={self.at(1)}")
        number = self.box.run_json("mission", "list")[0]["number"]
        run("mission", "submit", number)
        self.assertIn("C3", [conflict["code"] for conflict in
                             self.box.run_json("conflicts")])
        # Taken out of the calendar, they are there no longer.
        (self.folder / "ada.ics").write_text(
            (self.folder / "ada.ics").read_text().replace(
                self.day.strftime("%Y%m%d"), self.at(2).strftime("%Y%m%d")))
        # Its server tells when it changed by the second alone.
        later = (self.folder / "ada.ics").stat().st_mtime + 2
        os.utime(self.folder / "ada.ics", (later, later))
        run("sync", "ada", "--accept")
        absence, = self.box.run_json("absence", "list")
        self.assertEqual(absence["start"], str(self.at(2)))
        self.assertNotIn("C3", [conflict["code"] for conflict in
                                self.box.run_json("conflicts")])


if __name__ == "__main__":
    main()
