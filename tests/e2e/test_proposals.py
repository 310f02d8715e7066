# SPDX-License-Identifier: Apache-2.0
"""Ways out of the demonstration's conflicts: each code has one that is more
than giving up; applied, the conflict is gone and none that blocks has come;
undone, what is exported is what it was, to the byte."""
import datetime
import json
import os
import pathlib
import subprocess
import sys

from ambit import BUILD, ROOT, Case, main
from race import Client, token

PLAN = f"[plan]\nfile = {ROOT}/etc/plan.example.conf\n"
FAMILIES = ["overlay", "session", "mission"]
LISTS = ["missions", "overlays", "sessions", "events"]
VERIFY = pathlib.Path(os.environ.get("AMBIT_SHARED_DATA") or "/nonexistent",
                      "..", "tools", "resolver", "verify.py")
# Of duplicates, C16, the decision is the way out.
CODES = {"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11",
         "C12", "C13", "C14", "C15", "C17", "C18"}


class Demonstration(Case):
    def setUp(self):
        self.box = self.ambit({}, PLAN)
        subprocess.run([ROOT / "contrib" / "demo-office", BUILD / "ambit",
                        self.box.config], check=True)
        today = datetime.date.today()
        self.first, self.last, self.end = (
            str(today + datetime.timedelta(days=days))
            for days in (1, 250, 251))
        self.box.serve()
        self.box.until(lambda: self.conflicts(), "conflicts are found")

    def conflicts(self):
        return {item["id"]: item for item in self.box.local(
            "/v1/conflicts?state=open&limit=500").json()["items"]}

    def records(self):
        """All that the office keeps, but how often it was written."""
        lists = [self.box.local(f"/v1/{family}?limit=500").json()["items"]
                 for family in LISTS]
        return [{name: value for name, value in item.items()
                 if name not in ("revision", "revised_at", "sequence")}
                for items in lists for item in items]

    def exported(self):
        instance = self.box.dir / "state.json"
        self.box.run("resolve", "--export", str(instance), "--period",
                     f"{self.first}/{self.last}")
        return [instance.read_text(), *(
            self.box.run("export", family).stdout for family in FAMILIES)]

    def proposals(self, id_):
        answer = self.box.local(f"/v1/conflicts/{id_}/proposals?lang=ca")
        self.assertEqual(200, answer.status, answer.body)
        return answer.json()["items"]

    def step(self, id_, step):
        answer = self.box.local(f"/v1/resolutions/{id_}/{step}", "POST")
        self.assertEqual(200, answer.status, answer.body)
        return answer.json()

    def check_one(self, conflict, before):
        way = next(item for item in self.proposals(conflict["id"])
                   if {step["kind"] for step in item["steps"]} != {"decline"})
        known = self.conflicts()
        applied = self.step(way["id"], "apply")
        self.assertEqual("applied", applied["state"])
        after = self.conflicts()
        self.assertNotIn(conflict["id"], after, way)
        self.assertEqual(
            [], [item for id_, item in after.items()
                 if item["level"] == "block" and (
                     id_ not in known or known[id_]["level"] != "block")])
        self.assertEqual("undone", self.step(way["id"], "undo")["state"])
        self.assertEqual(before, self.records(), conflict["code"])

    def counts(self):
        codes = [item["code"] for item in self.conflicts().values()]
        return {code: codes.count(code) for code in codes}

    def check_period(self):
        """By the command line and by the API: the same plan, from the same
        seed; applied, there are as many conflicts as it said."""
        before, counts = self.records(), self.counts()
        period = f"{self.first}/{self.last}"
        told = self.box.run_json("resolve", "--period", period, "--iterations",
                                 "200")["told"]
        self.assertEqual(counts, told["before"])
        self.assertLess(sum(told["after"].values()), sum(counts.values()))
        answer = self.box.local(
            "/v1/resolutions", "POST", {"Content-Type": "application/json"},
            json.dumps({"from": self.first, "to": self.end, "seed": 1,
                        "iterations": 200}))
        self.assertEqual(201, answer.status, answer.body)
        path = answer.headers["Location"]
        self.box.until(lambda: self.box.local(path).json()["state"] == "ready",
                       "a plan is there")
        plan = self.box.local(path).json()
        self.assertEqual(told["ways"], plan["told"]["ways"])
        # By the office's days, whatever day it is in UTC then.
        self.assertEqual([self.first, self.end],
                         [plan["asked"][end] for end in ("from", "to")])
        self.assertEqual(f"{self.first} – {self.end}", plan["title"])
        self.check_why(path, plan)
        self.step(plan["id"], "apply")
        self.assertEqual(told["after"], self.counts())
        self.assertEqual(409, self.box.local(
            f"{path}/apply", "POST").status)
        self.step(plan["id"], "undo")
        self.assertEqual(before, self.records())

    def check_why(self, path, plan):
        """Of two at once one goes to another; who went is told, and what it
        would cost, in three languages."""
        answer = self.box.local(f"{path}/missions/demo-02?lang=ca")
        self.assertEqual(200, answer.status, answer.body)
        why = answer.json()
        self.assertEqual("served", why["stands"])
        stays = next(item for item in why["alternatives"] if "person" in item)
        self.assertEqual(["Urban forum"],
                         [item["title"] for item in stays["by"]])
        self.assertEqual(("blocked", ["people"], [0, 0, 0]),
                         tuple(stays[name] for name in (
                             "standing", "lacks", "costs")))
        self.assertIn("No hi cap al costat de «Urban forum».", why["text"])
        self.assertEqual(404, self.box.local(
            f"{path}/missions/nothing").status)
        said = self.box.run(
            "resolve", "--period", f"{self.first}/{self.last}", "--iterations",
            "200", "--explain", "demo-02", "--apply").stdout
        self.assertIn("It does not fit beside “Urban forum”.", said)
        id_ = self.box.local("/v1/resolutions?state=applied").json()[
            "items"][0]["id"]
        self.assertTrue(said.endswith("applied\n"))
        self.step(id_, "undo")

    def check_lead(self, conflicts):
        """Ways out of what is one's own team's, with no names of others; not
        theirs to apply."""
        lead = Client(self.box.port, token(self.box, "lead", role="lead",
                                           teams="mobility"))
        seen = {}
        for conflict in conflicts.values():
            path = f"/v1/conflicts/{conflict['id']}/proposals"
            status, _, body = lead.ask("GET", path)
            seen.setdefault(status, set()).add(conflict["code"])
            text = body.decode()
            for name in ("Helena", "Hug", "Elena", "Irene"):
                self.assertNotIn(name, text, conflict["code"])
            for item in json.loads(text).get("items", []):
                self.assertEqual(403, lead.ask(
                    "POST", f"/v1/resolutions/{item['id']}/apply")[0])
        self.assertEqual({"C1", "C2", "C3", "C5", "C12", "C17"}, seen[200])
        self.assertLessEqual({"C4", "C7", "C8", "C18"}, seen[404])

    def check_export(self):
        instance, plan = (self.box.dir / name for name in ("F.json", "P.json"))
        self.box.run("resolve", "--export", str(instance), "--period",
                     f"{self.first}/{self.last}")
        self.box.run("resolve", "--instance", str(instance), "--plan",
                     str(plan), "--iterations", "200")
        if VERIFY.exists():
            subprocess.run([sys.executable, VERIFY, instance, plan],
                           check=True, stdout=subprocess.DEVNULL)

    def check_openings(self):
        """What is registered is told who could go, and when."""
        busy = next(item for item in self.box.local(
            "/v1/missions?limit=500").json()["items"]
            if item["title"] == "Air quality, part 1")
        taken = busy["windows"][0]
        later = datetime.date.fromisoformat(taken["start"]) + \
            datetime.timedelta(weeks=30)
        answer = self.box.local(
            "/v1/missions?dry_run=true", "POST",
            {"Content-Type": "application/json"}, json.dumps({
                "title": "Another", "team": "environment", "city": "Girona",
                "country": "ES", "roles": [{"kind": "technical"}],
                "windows": [taken, {
                    "start": str(later), "end": str(
                        later + datetime.timedelta(days=1))}]}))
        self.assertEqual(201, answer.status, answer.body)
        openings = {opening["window"]: opening
                    for opening in answer.json()["openings"]}
        who = {window: [person["id"] for person
                        in opening["roles"][0]["delegates"]]
               for window, opening in openings.items()}
        self.assertEqual(["environment-3", "environment-4"], who[1])
        self.assertEqual(4, len(who[2]))
        self.assertTrue(openings[1]["free"])
        told = self.box.run(
            "mission", "create", "title=Another", "team=environment",
            "technical=environment-1", "city=Girona", "country=ES",
            f"start={taken['start']}", f"end={taken['end']}",
            "--dry-run").stdout
        self.assertRegex(told, r"\+ C1 block: Elena .*“Another” \(\d")
        self.assertRegex(told, r"technical: Ernest |technical: Eva ")
        # Fewer of the team would be here than must be.
        self.assertLess(0, openings[1]["roles"][0]["delegates"][0]["conflicts"])
        self.assertEqual(
            0, openings[2]["roles"][0]["delegates"][0]["conflicts"])

    def test_each_code(self):
        conflicts = self.conflicts()
        self.assertEqual(
            CODES, {item["code"] for item in conflicts.values()})
        self.check_openings()
        self.check_lead(conflicts)
        before, exported = self.records(), self.exported()
        for conflict in conflicts.values():
            with self.subTest(code=conflict["code"]):
                self.check_one(conflict, before)
        self.assertEqual(
            {item["code"] for item in conflicts.values()},
            {item["code"] for item in self.conflicts().values()})
        self.assertEqual(exported, self.exported())
        self.check_export()
        self.check_period()


