# SPDX-License-Identifier: Apache-2.0
"""A mission from its draft to its report, with a daemon and without one; and
spreadsheets of missions imported, held against a reading of our own."""
import csv
import datetime
import functools
import http.server
import math
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import unittest
import zoneinfo

from ambit import BUILD, ROOT, Ambit, Case, main, network

SHARED = pathlib.Path(os.environ.get("AMBIT_SHARED_DATA") or "/nonexistent")
PLAN = f"[plan]\nfile = {ROOT}/etc/plan.example.conf\n"
SHEETS = ROOT / "tests" / "sheets"
STEPS = [["submit"], ["endorse"], ["return", "--reason", "who pays?"],
         ["submit"], ["endorse"], ["authorise", "--order", "2026/7"],
         ["cancel", "--reason", "the host withdrew"]]


class Life(Case):
    def setUp(self):
        self.box = self.ambit({})

    def go_through(self):
        """The states that it was in, and what the log says was done."""
        run = self.box.run
        run("team", "add", "T1", "name=Mobility")
        run("person", "add", "a1", "name=Ada", "team=T1")
        run("mission", "create", "title=Board", "team=T1", "head=a1",
            "city=Cairo", "country=EG", "start=2031-03-10", "last=2031-03-12",
            "cost.travel=450")
        number = self.box.run_json("mission", "list")[0]["number"]
        self.assertNotEqual(
            run("mission", "endorse", number, check=False).returncode, 0)
        states = []
        for step in STEPS:
            run("mission", step[0], number, *step[1:])
            states.append(self.box.run_json("mission", "list")[0]["state"])
        path = f"file:{self.box.dir}/state/ambit.db?mode=ro"
        log = sqlite3.connect(path, uri=True).execute(
            "SELECT action, why FROM change WHERE entity = 'mission'"
            " ORDER BY seq").fetchall()
        return states, log

    def check(self):
        states, log = self.go_through()
        self.assertEqual(states, [
            "submitted", "endorsed", "returned", "submitted", "endorsed",
            "authorised", "cancelled"])
        self.assertEqual([action for action, _ in log], [
            "created", "submitted", "endorsed", "returned", "submitted",
            "endorsed", "authorised", "cancelled"])
        self.assertEqual(log[-1][1], "the host withdrew")

    def test_alone(self):
        self.check()

    def test_with_a_daemon(self):
        self.box.serve()
        self.check()


class Tour(Case):
    def test_first_mission_of_the_readme(self):
        # It is the year's first.
        box = self.ambit({})
        page = (ROOT / "README.md").read_text()
        section = page.split("## A first mission")[1].split("\n## ")[0]
        lines = [line[4:] for line in section.splitlines()
                 if line.startswith("    ")]
        year = datetime.date.today().year
        script = "\n".join(lines).replace("2026-0001", f"{year}-0001")
        done = subprocess.run(
            ["bash", "-eu"], text=True, capture_output=True, timeout=120,
            input=f'ambit() {{ "{BUILD}/ambit" -c "{box.config}" "$@"; }}\n'
            + script)
        self.assertEqual(done.returncode, 0, done.stderr)
        mission, = box.run_json("mission", "list")
        self.assertEqual((mission["state"], mission["edition"]),
                         ("submitted", 2))
        self.assertIn("in force until this is authorised", done.stdout)
        self.assertIn("Board of the network\n    Cairo, EG; T1; Ada Vidal; ",
                      done.stdout)


