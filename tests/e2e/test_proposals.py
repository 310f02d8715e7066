# SPDX-License-Identifier: Apache-2.0
"""Ways out of the demonstration's conflicts: each code has one that is more
than giving up; applied, the conflict is gone and none that blocks has come;
undone, what is exported is what it was, to the byte."""
import subprocess
import unittest

from ambit import BUILD, ROOT, Case, main

PLAN = f"[plan]\nfile = {ROOT}/etc/plan.example.conf\n"
FAMILIES = ["overlay", "session", "mission"]
LISTS = ["missions", "overlays", "sessions", "events"]
# Of duplicates the decision is the way out.
CODES = {f"C{n}" for n in range(1, 19)} - {"C16"}


class Demonstration(Case):
    def setUp(self):
        self.box = self.ambit({}, PLAN)
        subprocess.run([ROOT / "contrib" / "demo-office", BUILD / "ambit",
                        self.box.config], check=True)
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
        return [self.box.run("export", family).stdout for family in FAMILIES]

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

    def test_each_code(self):
        conflicts = self.conflicts()
        self.assertEqual(
            CODES, {item["code"] for item in conflicts.values()})
        before, exported = self.records(), self.exported()
        for conflict in conflicts.values():
            with self.subTest(code=conflict["code"]):
                self.check_one(conflict, before)
        self.assertEqual(
            {item["code"] for item in conflicts.values()},
            {item["code"] for item in self.conflicts().values()})
        self.assertEqual(exported, self.exported())


if __name__ == "__main__":
    main()
