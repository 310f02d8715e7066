# SPDX-License-Identifier: Apache-2.0
"""Delegations that a source brings become missions that nobody here may
change: from the sheet to the conflicts, sync after sync; and the larger
sheets, held against a reading of our own."""
import collections
import csv
import datetime
import json
import os
import pathlib
import sqlite3
import unittest
import xml.etree.ElementTree as xml

from ambit import Case, main

SHARED = pathlib.Path(os.environ.get("AMBIT_SHARED_DATA") or "/nonexistent")
DAY = datetime.timedelta(days=1)
COLUMNS = ("uid=id, title=title, start=first, end=last, city=city, "
           "country=country, participant=who, participant.role=role")
HEAD = ["id", "title", "first", "last", "city", "country", "who", "role"]
VISIT = [["D1", "Heat networks", "3/2/2031", "7/2/2031", "Lyon", "FR",
          "Vidal, Ada", "head"],
         ["D1", "Heat networks", "3/2/2031", "7/2/2031", "Lyon", "FR",
          "Ben Roca", "speaker"],
         ["D1", "Heat networks", "3/2/2031", "7/2/2031", "Lyon", "FR",
          "Somebody Else", ""]]
FAIR = [["D2", "Fair", "6/2/2031", "8/2/2031", "Cairo", "EG", "Àda vidal",
         ""]]
PAST = [["D3", "Long ago", "6/2/2001", "8/2/2001", "Rome", "IT", "Ada Vidal",
         ""]]
STRANGERS = [["D4", "None of ours", "6/5/2031", "8/5/2031", "Rome", "IT",
              "Some Body", ""]]


def source(name, **keys):
    return {"plugin": "delegations", "url": f"file:{name}.csv",
            "dates": "dmy", "columns": COLUMNS, "max_bytes": "50M", **keys}


class Delegations(Case):
    def setUp(self):
        self.box = self.ambit({"sheet": source("sheet")})
        run = self.box.run
        run("team", "add", "T1", "name=Mobility")
        run("team", "add", "T2", "name=Housing")
        run("person", "add", "a1", "name=Ada Vidal", "team=T1",
            "city=Barcelona", "country=ES")
        run("person", "add", "b1", "name=Ben Roca", "team=T2",
            "city=Barcelona", "country=ES")

    def sync(self, *rows):
        with open(self.box.data / "sheet.csv", "w", newline="") as file:
            csv.writer(file).writerows([HEAD, *sum(rows, [])])
        self.box.run("sync", "sheet", "--accept")

    def missions(self):
        return {mission["number"]: mission
                for mission in self.box.run_json("mission", "list")}

    def states(self):
        return {number: mission["state"]
                for number, mission in self.missions().items()}

    def log_length(self):
        return sqlite3.connect(
            f"file:{self.box.dir}/state/ambit.db?mode=ro", uri=True).execute(
                "SELECT COUNT(*) FROM change").fetchone()[0]

    def test_who_goes(self):
        self.sync(VISIT, PAST, STRANGERS)
        self.assertEqual(self.states(), {"sheet/D1": "authorised",
                                         "sheet/D3": "done"})
        mission = self.missions()["sheet/D1"]
        self.assertEqual((mission["team"], mission["teams"]), ("T1", ["T2"]))
        self.assertEqual(
            [(role["kind"], role["count"], role.get("chosen"))
             for role in mission["roles"]],
            [("head", 1, ["a1"]), ("speaker", 1, ["b1"]),
             ("technical", 1, None)])
        # The names of others are the event's alone.
        self.assertNotIn("Somebody", json.dumps(mission))
        done = self.box.run("mission", "cancel", "sheet/D1", "--reason", "no",
                            check=False)
        self.assertIn("read-only here", done.stderr)
        # Nor by a file; what was exported comes back as it is.
        path = self.box.dir / "missions.csv"
        text = self.box.run("export", "missions").stdout
        path.write_text(text)
        self.box.run("import", "missions", str(path))
        path.write_text(text.replace("Heat", "Cold"))
        done = self.box.run("import", "missions", str(path), check=False)
        self.assertIn("read-only here", done.stderr)
        self.assertEqual(self.missions()["sheet/D1"], mission)

    def test_again_and_again(self):
        self.sync(VISIT, FAIR)
        before = self.log_length()
        self.sync(VISIT, FAIR)
        self.assertEqual(self.log_length(), before)
        moved = [[*row[:2], "10/2/2031", "12/2/2031", *row[4:]]
                 for row in FAIR]
        self.sync(VISIT, moved[:1])
        self.sync(VISIT[1:], moved)
        self.assertEqual(self.missions()["sheet/D1"]["team"], "T2")
        for _ in range(2):
            self.sync(moved)
        self.assertEqual(self.states(), {"sheet/D1": "cancelled",
                                         "sheet/D2": "authorised"})
        self.assertEqual(self.missions()["sheet/D1"]["reason"],
                         "its source no longer tells of it")
        self.sync(VISIT, moved)
        self.assertEqual(self.states()["sheet/D1"], "authorised")

    def test_conflicts_see_them(self):
        self.sync(VISIT, FAIR)
        found = [(conflict["code"], conflict["title"])
                 for conflict in self.box.run_json("conflicts")]
        self.assertIn("C1", [code for code, _ in found], found)
        self.box.serve()
        # A list of the API, for who may see it.
        items = self.box.local("/v1/missions?team=T1").json()["items"]
        self.assertEqual({item["imported"] for item in items}, {True})


