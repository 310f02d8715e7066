# SPDX-License-Identifier: Apache-2.0
"""A period is resolved by a job of the daemon: its progress is told, it can be
ended with the best plan so far, it ends with the daemon that runs it and never
stays behind; and what it brings is refused once its inputs have changed."""
import datetime
import json
import random
import signal

from ambit import Case, main

FIRST = datetime.date.today() + datetime.timedelta(days=60)
TEAMS, PEOPLE, JOURNEYS = 3, 12, 250
CITIES = [("Lyon", "FR"), ("Milan", "IT"), ("Cairo", "EG"), ("Porto", "PT")]


def window(chance):
    start = FIRST + datetime.timedelta(days=chance.randrange(20))
    return {"start": str(start), "end": str(
        start + datetime.timedelta(days=chance.randint(1, 4)))}


def office(chance):
    """More journeys than people have time for."""
    for team in range(TEAMS):
        yield {"team": {"id": f"T{team}", "name": f"Team {team}",
                        "city": "Barcelona", "country": "ES",
                        "minimum_presence": 1}}
        for n in range(PEOPLE):
            yield {"person": {"id": f"p{team}{n}", "name": f"Person {n}",
                              "team": f"T{team}", "city": "Barcelona",
                              "country": "ES"}}
    for n in range(JOURNEYS):
        city, country = chance.choice(CITIES)
        people = chance.sample(range(PEOPLE), chance.randint(1, 3))
        yield {"mission": {
            "number": f"m-{n}", "title": f"Journey {n}", "team": f"T{n % TEAMS}",
            "city": city, "country": country, "state": "submitted",
            "windows": [window(chance), window(chance)], "roles": [{
                "kind": "technical", "count": len(people),
                "chosen": [f"p{n % TEAMS}{i}" for i in people]}]}}
    # Of no team: nobody could go instead, so it stays as it is.
    yield {"person": {"id": "guest", "name": "Guest", "city": "Barcelona",
                      "country": "ES"}}
    yield {"mission": {
        "number": "m-guest", "title": "Keynote", "team": "T0", "city": "Lyon",
        "country": "FR", "state": "submitted", "windows": [window(chance)],
        "roles": [{"kind": "speaker", "chosen": ["guest"]}]}}


class Period(Case):
    def setUp(self):
        self.box = self.ambit({})
        self.box.serve()
        self.imports("\n".join(map(json.dumps, office(random.Random(4)))))
        self.begun = {"from": str(FIRST), "to": str(
            FIRST + datetime.timedelta(days=30)), "seconds": 600}

    def imports(self, lines):
        done = self.box.local(
            "/v1/import", "POST", {"Content-Type": "application/x-ndjson"},
            lines)
        self.assertEqual(200, done.status, done.body)

    def begin(self):
        answer = self.box.local(
            "/v1/resolutions", "POST", {"Content-Type": "application/json"},
            json.dumps(self.begun))
        return answer.status, answer.json()

    def look(self, plan):
        return self.box.local(f"/v1/resolutions/{plan['id']}").json()

    def step(self, plan, name):
        return self.box.local(f"/v1/resolutions/{plan['id']}/{name}", "POST")

    def told(self, plan, action):
        """What /v1/changes has of it."""
        items = self.box.local(
            f"/v1/changes?entity=resolution&id={plan['id']}").json()["items"]
        return [item for item in items if item["action"] == action]

    def running(self):
        status, plan = self.begin()
        self.assertEqual((201, "running"), (status, plan["state"]))
        return plan

    def ended(self, plan, state):
        self.box.until(lambda: self.look(plan)["state"] != "running", "ended")
        plan = self.look(plan)
        self.assertEqual(state, plan["state"], plan["told"])
        return plan

    def leave(self):
        """All of one team, which the job does not know any more."""
        lines = "\n".join(json.dumps({"absence": {
            "person": f"p0{n}", "kind": "leave", "start": self.begun["from"],
            "end": self.begun["to"]}}) for n in range(PEOPLE))
        self.imports(lines)

    def check_cancel(self):
        """Its progress is told; nothing else is resolved meanwhile; ended, it
        has the best plan so far, without what would bring conflicts that it
        could not know of."""
        plan = self.running()
        self.box.until(lambda: self.told(plan, "told"), "progress is told")
        self.assertEqual(JOURNEYS, self.look(plan)["told"]["missions"])
        self.assertEqual(409, self.begin()[0])
        self.leave()
        self.assertEqual(200, self.step(plan, "cancel").status)
        plan = self.ended(plan, "cancelled")
        self.assertIn("C3", [left["brings"]
                             for left in plan["told"]["left_out"]])
        self.assertEqual(1, len(self.told(plan, "cancelled")))
        for code in "C1", "C3":
            self.assertLess(plan["told"]["after"][code],
                            plan["told"]["before"][code])
        self.assertEqual(409, self.step(plan, "cancel").status)
        return plan

    def check_stop(self):
        plan = self.running()
        self.assertEqual(0, self.box.stop())
        self.box.serve()
        self.assertIn("ways", self.ended(plan, "cancelled")["told"])

    def check_kill(self):
        """Who begins next says that nobody works at it any more."""
        plan = self.running()
        self.box.stop(signal.SIGKILL)
        self.box.serve()
        plan = self.ended(plan, "failed")
        self.assertIn("the daemon ended meanwhile", plan["told"]["failed"])
        change, = self.told(plan, "failed")
        self.assertEqual(plan["told"], change["after"]["told"])
        self.assertEqual(409, self.step(plan, "apply").status)

    def rename(self, id_, title):
        answer = self.box.local(
            f"/v1/missions/{id_}", "PATCH",
            {"Content-Type": "application/merge-patch+json",
             "If-Match": "*"}, json.dumps({"title": title}))
        self.assertEqual(200, answer.status, answer.body)

    def check_inputs(self, plan):
        """Refused whole, by name, when one of what it changes has changed:
        applied as much as taken back."""
        id_ = next(way[0]["of"]["id"] for way in plan["told"]["ways"]
                   if way[0]["kind"] != "decline")
        title = self.box.local(f"/v1/missions/{id_}").json()["title"]
        for step, then in ("apply", "applied"), ("undo", "undone"):
            self.rename(id_, "Another")
            answer = self.step(plan, step)
            self.assertEqual(409, answer.status)
            self.assertIn(f"{id_} has changed since",
                          answer.json()["detail"])
            self.rename(id_, title)
            answer = self.step(plan, step)
            self.assertEqual(then, answer.json().get("state"), answer.body)

    def test_a_job(self):
        plan = self.check_cancel()
        self.check_stop()
        self.check_kill()
        self.check_inputs(plan)


if __name__ == "__main__":
    main()