class Told(Case):
    """What people read: the agenda, the log, the CSV that comes back."""

    def setUp(self):
        self.box = self.ambit({})
        run = self.box.run
        run("team", "add", "T1", "name=Mobility")
        run("person", "add", "a1", "name=Ada", "team=T1")
        run("mission", "create", "title=Board", "team=T1", "head=a1",
            "city=Cairo", "start=2031-03-10", "last=2031-03-12")
        run("mission", "create", "title=Fair", "team=T1", "city=Rabat",
            "start=2031-05-01T10:00:00", "end=2031-05-01T12:00:00",
            "zone=Europe/Madrid", "cost.travel=99.50")
        self.numbers = sorted(mission["number"]
            for mission in self.box.run_json("mission", "list"))

    def test_agenda(self):
        def agenda(*period):
            return self.box.run("agenda", *period).stdout
        self.assertEqual(agenda("--from", "2031-03-12", "--to", "2031-05-01"),
                         "Mon 2031-03-10 - Wed 2031-03-12  Board\n"
                         f"    Cairo; T1; Ada; draft; {self.numbers[0]}\n")
        self.assertEqual(agenda("--from", "2031-03-13", "--to", "2031-05-02"),
                         "Thu 2031-05-01  Fair\n    Rabat; T1; "
                         f"nobody chosen; draft; {self.numbers[1]}\n")
        self.assertEqual(
            agenda("--from", "2031-03-13", "--to", "2031-05-01"), "")

    def test_log(self):
        number = self.numbers[0]
        self.box.run("mission", "submit", number)
        self.box.run("mission", "return", number, "--reason", "who pays?")
        text = self.box.run("changes", "--id", number).stdout
        self.assertIn(" returned mission Board  (", text)
        self.assertIn("\n    state: submitted -> returned\n", text)
        self.assertIn("\n    why: who pays?\n", text)
        last = self.box.run_json("changes", "--last", "1")
        self.assertEqual(last["before"]["state"], "submitted")

    def minutes(self, *ends):
        """From door to door, by the places' own coordinates."""
        (a, b), (c, d) = ([math.radians(place[key])
                           for key in ("latitude", "longitude")]
                          for place in (self.box.run_json(
                              "place", city, "--country", country)["place"]
                              for city, country in ends))
        km = 2 * 6371.0088 * math.asin(math.sqrt(
            math.sin((c - a) / 2) ** 2
            + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2))
        return math.ceil(5 * 60 + km / 750 * 60)

    def test_journeys(self):
        number = self.numbers[0]
        way, = self.box.run_json("mission", "journeys", number)
        self.assertIn("neither the person nor the team has a city",
                      way["fault"])
        for city, said in (("Foovilla", "latitude and longitude"),
                           ("Springfield", "several"),
                           ("Lyon", "in FR")):
            done = self.box.run("person", "set", "a1", f"city={city}",
                                *["country=ES"] * (city == "Lyon"),
                                check=False)
            self.assertRegex(done.stderr, f"^ambit: city: .*{said}")
        # Of two, the one in the office's zone.
        self.box.run("person", "set", "a1", "city=Barcelona")
        way, = self.box.run_json("mission", "journeys", number)
        expected = self.minutes(("Barcelona", "ES"), ("Cairo", "EG"))
        self.assertEqual(
            (way["minutes_there"], way["minutes_back"], way["fault"]),
            (expected, expected, None))
        begins = datetime.datetime(2031, 3, 10, 9, tzinfo=zoneinfo.ZoneInfo(
            "Africa/Cairo")) - datetime.timedelta(minutes=expected)
        self.assertEqual(datetime.datetime.fromisoformat(
            way["away"]["start"]), begins)
        self.assertIn(f"{expected // 60} h {expected % 60:02} min",
                      self.box.run("mission", "show", number).stdout)
        self.box.serve()
        mission, = self.box.local(
            "/v1/missions?q=Board").json()["items"]
        answer = self.box.local(f"/v1/missions/{mission['id']}/journeys")
        self.assertEqual(answer.json()["items"], [way])
        # Where somebody lives is not for a team that only goes along.
        self.box.run("team", "add", "T2", "name=Water")
        self.box.run("mission", "amend", number, "teams=T2")
        for team, seen in ("T1", [way]), ("T2", []):
            secret = self.box.run("token", "create", team, "role=lead",
                                  f"teams={team}").stdout.split()[-1]
            answer = self.box.get(f"/v1/missions/{mission['id']}/journeys",
                                  headers={"Authorization":
                                           f"Bearer {secret}"})
            self.assertEqual(answer.json()["items"], seen, team)
        self.box.run("mission", "amend", number, "city=Nowheretown")
        way, = self.box.run_json("mission", "journeys", number)
        self.assertIn("the place is not in the table", way["fault"])

    def test_csv_comes_back(self):
        other = self.ambit({})
        for family in ("teams", "people", "missions"):
            path = self.box.dir / f"{family}.csv"
            path.write_text(self.box.run("export", family).stdout)
            other.run("import", family, str(path))
            self.assertEqual(other.run("export", family).stdout,
                             path.read_text())
        part = self.box.run("export", "missions", "--from", "2031-05-01",
                            "--to", "2031-05-02").stdout
        self.assertEqual([row["title"] for row in
                          csv.DictReader(part.splitlines())], ["Fair"])


