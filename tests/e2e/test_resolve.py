# SPDX-License-Identifier: Apache-2.0
"""ambit resolve on instance files: a judge that shares no code with it accepts
every plan, whatever the size, seed and number of threads, and finds the same
faults in plans that were changed; and what is wrong with a file is said with
its place."""
import collections
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["AMBIT_BUILD"])
SHARED = os.environ.get("AMBIT_SHARED_DATA")
TOOLS = pathlib.Path(SHARED).parent / "tools/resolver" if SHARED else None

# What changing a plan at random breaks, by the judge's names.
FAULTS = ("unqualified", "person-twice-in-mission", "pinned-changed",
          "double-booked/travel", "presence", "resource", "budget",
          "max-away", "event-cap")

SMALL = {
    "format": "mission-instance-1", "weights": [100, 10, 1],
    "travel_min": [[0, 60], [60, 0]], "presence_days": [[600, 960]],
    "teams": [{"min_home": 0}],
    "persons": [{"team": 0, "base": 0, "max_away_days": 9, "unavail": []}],
    "resources": [], "budgets": [], "joints": [],
    "missions": [
        {"team": 0, "roles": [{"n": 1, "cands": [0]}], "options": [
            {"kind": "visit", "s": start, "e": start + 120, "city": 1,
             "away": 1, "unit_cost": 0, "fixed_cost": 0, "res": [],
             "joint": None, "pen": 0}],
         "decline": [0, 0, value], "approved": None, "pinned": False,
         "move_cost": 0, "swap_cost": 0, "drop_cost": 0}
        for start, value in ((600, 5), (660, 7))],
}


class Resolve(unittest.TestCase):
    def setUp(self):
        self.box = tempfile.TemporaryDirectory()
        self.addCleanup(self.box.cleanup)
        self.folder = pathlib.Path(self.box.name)

    def resolve(self, instance, *options):
        return subprocess.run(
            [BUILD / "ambit", "resolve", "--json", "--instance", instance,
             "--plan", self.folder / "plan.json", *options],
            capture_output=True, text=True, timeout=120)

    def small(self):
        file = self.folder / "small.json"
        file.write_text(json.dumps(SMALL))
        return file

    def test_a_small_one_is_proven(self):
        done = self.resolve(self.small(), "--iterations", "100", "--lp",
                            self.folder / "small.lp")
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        self.assertEqual(answer["objective"], [0, 0, 5])
        self.assertEqual(answer["bound"], 5)
        plan = json.loads((self.folder / "plan.json").read_text())
        self.assertEqual(plan["missions"],
                         [{"id": 0, "option": -1, "roles": []},
                          {"id": 1, "option": 0, "roles": [[0]]}])
        self.assertIn("Minimize", (self.folder / "small.lp").read_text())

    def test_why_a_mission_stands_as_it_does(self):
        """The other one, which is worth more, is at the same time."""
        file = self.small()
        done = self.resolve(file, "--iterations", "100", "--explain", "0")
        why = json.loads(done.stdout)["explained"]
        self.assertEqual("declined", why["stands"])
        self.assertEqual([{
            "option": 0, "remote": False, "standing": "blocked",
            "by": [{"id": "1"}], "lacks": ["people"], "costs": [0, 0, 2]}],
            why["alternatives"])
        said = subprocess.run(
            [BUILD / "ambit", "resolve", "--instance", file, "--explain", "0",
             "--lang", "es"], capture_output=True, text=True, check=True)
        self.assertIn("No cabe junto a «1». Falta: gente.", said.stdout)
        done = self.resolve(file, "--explain", "2")
        self.assertEqual(1, done.returncode)
        self.assertIn("the ids of missions are 0 to 1", done.stderr)

    def test_options_that_do_not_go_together(self):
        for options, remedy in ((["--period", "2027", "--lp", "F"], "--export"),
                                (["--period", "2027", "--cpu", "1"],
                                 "--instance"),
                                (["--instance", "F", "--apply"], "--plan"),
                                (["--period", "2027", "--export", "F",
                                  "--apply"], "leave --apply out")):
            done = subprocess.run([BUILD / "ambit", "resolve", *options],
                                  capture_output=True, text=True)
            self.assertEqual(2, done.returncode, options)
            self.assertIn(remedy, done.stderr)

    def test_what_is_wrong_is_said_with_its_place(self):
        wrong = json.loads(json.dumps(SMALL))
        wrong["missions"][1]["options"][0]["city"] = 7
        file = self.folder / "wrong.json"
        file.write_text(json.dumps(wrong))
        done = self.resolve(file)
        self.assertEqual(done.returncode, 1)
        self.assertIn("/missions/1/options/0/city: 7", done.stderr)
        self.assertFalse((self.folder / "plan.json").exists())

    def made(self, size, density, seed):
        file = self.folder / "made.json"
        subprocess.run([sys.executable, TOOLS / "gen_missions.py",
                        "--missions", str(size), "--density", str(density),
                        "--seed", str(seed), "-o", file], check=True)
        return file

    def judged(self, size, density, seed):
        """A generated instance; one plan, however many threads."""
        file = self.made(size, density, seed)
        hashes = set()
        for threads in "1", "2", "2":
            done = self.resolve(file, "--iterations", "1500", "--seed", "3",
                                "--threads", threads)
            self.assertEqual(done.returncode, 0, done.stderr)
            answer = json.loads(done.stdout)
            judge = subprocess.run(
                [sys.executable, TOOLS / "verify.py", file,
                 self.folder / "plan.json"], capture_output=True, text=True)
            self.assertEqual(judge.returncode, 0, judge.stdout)
            verdict = json.loads(judge.stdout)
            self.assertEqual(verdict["objective"], answer["objective"])
            self.assertEqual(verdict["scalar"], answer["scalar"])
            self.assertLessEqual(answer["bound"], answer["scalar"])
            hashes.add(answer["hash"])
        self.assertEqual(len(hashes), 1)

    @unittest.skipUnless(TOOLS and TOOLS.is_dir(), "no shared data")
    def test_the_judge_accepts_every_plan(self):
        for size, density, seed in ((30, 2.0, 4), (50, 0.5, 1),
                                    (120, 0.25, 9), (200, 1.0, 6)):
            with self.subTest(size=size, density=density, seed=seed):
                self.judged(size, density, seed)

    @unittest.skipUnless(TOOLS and TOOLS.is_dir(), "no shared data")
    def test_the_judge_finds_the_same_faults(self):
        spec = importlib.util.spec_from_file_location(
            "verify", TOOLS / "verify.py")
        judge = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(judge)
        found = collections.Counter()
        for size, density, seed in (30, 2.0, 4), (60, 1.0, 2), (150, 0.5, 5):
            file = self.made(size, density, seed)
            lines = subprocess.run(
                [BUILD / "tests/e2e/changed_plans", "400"],
                input=file.read_bytes(), check=True,
                capture_output=True).stdout.splitlines()
            self.assertEqual(400, len(lines))
            instance = json.loads(file.read_text())
            for line in map(json.loads, lines):
                faults, levels, _ = judge.check(instance, line["plan"])
                self.assertEqual(not faults, line["stands"],
                                 (faults, line["why"]))
                if line["stands"]:
                    self.assertEqual(levels, line["levels"])
                found.update({fault[0] for fault in faults} or {"none"})
        self.assertGreater(found["none"], 100)
        for fault in FAULTS:
            self.assertGreater(found[fault], 0, found)


if __name__ == "__main__":
    unittest.main()
