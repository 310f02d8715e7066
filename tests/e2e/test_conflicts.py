# SPDX-License-Identifier: Apache-2.0
"""The golden case from its files to the answers: events through a source,
people and missions through CSV, answers from API, command line and feed."""
import concurrent.futures
import csv
import datetime
import json
import os
import pathlib
import unittest

from ambit import ROOT, Case, main, network, unfold
from race import Client, changes, token

SHARED = pathlib.Path(os.environ.get("AMBIT_SHARED_DATA") or "/nonexistent")
CALENDAR = SHARED / "golden" / "municipal-2024.csv"
GOLDEN = ROOT / "tests" / "golden"

# Who goes where: team, person, event.
TRIPS = [("T1", "a1", "e17"), ("T1", "a1", "e18"), ("T1", "a2", "e06"),
         ("T2", "b1", "e07"), ("T3", "c1", "e08"), ("T2", "b2", "e15"),
         ("T2", "b2", "e16"), ("T2", "b2", "e17"), ("T1", "a2", "e16"),
         ("T3", "c2", "e16"), ("T2", "b1", "e13")]
NAMES = ["Ada Example", "Albert Example", "Berta Example",
         "Biel Example", "Carla Example", "Cesc Example"]
# Whose events they are: the calendar itself does not say.
NETWORKS = {"e06": "Metropolis", "e07": "Urban20", "e08": "ICLEI"}


def after(day):
    return (datetime.date.fromisoformat(day) +
            datetime.timedelta(days=1)).isoformat().replace("-", "")


def vevent(row, confirmed):
    lines = [f"UID:{row['id']}", f"SUMMARY:{row['title']}",
             f"DTSTART;VALUE=DATE:{row['start'].replace('-', '')}",
             f"DTEND;VALUE=DATE:{after(row['end_inclusive'])}",
             "DTSTAMP:20240101T000000Z"]
    if row["city"]:
        lines.append(f"LOCATION:{row['city']}\\, {row['country']}")
    if row["certainty"] == "tentative" and row["id"] not in confirmed:
        lines.append("STATUS:TENTATIVE")
    return lines


