# SPDX-License-Identifier: Apache-2.0
"""A mission from its draft to its report, with a daemon and without one; and
how missions are listed, scored and told."""
import csv
import datetime
import math
import signal
import sqlite3
import subprocess
import unittest
import zoneinfo

from ambit import BUILD, ROOT, Ambit, Case, main, network

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


if __name__ == "__main__":
    main()