class Listed(unittest.TestCase):
    """Lists by what a mission takes from its event and its people; what the
    plan has reached; by the command and by the API alike."""

    @classmethod
    def setUpClass(cls):
        cls.box = Ambit({"net": network("net")})
        cls.addClassCleanup(cls.box.close)
        cls.plan = cls.box.dir / "plan.conf"
        cls.plan.write_text((ROOT / "etc/plan.example.conf").read_text())
        cls.box.extra = f"[plan]\nfile = {cls.plan}\n"
        cls.box.write_config()
        cls.box.ics("net", *[
            [f"UID:{name}", "DTSTAMP:20300101T000000Z", f"SUMMARY:{title}",
             f"DTSTART;VALUE=DATE:{start}", f"DTEND;VALUE=DATE:{end}",
             f"LOCATION:{place}"] for name, title, start, end, place in (
                 ("eu", "EU funding days", "20310310", "20310312",
                  "Brussels, Belgium"),
                 ("cup", "Football cup", "20310401", "20310402",
                  "Lyon, France"),
                 ("fair", "EU funding fair", "20310601", "20310602",
                  "Paris, France"))])
        run = cls.box.run
        run("sync")
        for team in "T1", "T2":
            run("team", "add", team, f"name=Team {team}")
        for person, team in ("a1", "T1"), ("a2", "T1"), ("b1", "T2"):
            run("person", "add", person, f"name=Of {person}", f"team={team}")
        cls.events = {event["summary"]: event["id"] for event in
                       cls.box.run_json("events", "--from", "2031-01-01",
                                         "--to", "2032-01-01")}
        run("mission", "create", "title=EU", "team=T1", "teams=T2",
            f"event={cls.events['EU funding days']}", "head=a1")
        run("mission", "create", "title=Cup", "team=T2", "head=b1",
            f"event={cls.events['Football cup']}", "deputy=a2")
        run("mission", "create", "title=Own", "team=T1", "head=a2",
            "lines=L5", "city=Cairo", "country=EG", "start=2031-03-11",
            "last=2031-03-14")
        for mission in cls.box.run_json("mission", "list"):
            run("mission", "submit", mission["number"])
        cls.box.serve()

    def listed(self, *words):
        """By the command; the API says the same."""
        titles = sorted(mission["title"] for mission in
                        self.box.run_json("mission", "list", *words))
        answer = self.box.local("/v1/missions?" + "&".join(words))
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(sorted(
            item["title"] for item in answer.json()["items"]), titles)
        return titles

    def test_missions(self):
        for words, titles in (
                ([], ["Cup", "EU", "Own"]),
                (["person=a2"], ["Cup", "Own"]),
                (["person=a1"], ["EU"]),
                (["team=T2"], ["Cup", "EU"]),
                (["from=2031-03-12"], ["Cup", "Own"]),
                (["from=2031-03-11", "to=2031-04-01"], ["EU", "Own"]),
                (["to=2031-03-11"], ["EU"]),
                (["line=L5"], ["Own"]),
                (["line=L2"], ["EU"]),
                (["region=A", "state=submitted"], ["Cup", "EU", "Own"]),
                (["region=B"], []),
                (["min_score=60"], ["EU"]),
                (["min_score=1"], ["Cup", "EU"]),
                (["team=T2", "person=a2"], ["Cup"])):
            with self.subTest(words):
                self.assertEqual(self.listed(*words), titles)
        for words in "min_score=x", "min_score=101", "from=x", "to=x":
            done = self.box.run("mission", "list", words, check=False)
            self.assertIn(words.split("=")[0], done.stderr)
            self.assertEqual(
                self.box.local(f"/v1/missions?{words}").status, 422)

    def test_events_by_score(self):
        def events(words):
            return [event["summary"] for event in self.box.local(
                f"/v1/events?from=2031-01-01&{words}").json()["items"]]
        scores = {name: self.box.local(
            f"/v1/events/{event}/score").json()["total"]
            for name, event in self.events.items()}
        for least in 0, 25, 60, 100:
            self.assertEqual(
                events(f"min_score={least}"),
                [name for name in ("EU funding days", "Football cup",
                                   "EU funding fair")
                 if scores[name] >= least])
        # Nor is it told by leaving others out.
        self.assertEqual(self.box.get("/v1/events?min_score=1").status, 422)

    def test_a_plan_that_is_read_again_scores_anew(self):
        def total():
            return self.box.local("/v1/events/{}/score".format(
                self.events["EU funding days"])).json()["total"]

        def reload(text):
            self.plan.write_text(text)
            self.box.daemon.send_signal(signal.SIGHUP)
            self.box.until(lambda: total() != before, "the plan is read")

        before, plan = total(), self.plan.read_text()
        reload(plan.replace("weight = 90", "weight = 10"))
        self.addCleanup(reload, plan)
        # 40 parts of 100 are the line's: 80 less of it are 32 less.
        self.assertEqual(before - 32, total())
        self.assertEqual(self.listed(f"min_score={before - 31}"), [])
        before -= 32

    def test_coverage(self):
        told = self.box.local("/v1/plan/coverage?year=2031").json()["items"]
        self.assertEqual(
            told, self.box.run_json("plan", "coverage", "2031"))
        lines = {line["line"]: line for line in told}
        self.assertEqual(lines["L5"]["planned"], {"missions": 1, "days": 4})
        self.assertEqual([region["region"]
                          for region in lines["L5"]["regions"]], ["A"])
        self.assertEqual([it["event"] for it in lines["L2"]["candidates"]],
                         [self.events["EU funding fair"]])
        self.assertEqual(self.box.get("/v1/plan/coverage").status, 401)
        self.assertEqual(
            self.box.local("/v1/plan/coverage?year=12").status, 422)


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