class Autumn(Case):
    """The golden case, word by word as the README clears it."""

    def setUp(self):
        self.box = self.ambit({})
        text = (ROOT / "README.md").read_text()
        section = text.split("## A tangled autumn")[1].split("\n## ")[0]
        self.lines = [line[4:] for line in section.splitlines()
                      if line.startswith("    ")]

    def run_lines(self, lines):
        script = "\n".join(lines).replace(
            "build/ambit", str(BUILD / "ambit")).replace(
            "build/demo/autumn.conf", str(self.box.config))
        done = subprocess.run(
            ["bash", "-eu", "-o", "pipefail"], input=script, text=True,
            capture_output=True, cwd=ROOT, timeout=120)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def test_every_word_of_it(self):
        script = []
        for line in self.lines:
            if line.startswith("sed "):  # the box has a store of its own
                continue
            script.append(line)
            if "autumn resolve apply" in line:
                script.append("echo $(autumn conflicts --json | grep -c '^{' ||"
                              " true) conflicts left")
        output = self.run_lines(script)
        told = [line.split()[0] for line in output.splitlines()
                if line.endswith(" conflicts left")]
        # Somebody else who goes is then away too long; else always less.
        self.assertEqual(["3", "2", "1", "0"], told)
        self.assertIn("No s’ofereix, i per què:", output)
        self.assertEqual([], self.box.run_json("conflicts"))


if __name__ == "__main__":
    main()
