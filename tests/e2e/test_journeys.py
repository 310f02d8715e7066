# SPDX-License-Identifier: Apache-2.0
"""Real journeys of people who travel much: where one stop's last day is the
next one's first, they travel on, and that is no conflict. What is flagged is
what a plain reading of days, places and clocks flags, to the minute.
AMBIT_LIST=1 prints each pair."""
import collections
import csv
import datetime
import itertools
import json
import os
import pathlib
import re
import unittest
import xml.etree.ElementTree as xml
import zoneinfo

import ambit
import plain_places
from ambit import Case, main
from plain_way import kilometres, way_minutes

SHARED = pathlib.Path(os.environ.get("AMBIT_SHARED_DATA") or "/nonexistent")
DAY = datetime.timedelta(days=1)
Stop = collections.namedtuple("Stop", "id who first last city country")
ambit.PATIENCE = 240


def texts(element):
    return {child.tag: " ".join((child.text or "").split())
            for child in element}


def days(text):
    first = datetime.date.fromisoformat(text["start-date"])
    last = text["end-date"] and datetime.date.fromisoformat(text["end-date"])
    return first, last or first


def travels():
    """What presidents and secretaries did abroad."""
    for path in sorted(SHARED.glob("delegations/us-travels/*-travels/*.xml")):
        for trip in xml.parse(path).getroot().iter("trip"):
            text = texts(trip)
            city = re.split("[,;(]", text["locale"])[0].strip()
            yield (trip.get("who")[:60], *days(text),
                   city or text["country"],
                   plain_places.country(text["country"]))


def visits():
    """Who came to see them, by office and name."""
    for path in sorted(SHARED.glob("delegations/us-visits/*.xml")):
        for visit in xml.parse(path).getroot().iter("visit"):
            text = texts(visit)
            who = f"{text['visitor']} {text['from']}"
            yield who[:60].strip(), *days(text), "Washington", "US"


def travels_on(a, b):
    """Do two stops share but a day on which one ends and the other begins?"""
    if a.first == a.last and b.first == b.last:
        return False
    if a.first == b.first:
        return a.first == a.last or b.first == b.last
    before, after = sorted((a, b), key=lambda stop: stop.first)
    return before.last == after.first


def clashes(stops):
    """Pairs of one person that share a day and more than a boundary."""
    shared, found = 0, set()
    for a, b in itertools.combinations(stops, 2):
        if max(a.first, b.first) > min(a.last, b.last):
            continue
        shared += 1
        if not travels_on(a, b):
            found.add(frozenset((a.id, b.id)))
    return shared, found


def occupied(stop, place):
    """From nine to six on the wall there; the office's, if nobody knows."""
    zone = zoneinfo.ZoneInfo(place.zone if place else "Europe/Madrid")

    def at(day, hour):
        return datetime.datetime.combine(day, datetime.time(hour),
                                         zone).timestamp()
    return at(stop.first, 9), at(stop.last, 18)


def clocks_apart(a, b, at):
    hands = [datetime.datetime.fromtimestamp(at, zoneinfo.ZoneInfo(p.zone))
             .utcoffset().total_seconds() for p in (a, b)]
    return hands[0] - hands[1]


def way(a, b, at):
    """Minutes from door to door; none within a city, or if one is unknown."""
    if not (a and b) or plain_places.centre(a) == plain_places.centre(b):
        return 0
    return way_minutes(kilometres(a.at, b.at), clocks_apart(a, b, at))


def gaps(stops):
    """Pairs of one person with less than the way and four hours between:
    how grave, minutes of the way, minutes there are."""
    found = {}
    at = {stop.id: plain_places.find(stop.city, stop.country)
          for stop in stops}
    times = {stop.id: occupied(stop, at[stop.id]) for stop in stops}
    for a, b in itertools.permutations(stops, 2):
        have = int(times[b.id][0] - times[a.id][1]) // 60
        if not 0 <= have < 60 * 60 or travels_on(a, b):
            continue
        need = way(at[a.id], at[b.id], times[a.id][1])
        if need and have < need + 4 * 60:
            found[frozenset((a.id, b.id))] = (
                "block" if have < need else "warn", need, have)
    return found


@unittest.skipUnless(SHARED.is_dir(), "-Dshared_data=FOLDER brings the trips")
class Journeys(Case):
    def put(self, family, rows):
        path = self.box.dir / f"{family}.csv"
        with open(path, "w", newline="") as file:
            csv.writer(file).writerows(rows)
        self.box.run("import", family, str(path))

    def put_stops(self, stops):
        self.box = self.ambit({})
        self.box.run("team", "add", "T1", "name=Protocol", "city=Washington",
                     "country=US")
        people = {who: f"p{i}" for i, who in
                  enumerate(dict.fromkeys(stop.who for stop in stops))}
        self.put("person", [["name", "id", "team"]] + [
            [who, id, "T1"] for who, id in people.items()])
        self.put("mission", [["number", "title", "state", "team", "city",
                              "country", "windows", "roles"]] + [
            [stop.id, f"{stop.city} {stop.first}", "submitted", "T1",
             stop.city, stop.country,
             json.dumps([{"start": str(stop.first),
                          "end": str(stop.last + DAY)}]),
             json.dumps([{"kind": "head", "chosen": [people[stop.who]]}])]
            for stop in stops])

    def flagged(self, code):
        """Pairs of numbers, with how grave and how long; each is explained."""
        pairs = {}
        for found in self.box.run_json("conflicts", "--code", code):
            told = found["evidence"]
            pairs[frozenset(mission["number"] for mission in
                            told["missions"])] = (
                found["level"], told["need"], told["have"])
            self.assertIn("minutes", found["text"])
            self.assertIn(told["person"]["name"], found["text"])
            if os.environ.get("AMBIT_LIST"):
                print(f"  {code} {found['level']}: {found['text']}")
        return pairs

    def hold(self, name, rows):
        stops = [Stop(f"{name}-{i}", *row) for i, row in enumerate(rows)]
        by_person = collections.defaultdict(list)
        for stop in stops:
            by_person[stop.who].append(stop)
        shared, expected, short = 0, set(), {}
        for own in by_person.values():
            n, found = clashes(own)
            shared += n
            expected |= found
            short |= gaps(own)
        self.put_stops(stops)
        overlaps, far = set(self.flagged("C1")), self.flagged("C2")
        print(f"{name}: {len(stops)} stops, {len(by_person)} people; "
              f"{shared} pairs share a day, {shared - len(expected)} are legs "
              f"of one trip; C1 {len(overlaps)}, C2 {len(far)}", flush=True)
        # Where the clocks differ, a day's hours need not meet: then it is
        # the way between them that is too long.
        self.assertEqual(expected, overlaps | (far.keys() & expected))
        self.assertLessEqual(overlaps, expected)
        self.assertEqual(short, far)
        return short

    def test_travels(self):
        self.assertTrue(self.hold("travels", travels()))

    def test_visits(self):
        """All come to one city: nothing lies between two visits."""
        self.assertEqual({}, self.hold("visits", visits()))


if __name__ == "__main__":
    main()