@unittest.skipUnless(CALENDAR.exists(), "-Dshared_data brings the calendar")
class Golden(Case):
    def setUp(self):
        self.box = self.ambit({"golden": network("golden")})
        with open(CALENDAR, newline="") as file:
            self.rows = list(csv.DictReader(file))
        self.write_calendar()
        self.box.run("sync", "golden")
        self.ids = {event["uid"]: event["id"] for event in
                    self.box.run_json("events", "--from", "2024-01-01",
                                      "--to", "2025-01-01")}
        self.box.run("import", "team", str(GOLDEN / "teams.csv"),
                     "person", str(GOLDEN / "people.csv"))
        self.box.run("council", "add", "C1", "name=Castellar")
        self.box.run("person", "set", "c2", "council=C1")
        self.write_csv("network", ["id", "name"],
                       [[name, name] for name in NETWORKS.values()])
        self.write_csv("overlay", ["id", "network"],
                       [[self.ids[uid], name]
                        for uid, name in NETWORKS.items()])
        self.write_csv(
            "mission", ["number", "title", "state", "team", "event", "roles"],
            [[f"m-{who}-{uid}", f"{who} to {uid}", "submitted", team,
              self.ids[uid],
              json.dumps([{"kind": "head", "chosen": [who]}])]
             for team, who, uid in TRIPS])
        self.box.serve()
        self.box.until(lambda: len(self.found()) >= 9, "conflicts are found")

    def write_calendar(self, *confirmed):
        self.box.ics("golden", *(vevent(row, confirmed) for row in self.rows))

    def write_csv(self, family, head, rows):
        path = self.box.dir / f"{family}.csv"
        with open(path, "w", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        self.box.run("import", family, str(path))

    def found(self, *arguments):
        """What is open, as the command line tells it."""
        return (self.box.run_json("conflicts", *arguments) +
                self.box.run_json("synergies", *arguments))

    def of(self, code):
        """Of a rule: level, who, and the missions' ids."""
        found = []
        for item in self.found("--code", code):
            evidence = item["evidence"]
            found.append((item["level"],
                          evidence.get("person", {}).get("id"),
                          sorted(mission["number"] for mission in
                                 evidence.get("missions", []))))
        return sorted(found, key=str)

    def until_found(self, code, what):
        self.box.until(lambda: self.of(code) == what,
                       f"{code} is {what}: {self.of(code)}")

    def test_answers(self):
        clash = ["m-a1-e17", "m-a1-e18"]
        e16 = ["m-a2-e16", "m-b2-e16", "m-c2-e16"]
        e17 = ["m-a1-e17", "m-b2-e17"]
        self.assertEqual([("decide", "a1", clash)], self.of("C1"))
        for code in ("C2", "C3", "C4"):
            self.assertEqual([], self.of(code))
        self.assertEqual([("decide", None, e17), ("decide", None, e16)],
                         self.of("C5"))
        self.assertEqual(
            [("warn", "a1", clash),
             ("warn", "b2", ["m-b2-e15", "m-b2-e16", "m-b2-e17"])],
            self.of("C17"))
        self.assertEqual([("info", None, e17), ("info", None, e16)],
                         self.of("S1"))
        self.assertEqual(
            [("info", None, ["m-a2-e06", "m-b1-e07", "m-c1-e08"])],
            self.of("S2"))
        meeting, = self.found("--code", "S4")
        self.assertEqual(
            sorted(self.ids[uid] for uid in ("e06", "e07", "e08")),
            sorted(at["id"] for at in meeting["evidence"]["events"]))
        self.assert_everywhere()
        self.assert_unknown_place()
        self.assert_texts()
        self.assert_confirmed(clash)
        self.assert_joint(e16, e17)

    def assert_everywhere(self):
        """The API and the coordinator's feed tell what the command does."""
        ask = Client(self.box.port, token(self.box, "c",
                                          role="coordinator")).ask

        def api(family):
            return {(item["id"], item["code"], item["level"], item["text"])
                    for item in json.loads(ask(
                        "GET", f"/v1/{family}?state=open")[2])["items"]}
        told = {(item["id"], item["code"], item["level"], item["text"])
                for item in self.found()}
        self.assertEqual(told, api("conflicts") | api("synergies"))
        entries = self.entries(self.feed(feed="coordinator"))
        self.assertEqual(
            sorted(code for _, code, _, _ in told if code[0] == "C"),
            sorted(entry["CATEGORIES"].split(",")[1] for entry in entries))
        text = "".join(entry["DESCRIPTION"] for entry in entries)
        for _, code, _, sentence in told:
            if code[0] == "C":
                self.assertIn(sentence.split(" (")[0],
                              text.replace("\\", ""))

    def assert_unknown_place(self):
        event = self.box.get(f"/v1/events/{self.ids['e15']}").json()
        self.assertNotIn("city", {key for key, value in event.items()
                                  if value})

    def assert_texts(self):
        """Who, what, when and how many minutes, in three languages."""
        overlap, = self.found("--code", "C1")
        self.assertIn("Ada Example", overlap["text"])
        self.assertIn("16–18 November 2024", overlap["text"])
        self.assertIn("minutes", overlap["text"])
        for language, word in (("ca", "coincideixen"), ("es", "coinciden")):
            told, = self.found("--code", "C1", "--lang", language)
            self.assertIn(word, told["text"])
        explained = self.box.run(
            "conflicts", "--explain", overlap["id"]).stdout
        self.assertIn(overlap["remedy"], explained)

    def assert_confirmed(self, clash):
        """The same conflict, graver."""
        before, = self.found("--code", "C1")
        self.write_calendar("e18")
        self.box.run("sync", "golden")
        self.until_found("C1", [("block", "a1", clash)])
        after, = self.found("--code", "C1")
        self.assertEqual(before["id"], after["id"])
        self.assertGreater(after["revision"], before["revision"])

    def assert_joint(self, e16, e17):
        """Accepting an S1 clears its C5, undoing it brings both back."""
        synergy, = [item for item in self.found("--code", "S1")
                    if len(item["evidence"]["missions"]) == 3]
        self.box.run("synergies", "accept", synergy["id"])
        self.until_found("C5", [("decide", None, e17)])
        self.until_found("S1", [("info", None, e17)])
        self.assert_agreed(synergy["id"])
        self.box.run("synergies", "undo", synergy["id"])
        self.until_found("C5", [("decide", None, e17), ("decide", None, e16)])
        self.until_found("S1", [("info", None, e17), ("info", None, e16)])

    def feed(self, **scope):
        """The address of a new feed."""
        secret = token(self.box, "phone", **scope)
        return f"/feeds/my/{secret.split('/')[-1].removesuffix('.ics')}.ics"

    def entries(self, address):
        """Its conflicts, each the lines of a VEVENT by their names."""
        text = self.box.get(
            f"{address}?lang=en&from=2024-01-01&to=2025-01-01").body
        events, lines = [], None
        for line in unfold(text):
            if line == "BEGIN:VEVENT":
                lines = {}
            elif line == "END:VEVENT":
                events.append(lines)
                lines = None
            elif lines is not None:
                name, _, value = line.partition(":")
                lines[name.partition(";")[0]] = value
        return [event for event in events
                if event.get("CATEGORIES", "").startswith("conflict")]

    def test_feeds_tell_what_is_not_settled(self):
        """Tentative, taking up nobody's time, as far as it is the reader's;
        the same entry while it is the same conflict."""
        everything = self.feed(feed="coordinator")
        told = {(entry["CATEGORIES"].split(",")[1], entry["STATUS"],
                 entry["TRANSP"], entry["CLASS"])
                for entry in self.entries(everything)}
        self.assertLessEqual(
            {(code, "TENTATIVE", "TRANSPARENT", "PRIVATE")
             for code in ("C1", "C5", "C17")}, told)
        of_team = self.entries(self.feed(feed="team", teams="T1"))
        before, = [entry for entry in of_team
                   if entry["CATEGORIES"] == "conflict,C1"]
        self.assertIn("Ada Example", before["SUMMARY"])
        self.assertEqual("20241116", before["DTSTART"])
        text = json.dumps(of_team)
        self.assertIn("somebody (T2)", text)
        for name in NAMES[2:]:
            self.assertNotIn(name, text)
        self.write_calendar("e18")
        self.box.run("sync", "golden")
        self.until_found("C1", [("block", "a1", ["m-a1-e17", "m-a1-e18"])])
        after, = [entry for entry in self.entries(everything)
                  if entry["CATEGORIES"] == "conflict,C1"]
        self.assertEqual(before["UID"], after["UID"])
        self.assertGreater(int(after["SEQUENCE"]), int(before["SEQUENCE"]))

    def test_a_person_has_notes_on_their_missions(self):
        address = self.feed(feed="person", person="a1")
        text = "\n".join(unfold(self.box.get(
            f"{address}?lang=en&from=2024-01-01&to=2025-01-01").body))
        self.assertEqual([], self.entries(address))
        self.assertIn("overlap by", text)
        for name in NAMES[2:]:
            self.assertNotIn(name, text)

    def test_a_lead_is_told_no_names_of_others(self):
        lead = Client(self.box.port, token(self.box, "lead", role="lead",
                                           teams="T3"))
        answers = {path: lead.ask("GET", path)[2].decode() for path in (
            "/v1/conflicts", "/v1/synergies", "/v1/conflicts?person=c2",
            "/v1/conflicts?person=a1")}
        answers["log"] = json.dumps(changes(lead, entity="conflict"))
        self.assertEqual([], json.loads(
            answers.pop("/v1/conflicts?person=a1"))["items"])
        for path, text in answers.items():
            for name in NAMES[:4]:
                self.assertNotIn(name, text, path)
            self.assertIn("T1", text, path)
        found, = json.loads(answers["/v1/conflicts"])["items"]
        self.assertEqual("C5", found["code"])
        self.assertIn("Cesc Example", found["text"])
        self.assertIn("somebody (T1)", found["text"])

    def assert_agreed(self, id):
        """The council of one who goes is told, without names."""
        ask = Client(self.box.port, token(self.box, "council", role="council",
                                          council="C1")).ask
        text = ask("GET", "/v1/synergies")[2].decode()
        self.assertEqual([id], [item["id"] for item in
                                json.loads(text)["items"]])
        entries = self.entries(self.feed(feed="council", council="C1"))
        self.assertEqual([("conflict,S1", "CONFIRMED")], [
            (entry["CATEGORIES"], entry["STATUS"]) for entry in entries])
        for name in NAMES:
            self.assertNotIn(name, text + json.dumps(entries))

    def test_waived_and_found_again(self):
        overlap, = self.found("--code", "C1")
        refused = self.box.run("conflicts", "waive", overlap["id"],
                               "--until", "2999-01-01", check=False)
        self.assertNotEqual(0, refused.returncode)
        self.box.run("conflicts", "waive", overlap["id"], "--until",
                     "2999-01-01", "--why", "a colleague takes one")
        self.assertEqual([], self.of("C1"))
        waived, = self.box.run_json("conflicts", "--state", "waived")
        self.assertEqual(overlap["id"], waived["id"])
        # Void as soon as an input of its evidence changes.
        self.write_calendar("e18")
        self.box.run("sync", "golden")
        self.until_found("C1", [("block", "a1", ["m-a1-e17", "m-a1-e18"])])


class Authorising(Case):
    """Missions that want the same interpreter at the same time."""
    WISHES = 64

    def setUp(self):
        self.box = self.ambit({})
        run = self.box.run
        run("team", "add", "T1", "name=Mobility", "city=Barcelona",
            "country=ES")
        run("resource", "add", "arabic", "name=Interpreter of Arabic",
            "kind=interpreter", "languages=ca-ar")
        rows = [["name", "id", "team"]]
        for i in range(self.WISHES):
            rows.append([f"Person {i}", f"p{i}", "T1"])
        self.write("person", rows)
        booking = json.dumps([{"resource": "arabic",
                               "start": "2031-03-10T09:00:00",
                               "end": "2031-03-10T13:00:00",
                               "zone": "Europe/Madrid"}])
        window = json.dumps([{"start": "2031-03-10T09:00:00",
                              "end": "2031-03-10T13:00:00",
                              "zone": "Europe/Madrid"}])
        rows = [["title", "team", "city", "country", "windows", "roles",
                 "bookings"]]
        for i in range(self.WISHES):
            roles = json.dumps([{"kind": "head", "chosen": [f"p{i}"]}])
            rows.append([f"Wish {i}", "T1", "Girona", "ES", window, roles,
                         booking])
        self.write("mission", rows)
        self.box.serve()
        self.ids = [item["id"] for item in self.box.local(
            "/v1/missions?limit=500").json()["items"]]
        for step in ("submit", "endorse"):
            for id in self.ids:
                self.assertEqual(200, self.step(id, step).status)

    def write(self, family, rows):
        path = self.box.dir / f"{family}.csv"
        with open(path, "w", newline="") as file:
            csv.writer(file).writerows(rows)
        self.box.run("import", family, str(path))

    def step(self, id, step, **told):
        return self.box.local(
            f"/v1/missions/{id}/{step}", "POST",
            {"Content-Type": "application/json"}, json.dumps(told))

    def authorise_all(self):
        """All at once; the ids that were, and the answers of the others."""
        with concurrent.futures.ThreadPoolExecutor(self.WISHES) as clients:
            answers = list(clients.map(
                lambda id: self.step(id, "authorise", order_number="1"),
                self.ids))
        return ([id for id, answer in zip(self.ids, answers)
                 if answer.status == 200],
                [answer for answer in answers if answer.status != 200])

    def test_one_at_a_time(self):
        self.assertEqual(self.WISHES, len(self.ids))
        first, others = self.authorise_all()
        self.assertEqual(1, len(first))
        for answer in others:
            self.assertEqual(409, answer.status)
        self.assert_evidence(others, first[0])
        self.assertEqual(200, self.step(first[0], "cancel",
                                        reason="no more need").status)
        second, _ = self.authorise_all()
        self.assertEqual(1, len(second))
        self.assertNotEqual(first, second)

    def assert_evidence(self, answers, holder):
        for answer in answers:
            problem = answer.json()
            if problem["type"].endswith("/conflict"):
                continue  # the one that is authorised already
            self.assertTrue(problem["type"].endswith("/blocked"))
            found, = problem["conflicts"]
            self.assertEqual(("C7", "block"), (found["code"], found["level"]))
            self.assertEqual("arabic", found["evidence"]["resource"]["id"])
            self.assertEqual(2, len(found["evidence"]["missions"]))
            self.assertIn(holder, [mission["id"] for mission in
                                   found["evidence"]["missions"]])

    def test_what_it_would_meet_is_told(self):
        """Before anything is kept, and when it is; it is no reason to
        refuse."""
        mission = {"title": "One more", "team": "T1", "city": "Girona",
                   "windows": [{"start": "2031-03-10T12:00:00",
                                "end": "2031-03-10T15:00:00",
                                "zone": "Europe/Madrid"}],
                   "roles": [{"kind": "head", "chosen": ["p0"]}]}
        for dry, status in (("true", 201), ("false", 201)):
            answer = self.box.local(
                f"/v1/missions?dry_run={dry}", "POST",
                {"Content-Type": "application/json"}, json.dumps(mission))
            self.assertEqual(status, answer.status, answer.body)
            overlap, = [found for found in answer.json()["conflicts"]
                        if found["code"] == "C1"]
            self.assertEqual(60, overlap["evidence"]["missing_minutes"])
            self.assertEqual("p0", overlap["evidence"]["person"]["id"])
        self.assertEqual(self.WISHES + 1, len(self.box.local(
            "/v1/missions?limit=500").json()["items"]))


if __name__ == "__main__":
    main()
