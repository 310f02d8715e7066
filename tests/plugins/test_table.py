# SPDX-License-Identifier: Apache-2.0
"""What the plugins bring of the larger test data, against a reading of the
same files by the standard library alone: rows, events with their days, what is
left out and why, rows that became one event. Prints the table. Skipped
(exit 77) without -Dshared_data."""
import collections
import csv
import datetime
import html
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
import zoneinfo

AMBIT = os.environ["AMBIT"]
DATA = pathlib.Path(os.environ.get("AMBIT_SHARED_DATA") or "/nonexistent")
DAY = datetime.timedelta(days=1)
TABLE = collections.defaultdict(collections.Counter)


def date(text, form="%Y-%m-%d"):
    return datetime.datetime.strptime(text.strip(), form).date()


def days(first, last):
    """As an event tells them: the end is the day after the last."""
    return str(first), str(last + DAY)


class Outcome:
    def __init__(self, done):
        lines = done.stderr.splitlines()
        self.events = [json.loads(line) for line in done.stdout.splitlines()]
        self.left_out = [line for line in lines
                         if line.startswith("quarantined: ")]
        self.said = done.stderr
        self.status = done.returncode

    def days(self):
        return collections.Counter((e["start"], e["end"])
                                   for e in self.events)


class Table(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ambit-table-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_plugin(self, plugin, url, *settings, data=DATA):
        done = subprocess.run(
            [AMBIT, "plugin", "run", plugin, "--data", str(data),
             f"url=file:{url}", *settings],
            capture_output=True, text=True, timeout=120)
        outcome = Outcome(done)
        self.assertEqual(0, done.returncode, done.stderr)
        return outcome

    def run_table(self, rows, plugin, *settings):
        """The rows, written anew as a table with their keys as header."""
        with open(self.folder / "rows.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self.run_plugin(plugin, "rows.csv", *settings,
                               data=self.folder)

    def tell(self, name, rows, outcome, merged=0):
        TABLE[name].update(rows=rows, events=len(outcome.events),
                           left_out=len(outcome.left_out), merged=merged)

    def test_senate(self):
        """Columns change places from year to year; a group is one event."""
        for year in 2012, 2013, 2014:
            path = f"delegations/senado-ar/viajes_{year}.csv"
            with open(DATA / path, encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            groups = collections.defaultdict(list)
            for row in rows:
                key = tuple(row[name].strip() for name in
                            ("Destino", "Fecha_salida", "Motivo"))
                groups[key].append(row)
            expected = collections.Counter(
                days(date(key[1], "%d-%m-%Y"),
                     max(date(row["Fecha_llegada"], "%d-%m-%Y")
                         for row in group))
                for key, group in groups.items())
            got = self.run_plugin(
                "delegations", path, "dates=dmy",
                "columns=uid=Destino + Fecha_salida + Motivo, title=Motivo, "
                "start=Fecha_salida, end=Fecha_llegada, place=Destino, "
                "participant=Autoridad")
            self.tell(path, len(rows), got, len(rows) - len(groups))
            self.assertEqual([], got.left_out)
            self.assertEqual(expected, got.days())
            self.assertEqual(
                max(len({row["Autoridad"] for row in group})
                    for group in groups.values()),
                max(len(event["participants"]) for event in got.events))

    def trips(self):
        for path in sorted(DATA.glob(
                "delegations/us-travels/*-travels/*.xml")):
            for trip in xml.parse(path).getroot().iter("trip"):
                text = {child.tag: " ".join((child.text or "").split())
                        for child in trip}
                yield {"who": trip.get("who"), "name": text["name"],
                       "first": text["start-date"],
                       "last": text["end-date"] or text["start-date"],
                       "city": text.get("locale", ""),
                       "country": text.get("country", "")}

    def test_travels(self):
        """Stops that share a boundary day are one trip, one event: no two
        events of a person share a day."""
        rows = list(self.trips())
        spans, people = collections.Counter(), collections.defaultdict(list)
        for row in rows:
            people[row["who"]].append((date(row["first"]), date(row["last"])))
        for stops in people.values():
            trip = None
            for first, last in sorted(stops):
                if trip and first <= trip[1] + DAY:
                    trip = trip[0], max(trip[1], last)
                    continue
                if trip:
                    spans[days(*trip)] += 1
                trip = first, last
            spans[days(*trip)] += 1
        got = self.run_table(
            rows, "delegations", "touching=yes",
            "columns=uid=who, title=name, start=first, end=last, city=city, "
            "place=country, participant=name")
        self.tell("delegations/us-travels", len(rows), got,
                  len(rows) - sum(spans.values()))
        self.assertEqual([], got.left_out)
        self.assertEqual(spans, got.days())

    def test_visits(self):
        rows, spans = [], collections.Counter()
        for path in sorted(DATA.glob("delegations/us-visits/*.xml")):
            for visit in xml.parse(path).getroot().iter("visit"):
                row = {child.tag: " ".join((child.text or "").split())
                       for child in visit}
                rows.append({"id": f"{path.stem}-{len(rows)}",
                             "title": row["visitor"] or row["from"],
                             "first": row["start-date"],
                             "last": row["end-date"],
                             "host": "Washington"})
                spans[days(date(row["start-date"]),
                           date(row["end-date"] or row["start-date"]))] += 1
        got = self.run_table(
            rows, "delegations", "direction=incoming",
            "columns=uid=id, title=title, start=first, end=last, host=host")
        self.tell("delegations/us-visits", len(rows), got)
        self.assertEqual([], got.left_out)
        self.assertEqual(spans, got.days())
        self.assertEqual({"incoming"},
                         {event["direction"] for event in got.events})

    def test_mixed_orders(self):
        """M/D/Y and D/M/Y in one file: what does not fit the configured
        order is left out, never guessed."""
        path = DATA / "delegations/ifai-mx/viajes.json"
        rows = [{"id": item["consecutivo"],
                 "title": item["evento"]["nombre"] or item["motivo"],
                 "first": item["comision"]["inicio"],
                 "last": item["comision"]["fin"]}
                for item in json.loads(path.read_text())]
        for i, row in enumerate(rows):
            row["id"] += f"-{i}"
        for order, form in ("mdy", "%m/%d/%Y"), ("dmy", "%d/%m/%Y"):
            expected, bad = collections.Counter(), 0
            for row in rows:
                try:
                    first, last = (date(row[name], form)
                                   for name in ("first", "last"))
                except ValueError:
                    bad += 1
                    continue
                if last < first:
                    bad += 1
                else:
                    expected[days(first, last)] += 1
            got = self.run_table(
                rows, "delegations", f"dates={order}",
                "columns=uid=id, title=title, start=first, end=last")
            self.tell(f"delegations/ifai-mx as {order}", len(rows), got)
            self.assertEqual(expected, got.days())
            self.assertEqual(bad, len(got.left_out), got.said)

    def small(self, plugin, path, rows, events, words, *settings):
        got = self.run_plugin(plugin, path, *settings)
        self.tell(path, rows, got)
        self.assertEqual(events, [(e["start"], e["end"])
                                  for e in got.events])
        self.assertEqual(len(words), len(got.left_out), got.said)
        for word, line in zip(words, got.left_out):
            self.assertIn(word, line)
        return got

    def test_lists_of_conferences(self):
        """One conference stands in the lists of several topics. One is
        called <CODE/CRAFTS>, which as HTML is a tag and no title."""
        paths = sorted(DATA.glob("conferences/confs.tech/*/*.json"))
        rows = [row for path in paths for row in json.loads(path.read_text())]
        known = {(row["name"].strip(), row["startDate"],
                  row.get("city") or "") for row in rows}
        got = self.run_plugin(
            "conferences", paths[0].relative_to(DATA), "format=confs",
            "urls=" + " ".join(f"file:{path.relative_to(DATA)}"
                               for path in paths[1:]))
        got.events = list({event["uid"]: event for event in got.events
                           if event["kind"] == "conference"}.values())
        self.tell("conferences/confs.tech", len(rows), got,
                  len(rows) - len(got.events) - len(got.left_out))
        self.assertEqual(len(known), len(got.events))
        self.assertEqual([], got.left_out)

    def test_programmes(self):
        """A conference and its talks, in two forms of one programme."""
        found = {}
        for name in ("frab-camp2019.json", "frab-camp2019.generated.xml",
                     "pretalx-democon.json"):
            path = DATA / "schedules/voc" / name
            if path.suffix == ".xml":
                talks = {talk.get("id")
                         for talk in xml.parse(path).getroot().iter("event")}
            else:
                conference = json.loads(
                    path.read_text())["schedule"]["conference"]
                talks = {str(talk["id"]) for day in conference["days"]
                         for room in day["rooms"].values() for talk in room}
            got = self.run_plugin("conferences", f"schedules/voc/{name}")
            self.tell(f"schedules/voc/{name}", len(talks), got)
            parts = [e for e in got.events if e.get("parent")]
            self.assertEqual(len(talks), len(parts) + len(got.left_out))
            found[name] = sorted((e["start"], e["summary"]) for e in parts)
        self.assertEqual(found["frab-camp2019.json"],
                         found["frab-camp2019.generated.xml"])

    def test_open_data_in_utf_16(self):
        path = "synthetic/bcn_opendata_utf16le.csv"
        with open(DATA / path, encoding="utf-16", newline="") as file:
            names = [row["name"] for row in csv.DictReader(file)]
        got = self.small(
            "conferences", path, len(names),
            [("2025-10-20", "2025-10-23"),
             ("2025-10-21T09:30:00", "2025-10-21T09:30:00")],
            ["it has no start"], "zone=Europe/Madrid",
            "columns=uid=register_id, title=name, start=start_date, "
            "end=end_date, city=addresses_town")
        self.assertEqual(names[:2], [e["summary"] for e in got.events])

    def test_staff_sheets(self):
        """Windows-1252, decimal commas, line ends within; sep=, serial
        numbers, dates without a year."""
        columns = ("columns=uid=Missió, title=Persona, start=Sortida, "
                   "end=Tornada, city=Destinació, participant=Persona")
        self.small("delegations", "synthetic/staff_missions_cp1252.csv", 4,
                   [("2025-10-15", "2025-10-18"), ("2025-10-16", "2025-10-19"),
                    ("2025-10-17", "2025-10-18"),
                    ("2025-12-31", "2026-01-03")], [], "dates=dmy", columns)
        got = self.small(
            "delegations", "synthetic/staff_missions_excel.csv", 3,
            [("2025-10-15", "2025-10-18"), ("2025-01-17", "2025-01-31"),
             ("2025-10-17", "2025-10-20")], [], "dates=dmy es 2025 serial",
            columns)
        self.assertEqual([("París", "Estrasburg")],
                         [(leg["from"], leg["to"])
                          for leg in got.events[2]["legs"]])

    def test_courses(self):
        """Compact dates beside a zone; one zone is none."""
        path = "feeds/tess/events_NCI.csv"
        with open(DATA / path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, skipinitialspace=True))
        form = "%Y%m%dT%H%M%S"
        expected = collections.Counter()
        for row in rows:
            if "/" in row["Timezone"]:
                first, last = (datetime.datetime.strptime(
                    row[name].strip(), form) for name in ("Start", "End"))
                expected[first.isoformat(), last.isoformat()] += 1
        got = self.run_plugin(
            "conferences", path, "columns=uid=Title + Start, title=Title, "
            "url=URL, start=Start, end=End, zone=Timezone, city=City")
        self.tell(path, len(rows), got)
        self.assertEqual(expected, got.days())
        self.assertEqual(len(rows) - sum(expected.values()),
                         len(got.left_out))

    def test_news_are_no_events(self):
        got = self.small("networks", "synthetic/rss_ev.xml", 2,
                         [("2025-10-15T09:00:00", "2025-10-18T00:00:00")], [],
                         "network=Example", "zone=Europe/Madrid")
        self.assertIn("1 of 2 items say of no event when it is", got.said)


    def test_calendars(self):
        """Indico's and WordPress's, as they were fetched: every event by its
        own date, but for Indico's placeholder."""
        for path in sorted(DATA.glob("feeds/tess/*/*.ics")):
            blocks = re.findall(
                r"BEGIN:VEVENT\n(.*?)END:VEVENT",
                path.read_text().replace("\r\n", "\n"), re.DOTALL)
            expected, bad = [], 0
            for block in blocks:
                start, end = (
                    re.search(rf"^{name}.*:(\S+)$", block, re.M).group(1)
                    for name in ("DTSTART", "DTEND"))
                if start.startswith("2099"):
                    bad += 1
                else:
                    expected.append((start, end))
            got = self.run_plugin("networks", path.relative_to(DATA),
                                  "network=Test")
            self.tell(str(path.relative_to(DATA).parent), len(blocks), got)
            self.assertEqual(bad, len(got.left_out), got.said)
            zulu = {True: "Z", False: ""}
            self.assertEqual(sorted(expected), sorted(
                tuple(event[name].replace("-", "").replace(":", "")
                      + zulu[event["zone"] == "UTC"]
                      for name in ("start", "end")) for event in got.events))

    def test_courses_marked_up(self):
        """JSON-LD: whole days written as midnights; without id or address
        only when the source is told to know them by their words."""
        path = "feeds/tess/nbis-course-instances.json"
        rows = [row for row in json.loads((DATA / path).read_text())
                if row.get("@type") == "CourseInstance"]
        named = [row for row in rows if row.get("@id") or row.get("url")]
        for settings, kept in ([], named), (["derive_uid=yes"], rows):
            got = self.run_plugin("conferences", path, *settings)
            self.tell(" ".join([path, *settings]), len(rows), got)
            self.assertEqual(len(rows) - len(kept), len(got.left_out),
                             got.said)
            self.assertEqual(collections.Counter(
                days(date(row["startDate"][:10]), date(row["endDate"][:10]))
                for row in kept), got.days())

    def test_a_page_with_events(self):
        """@graph, lists of types, naive times beside instants, what is not
        JSON; the microdata is told, not read."""
        got = self.small(
            "conferences", "synthetic/jsonld_event.html", 4,
            [("2025-11-04", "2025-11-07"),
             ("2025-12-02T09:00:00", "2025-12-02T14:00:00"),
             ("2025-12-02T09:00:00", "2025-12-02T09:00:00")],
            ["JSON trencat"], "derive_uid=yes", "zone=Europe/Madrid")
        self.assertIn("microdata", got.said)
        self.assertEqual("Reunió reprogramada & mixta",
                         got.events[1]["summary"])

    def test_the_events_calendar(self):
        """Whole days end at 23:59:59, a venue that is none is [], entities;
        an hour that comes twice is told in UTC."""
        path = "synthetic/tribe_events_v1.json"
        page = json.loads((DATA / path).read_text())
        items = page["events"]
        page.update(next_rest_url=None, total_pages=1)
        (self.folder / "page.json").write_text(json.dumps(page))
        got = self.run_plugin("networks", "page.json", "network=Test",
                              data=self.folder)
        self.tell(path, len(items), got)
        expected = []
        for item, event in zip(items, got.events):
            utc = "utc_" if event.get("zone") == "UTC" else ""
            start, end = (item[utc + name]
                          for name in ("start_date", "end_date"))
            if item["all_day"]:
                expected.append(days(date(start[:10]), date(end[:10])))
            else:
                expected.append(tuple(x.replace(" ", "T")
                                      for x in (start, end)))
        self.assertEqual(expected, [(e["start"], e["end"])
                                    for e in got.events])
        self.assertEqual([html.unescape(item["title"]) for item in items],
                         [event["summary"] for event in got.events])
        self.assertEqual([bool(item["venue"]) for item in items],
                         [bool(event.get("city") or event.get("place"))
                          for event in got.events])

    def test_calls_for_proposals(self):
        """A milestone for every deadline, in order, whatever the order in the
        list; the day is that of the clocks in Brussels."""
        path = "synthetic/eu_grantsTenders.json"
        calls = json.loads((DATA / path).read_text())["fundingData"][
            "GrantTenderObj"]
        brussels = zoneinfo.ZoneInfo("Europe/Brussels")
        expected = collections.Counter()
        for call in calls:
            for stamp in call.get("deadlineDatesLong") or []:
                at = datetime.datetime.fromtimestamp(stamp / 1000, brussels)
                expected[at.replace(tzinfo=None).isoformat()] += 1
        got = self.run_plugin("projects", path)
        self.tell(path, len(calls), got)
        deadlines = [e for e in got.events if "/submission" in e["uid"]]
        self.assertEqual(expected, collections.Counter(
            event["start"] for event in deadlines))
        self.assertEqual([], got.left_out)
        cutoffs = [e["start"] for e in deadlines
                   if e["uid"].startswith("TEST-MULTI-CUTOFF")]
        self.assertEqual(sorted(cutoffs), cutoffs)

    def sync_topics(self, paths):
        """Each file as a source of its own; the conflicts that are found."""
        lines = [pathlib.Path(os.environ["AMBIT_CONFIG"]).read_text(),
                 f"state_dir = {self.folder}/state", f"data_dir = {DATA}"]
        for path in paths:
            lines += [f"[source {path.stem}]", "plugin = conferences",
                      f"url = file:{path.relative_to(DATA)}"]
        (self.folder / "ambit.conf").write_text("\n".join(lines) + "\n")
        ambit = [AMBIT, "-c", str(self.folder / "ambit.conf")]
        done = subprocess.run([*ambit, "sync"], capture_output=True,
                              text=True, timeout=120)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        told = subprocess.run([*ambit, "conflicts", "--json"], check=True,
                              capture_output=True, text=True, timeout=60)
        return json.loads(told.stdout)

    def test_duplicates_across_topics(self):
        """What a plain reading finds twice, the detector finds; and each pair
        it tells of has one address, or one city and nearly one day."""
        paths = sorted((DATA / "conferences/confs.tech/2023").glob("*.json"))
        known = collections.defaultdict(set)
        for path in paths:
            for row in json.loads(path.read_text()):
                known[row["name"].strip().casefold(), row["startDate"],
                      row.get("city")].add(path.stem)
        twice = {key for key, topics in known.items()
                 if len(topics) > 1 and key[2]}
        found = set()
        for conflict in self.sync_topics(paths):
            older, other = conflict["evidence"]["events"]
            self.assertNotEqual(older["source"], other["source"])
            if conflict["evidence"]["rules"] == ["title"]:
                self.assertEqual(older["city"], other["city"])
                self.assertLessEqual(
                    abs(date(older["start"]) - date(other["start"])), DAY)
            for event in older, other:
                found.add((event["summary"].casefold(), event["start"],
                           event.get("city")))
        self.assertGreater(len(twice), 50)
        self.assertEqual(set(), twice - found)
        print(f"{len(twice)} conferences of 2023 stand in several topics; "
              "all are found")

    def test_what_no_reader_is_for_is_said(self):
        """Eventbrite's and OpenAgenda's own JSON, a site map, RDF."""
        for path in ("feeds/tess/eventbrite/eventbrite_ardc.json",
                     "synthetic/openagenda_v2.json",
                     "feeds/tess/Test-Sitemap.xml"):
            done = subprocess.run(
                [AMBIT, "plugin", "run", "networks", "--data", str(DATA),
                 f"url=file:{path}", "network=Test"],
                capture_output=True, text=True, timeout=120)
            self.assertNotEqual(0, done.returncode)
            self.assertIn("of no format that is known", done.stderr)


def main():
    if not DATA.is_dir():
        print("skipped: set -Dshared_data to the folder of the larger test "
              "data")
        sys.exit(77)
    program = unittest.main(exit=False)
    print(f"{'data':56} {'rows':>6} {'events':>6} {'left out':>8} "
          f"{'merged':>6}")
    for name, row in sorted(TABLE.items()):
        print(f"{name:56} {row['rows']:6} {row['events']:6} "
              f"{row['left_out']:8} {row['merged']:6}")
    sys.exit(not program.result.wasSuccessful())


main()