@unittest.skipUnless(SHARED.is_dir(), "-Dshared_data=FOLDER brings the sheets")
class Sheets(Case):
    """Every delegation with participants, and of these no other."""

    def take(self, rows, **keys):
        """The sheet's missions, and what was refused by name and reason."""
        name = keys.pop("name")
        box = self.ambit({name: source(name, missions_of="T1", **keys)})
        box.run("team", "add", "T1", "name=Mobility")
        with open(box.data / f"{name}.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        box.run("sync", name)
        base = sqlite3.connect(f"file:{box.dir}/state/ambit.db?mode=ro",
                               uri=True)
        refused = base.execute(
            "SELECT reason FROM quarantine").fetchall()
        spans = {event: (start, end) for event, start, end in base.execute(
            "SELECT id, start, \"end\" FROM event")}
        missions = box.run_json("mission", "list")
        print(f"{name}: {len(rows)} rows, {len(missions)} missions, "
              f"{len(refused)} refused", flush=True)
        return collections.Counter(
            (*spans[mission["event"]], sum(
                role["count"] for role in mission.get("roles", [])) or
             mission.get("visitors")) for mission in missions), refused

    def test_senate(self):
        rows, groups = [], collections.defaultdict(list)
        for year in 2012, 2013, 2014:
            path = SHARED / f"delegations/senado-ar/viajes_{year}.csv"
            with open(path, encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    rows.append({"year": year, **{name: row[name].strip()
                        for name in ("Destino", "Motivo", "Fecha_salida",
                                     "Fecha_llegada", "Autoridad")}})
        for row in rows:
            groups[tuple(row[name] for name in (
                "year", "Destino", "Fecha_salida", "Motivo"))].append(row)

        def date(text):
            return datetime.datetime.strptime(text, "%d-%m-%Y").date()
        expected = collections.Counter(
            (str(date(key[2])), str(max(
                date(row["Fecha_llegada"]) for row in group) + DAY),
             len({row["Autoridad"] for row in group}))
            for key, group in groups.items())
        got, refused = self.take(
            rows, name="senate", columns="uid=year + Destino + "
            "Fecha_salida + Motivo, title=Motivo, start=Fecha_salida, "
            "end=Fecha_llegada, place=Destino, participant=Autoridad")
        self.assertEqual((got, refused), (expected, []))

    def test_travels(self):
        rows, people = [], collections.defaultdict(list)
        for path in sorted(SHARED.glob(
                "delegations/us-travels/*-travels/*.xml")):
            for trip in xml.parse(path).getroot().iter("trip"):
                text = {child.tag: " ".join((child.text or "").split())
                        for child in trip}
                row = {"id": trip.get("who"), "title": text["name"],
                       "first": text["start-date"],
                       "last": text["end-date"] or text["start-date"],
                       "who": text["name"]}
                rows.append(row)
                people[row["id"]].append(tuple(
                    datetime.date.fromisoformat(row[key])
                    for key in ("first", "last")))
        expected = collections.Counter()
        for stops in people.values():
            trips = []
            for first, last in sorted(stops):
                if trips and first <= trips[-1][1] + DAY:
                    trips[-1][1] = max(trips[-1][1], last)
                else:
                    trips.append([first, last])
            expected.update((str(first), str(last + DAY), 1)
                            for first, last in trips)
        got, refused = self.take(
            rows, name="travels", touching="yes", dates="ymd",
            columns="uid=id, title=title, start=first, end=last, "
            "participant=who")
        self.assertEqual((got, refused), (expected, []))

    def test_visits(self):
        rows, expected = [], collections.Counter()
        for path in sorted(SHARED.glob("delegations/us-visits/*.xml")):
            for visit in xml.parse(path).getroot().iter("visit"):
                text = {child.tag: " ".join((child.text or "").split())
                        for child in visit}
                row = {"id": f"{path.stem}-{len(rows)}",
                       "title": text["visitor"] or text["from"],
                       "first": text["start-date"],
                       "last": text["end-date"] or text["start-date"],
                       "who": text["visitor"].replace(";", ",")}
                rows.append(row)
                if row["who"]:
                    expected[row["first"], str(datetime.date.fromisoformat(
                        row["last"]) + DAY), 1] += 1
        got, refused = self.take(
            rows, name="visits", direction="incoming", dates="ymd",
            columns="uid=id, title=title, start=first, end=last, "
            "participant=who")
        self.assertEqual((got, refused), (expected, []))

    def test_mixed_orders(self):
        items = json.loads((
            SHARED / "delegations/ifai-mx/viajes.json").read_text())
        rows = [{"id": f"{item['consecutivo']}-{i}",
                 "title": item["evento"]["nombre"] or item["motivo"],
                 "first": item["comision"]["inicio"],
                 "last": item["comision"]["fin"],
                 "who": f"Commissioner {i}"}
                for i, item in enumerate(items)]
        expected, bad = collections.Counter(), 0
        for row in rows:
            try:
                first, last = (datetime.datetime.strptime(
                    row[key].strip(), "%m/%d/%Y").date()
                    for key in ("first", "last"))
            except ValueError:
                first, last = datetime.date.max, datetime.date.min
            if last < first:
                bad += 1
            else:
                expected[str(first), str(last + DAY), 1] += 1
        got, refused = self.take(
            rows, name="ifai", dates="mdy", columns="uid=id, title=title, "
            "start=first, end=last, participant=who")
        self.assertEqual((got, len(refused)), (expected, bad))
        self.assertTrue(all(reason for reason, in refused))


if __name__ == "__main__":
    main()