def amount(text, comma):
    """Cents of an amount as people write it."""
    digits = re.sub(r"[^0-9.,]", "", text)
    digits = (digits.replace(".", "").replace(",", ".") if comma
              else digits.replace(",", ""))
    return round(float(digits) * 100) if digits else 0


def day(text):
    """d/m/y, y-m-d or a spreadsheet's day count; None: it is no date here."""
    if re.fullmatch(r"\d{5}", text):
        return (datetime.date(1899, 12, 30)
                + datetime.timedelta(days=int(text))).isoformat()
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) != 3:
        return None
    if numbers[0] > 99:
        numbers.reverse()
    date, month, year = numbers
    return datetime.date(year + 2000 * (year < 100), month, date).isoformat()


def rows_of(path, encoding, delimiter):
    """Each row with the number of the line that it ends on."""
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        return [(reader.line_num, row) for row in reader]


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


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Refused(Case):
    def test_nobody_is_added_for_a_row_that_was_refused(self):
        box = self.ambit({})
        box.run("team", "add", "T1", "name=Mobility")
        (box.dir / "rows.map").write_text(
            "[sheet]\ndates = ymd\npeople = add\nteam = T1\n[columns]\n"
            "person = Who\ntitle = What\nstart = From\nlast = To\n"
            "number = Number\n")
        (box.dir / "rows.csv").write_text(
            "Who,What,From,To,Number\n"
            "Good One,Fair,2031-03-01,2031-03-02,1\n"
            "No Day,Fair,soon,2031-03-02,2\n"
            f"Too Long,{'x' * 600},2031-03-01,2031-03-02,3\n"
            "Good One,Forum,2031-04-01,2031-04-02,4\n")
        done = box.run("import", "missions", str(box.dir / "rows.csv"),
                       "--map", str(box.dir / "rows.map"), "--partial",
                       check=False)
        self.assertIn("4 rows: 2 accepted, 2 refused; 3 records added",
                      done.stdout)
        self.assertEqual([person["name"]
                          for person in box.run_json("person", "list")],
                         ["Good One"])


@unittest.skipUnless(SHARED.is_dir(), "-Dshared_data=FOLDER brings the sheets")
class Sheets(Case):
    def setUp(self):
        self.box = self.ambit({})
        self.box.run("team", "add", "T1", "name=Mobility")

    def take(self, path, sheet, expect):
        """Imports with --partial; what it refused, line by line."""
        whole = self.box.run("import", "missions", str(path), "--map",
                             str(SHEETS / sheet), check=False)
        done = self.box.run("import", "missions", str(path), "--map",
                            str(SHEETS / sheet), "--partial", check=False)
        refused = {int(re.search(r":(\d+):", line)[1])
                   for line in done.stderr.splitlines()
                   if str(path) in line}
        if refused:
            self.assertIn("nothing was imported", whole.stderr)
        self.assertEqual(refused, expect)
        return done

    def missions(self):
        names = {person["id"]: person["name"]
                 for person in self.box.run_json("person", "list")}
        return sorted(
            (sorted(names[who] for who in mission["roles"][0]["chosen"]),
             mission["windows"][0]["start"],
             sum(cost["estimated"] for cost in mission.get("costs", [])),
             mission["title"])
            for mission in self.box.run_json("mission", "list"))

    def test_staff_register(self):
        path = SHARED / "synthetic" / "staff_missions_cp1252.csv"
        rows = [row for _, row in rows_of(path, "cp1252", ";")
                if row["Missió"]]
        good = [row for row in rows if row["Tornada"]]
        self.assertEqual((len(rows), len(good)), (4, 3))
        self.take(path, "staff.map", {5})
        self.assertEqual(self.missions(), sorted(
            ([row["Persona"]], day(row["Sortida"]),
             amount(row["Despesa"], True), " ".join(row["Motiu"].split()))
            for row in good))
        # The same file again changes nothing.
        done = self.take(path, "staff.map", {5})
        self.assertIn("0 records added, 0 changed, 3 as", done.stdout)

    def test_moved_columns_and_day_counts(self):
        path = SHARED / "synthetic" / "staff_missions_excel.csv"
        # No year, and two places.
        self.take(path, "excel.map", {4, 5})
        self.assertEqual(
            [(who, start) for who, start, _, _ in self.missions()],
            [(["Núria Pérez"], day("45945"))])

    def test_senate(self):
        expected, total = [], 0
        for year in (2012, 2013, 2014):
            path = SHARED / "delegations" / "senado-ar" / f"viajes_{year}.csv"
            refused = set()
            for number, row in rows_of(path, "utf-8", ","):
                total += 1
                # Several countries, or none by a name that is in use.
                if re.search(r"/| e |^Dominicana$|Maarten|de Gran Bretaña$",
                             row["Destino"].strip()):
                    refused.add(number)
                    continue
                expected.append((
                    row["Autoridad"], day(row["Fecha_salida"]),
                    amount(row["Viaticos_Total_Dolar"], False),
                    " ".join(row["Motivo"].split())))
            self.take(path, "senate.map", refused)
        got = [(who[0], *rest) for who, *rest in self.missions()]
        self.assertEqual(total, 355)
        self.assertEqual(len(got), len(expected))
        # Names are told apart without accents and capitals.
        self.assertEqual(sorted(row[1:] for row in got),
                         sorted(row[1:] for row in expected))
        print(f"senate: {total} rows, {len(got)} accepted, "
              f"{total - len(got)} refused")


if __name__ == "__main__":
    main()
