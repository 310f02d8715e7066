# SPDX-License-Identifier: Apache-2.0
"""A slow, obvious twin of the rules, written from what each is to find: it
looks at every pair, every day, every hour. world_dump plays random histories
and says what the engine has found; both must say the same.
Usage: test_rules_twin.py WORLD_DUMP [SEED [HISTORIES [STEPS]]]"""
import datetime
import itertools
import json
import math
import subprocess
import sys
import zoneinfo

from plain_way import kilometres, way_minutes

DAY, HOUR = 86400, 3600
INFO, WARN, DECIDE, BLOCK = range(4)
DEFAULT = {"C1": BLOCK, "C2": BLOCK, "C3": BLOCK, "C4": DECIDE, "C5": DECIDE,
           "C6": DECIDE, "C7": BLOCK, "C8": DECIDE, "C9": WARN, "C10": DECIDE,
           "C11": WARN, "C12": WARN, "C13": DECIDE, "C14": BLOCK, "C15": INFO,
           "C17": WARN, "C18": DECIDE}
MADRID = zoneinfo.ZoneInfo("Europe/Madrid")
YORK = zoneinfo.ZoneInfo("America/New_York")
# Latitude, longitude, zone, city, known: as world_maker has them.
SITES = [(41.39, 2.17, MADRID, 0, True), (41.39, 2.17, MADRID, 0, True),
         (41.98, 2.82, MADRID, 1, True), (45.76, 4.84, MADRID, 2, True),
         (40.71, -74.0, YORK, 3, True), (0, 0, MADRID, 4, False)]


def zone_of(site):
    return SITES[site][2] if site >= 0 else datetime.timezone.utc


def offset(site, at):
    when = datetime.datetime.fromtimestamp(at, zone_of(site))
    return int(when.utcoffset().total_seconds())


def day_on_wall(site, at):
    return (at + offset(site, at)) // DAY


def wall(site, day, seconds):
    """The instant at which a site's wall shows a day's time."""
    moment = (datetime.datetime(1970, 1, 1) +
              datetime.timedelta(days=day, seconds=seconds))
    return int(moment.replace(tzinfo=zone_of(site)).timestamp())


def meets(a, b):
    """Half-open; an instant is as short as can be."""
    def end(span):
        return max(span[1], span[0] + 1)
    return a[0] < end(b) and b[0] < end(a)


def door_to_door(a, b, at):
    """Seconds; None when a place is unknown."""
    if min(a, b) < 0 or not (SITES[a][4] and SITES[b][4]):
        return None
    if SITES[a][3] == SITES[b][3]:
        return 0
    return 60 * way_minutes(kilometres(SITES[a][:2], SITES[b][:2]),
                            offset(a, at) - offset(b, at))


class Twin:
    def __init__(self, world):
        self.__dict__.update(world)
        self.found = {}
        self.stays_by = {}
        self.counting = [(i, m) for i, m in enumerate(self.missions)
                         if m["there"] and m["counts"]]
        for name in dir(self):
            if name.startswith("rule_"):
                getattr(self, name)()

    def add(self, code, wanted, subject, period=0, tentative=False, **told):
        level = wanted
        set_to = self.settings["levels"][code]
        if set_to and (wanted == DEFAULT.get(code, INFO) or
                       set_to - 1 < level):
            level = set_to - 1
        if tentative and level > INFO:
            level -= 1
        subject = tuple(subject) + (-1,) * (3 - len(subject))
        key = (code, subject, period)
        assert key not in self.found, key
        self.found[key] = (level, told)

    def stays(self, person):
        return sorted((tuple(stay["occupied"]), tuple(stay["away"]), i, m)
                      for i, m in self.counting for stay in m["stays"]
                      if stay["person"] == person)

    def each_person(self):
        for p, person in enumerate(self.people):
            if person["there"]:
                yield p, person

    # ------------------------------------------------------------- people

    @staticmethod
    def travels_on(p, *missions):
        """Whole days that share but the last of the one and the first of the
        other: legs of one trip."""
        a, b = (next(list(range(*stay["days"])) for stay in m["stays"]
                     if stay["person"] == p) for m in missions)
        if len(set(a) & set(b)) != 1 or len(a) == len(b) == 1:
            return False
        return a[-1] == b[0] or b[-1] == a[0]

    def rule_c1_c2(self):
        for p, person in self.each_person():
            # One mission takes a person once; the dump says so, too.
            stays = [(s[0], s[2], s[3]) for s in self.each_stay(p)]
            for (a, i, m), (b, k, n) in itertools.combinations(stays, 2):
                if i == k:
                    continue
                if (b, k) < (a, i):
                    (a, i, m), (b, k, n) = (b, k, n), (a, i, m)
                pair = [p, min(i, k), max(i, k)]
                doubt = m["tentative"] or n["tentative"]
                if self.travels_on(p, m, n):
                    continue
                if b[0] < a[1]:
                    over = min(a[1], b[1]) - b[0]
                    self.add("C1", BLOCK, pair, tentative=doubt,
                             need=math.ceil(over / 60))
                    continue
                gap = b[0] - a[1]
                way = door_to_door(
                    m["site"] if m["site"] >= 0 else person["home"],
                    n["site"] if n["site"] >= 0 else person["home"], a[1])
                if way and gap < way + 4 * HOUR:
                    self.add("C2", BLOCK if gap < way else WARN, pair,
                             tentative=doubt, need=way // 60, have=gap // 60)

    def each_stay(self, p):
        if p not in self.stays_by:
            self.stays_by[p] = self.stays(p)
        return self.stays_by[p]

    def rule_c3(self):
        for p, person in self.each_person():
            for _, away, i, m in self.each_stay(p):
                n = sum(meets(absence, away) for absence in person["absences"])
                if n:
                    self.add("C3", BLOCK, [p, i], tentative=m["tentative"],
                             have=n)

    def rule_c17(self):
        window, most = 21, self.settings["fatigue_days"]
        for p, person in self.each_person():
            days = set()
            for _, away, _, _ in self.each_stay(p):
                if away[0] < away[1]:
                    days |= set(range(day_on_wall(person["home"], away[0]),
                                      day_on_wall(person["home"],
                                                  away[1] - 1) + 1))
            runs, before_full = [], False
            for day in sorted(days):
                n = len([d for d in days if day <= d < day + window])
                if n > most and not before_full:
                    runs.append([day, n])
                elif n > most:
                    runs[-1][1] = max(runs[-1][1], n)
                before_full = n > most
            for day, n in runs:
                self.add("C17", WARN, [p], day, need=most, have=n)

    def rule_c8(self):
        for p, _ in self.each_person():
            slots = [(slot[1:], i) for i, m in self.counting
                     for slot in m["slots"] if slot[0] == p]
            pairs = 0
            for (a, i), (b, k) in itertools.combinations(sorted(
                    slots, key=lambda s: (s[0][0], s[1], s[0][1])), 2):
                pairs += i != k and b[0] < a[1]
            if pairs:
                self.add("C8", DECIDE, [p], have=pairs)
        for i, m in self.counting:
            if (m["incoming"] and m["head_rank"] and m["host_rank"] and
                    abs(m["head_rank"] - m["host_rank"]) >= 2):
                self.add("C8", WARN, [-1, i], tentative=m["tentative"],
                         need=m["head_rank"], have=m["host_rank"])

    # -------------------------------------------------------------- teams

    def working(self, town, day):
        weekday = (day + 3) % 7
        return weekday < 5 and not any(
            first <= day < end and at in (-1, town)
            for at, first, end in self.holidays)

    def rule_c4(self):
        for t, team in enumerate(self.teams):
            members = [p for p, person in self.each_person()
                       if person["team"] == t]
            if not team["there"] or team["minimum"] <= 0:
                continue
            spans = {p: [s[1] for s in self.each_stay(p) if s[1][0] < s[1][1]]
                     + [a for a in self.people[p]["absences"] if a[0] < a[1]]
                     for p in members}
            run = None
            for day in range(20560, 20720):
                if not self.working(team["town"], day):
                    continue
                core = (wall(team["site"], day, 10 * HOUR),
                        wall(team["site"], day, 16 * HOUR))
                out = [p for p in members
                       if any(meets(core, span) for span in spans[p])]
                home = len(members) - len(out)
                if not out or home >= team["minimum"]:
                    run = None
                    continue
                if run is None:
                    run = [day, home]
                    self.add("C4", DECIDE, [t], day, need=team["minimum"],
                             have=home)
                    key = ("C4", (t, -1, -1), day)
                elif home < run[1]:
                    run[1] = home
                    self.found[key][1]["have"] = home

    def rule_c18(self):
        for team, year, cents in self.budgets:
            if team >= len(self.teams) or not self.teams[team]["there"]:
                continue
            cost = sum(c for _, m in self.counting for t, y, c in m["costs"]
                       if (t, y) == (team, year))
            if cost > cents:
                self.add("C18", DECIDE, [team], year, need=cost, have=cents)

    # ------------------------------------------------------------- events

    def each_event(self):
        for e, event in enumerate(self.events):
            if event["there"]:
                yield e, event

    def goers(self, e):
        return [m for _, m in self.counting
                if m["event"] == e and not m["incoming"]]

    def rule_c5_s1_s3_s7(self):
        for e, event in self.each_event():
            goers = self.goers(e)
            teams = set(itertools.chain(*(m["teams"] for m in goers)))
            joint = any(teams <= set(m["teams"]) for m in goers)
            if len(teams) >= 2 and not joint:
                self.add("C5", DECIDE, [e], tentative=event["tentative"],
                         have=len(teams))
                self.add("S1", INFO, [e], have=len(teams))
            if event["councils"] and teams:
                self.add("S3", INFO, [e], have=event["councils"])
            if (event["attended"] and not event["cancelled"] and not teams and
                    event["score"] >= self.settings["high_score"] and
                    event["span"][0] >= self.settings["now"]):
                self.add("S7", INFO, [e], have=event["score"])

    def rule_c6(self):
        high = [(e, event) for e, event in self.each_event()
                if not event["cancelled"] and
                event["score"] >= self.settings["high_score"]]
        for (e, a), (f, b) in itertools.combinations(high, 2):
            if not meets(a["span"], b["span"]) or not a["lines"] & b["lines"]:
                continue
            both = (max(a["span"][0], b["span"][0]),
                    min(a["span"][1], b["span"][1]))
            free = 0
            for p, person in self.each_person():
                busy = any(meets(absence, both)
                           for absence in person["absences"])
                busy |= any(meets(away, both) and m["event"] not in (e, f)
                            for _, away, _, m in self.each_stay(p))
                free += bool(person["represents"]) and not busy
            if free < 2:
                self.add("C6", DECIDE, [e, f], have=free,
                         tentative=a["tentative"] or b["tentative"])

    # ---------------------------------------------- resources and sessions

    def rule_c7(self):
        for r, (there, capacity) in enumerate(self.resources):
            uses = [use[1:] for _, m in self.counting for use in m["uses"]
                    if use[0] == r]
            uses += [use[1:] for s in self.sessions if s["there"]
                     for use in s["uses"] if use[0] == r]
            if not there:
                continue
            instants = sorted({at for use in uses for at in use[1:]})
            run = None
            for at in instants:
                used = sum(units for units, start, end in uses
                           if start <= at < end)
                if used <= capacity:
                    run = None
                elif run is None:
                    run = ("C7", (r, -1, -1), at)
                    self.add("C7", BLOCK, [r], at, need=used, have=capacity)
                else:
                    told = self.found[run][1]
                    told["need"] = max(told["need"], used)

    def rule_c9_c14(self):
        for s, session in enumerate(self.sessions):
            if not session["there"]:
                continue
            days = range(*session["days"])
            towns = [town for town in session["towns"]
                     if any(first <= day < end and at in (-1, town)
                            for day in days
                            for at, first, end in self.holidays)]
            if towns:
                self.add("C9", WARN, [s], have=len(towns))
            lacks = [minimum - coming for minimum, coming in session["groups"]
                     if coming < minimum]
            if lacks:
                self.add("C14", BLOCK, [s], lacks=max(lacks))

    def rule_c10(self):
        for i, (there, who, deputy, deadline, days) in enumerate(
                self.milestones):
            if not there or who < 0 or not self.people[who]["there"]:
                continue
            span = self.days_before(who, deadline, days, deadline)
            away = [m for m in self.each_stay(who) if meets(m[1], span)]
            if not away:
                continue
            here = deputy >= 0 and self.people[deputy]["there"]
            if here:
                last = self.days_before(deputy, deadline + 1, 3, deadline)
                here = not any(meets(m[1], last)
                               for m in self.each_stay(deputy))
                here &= not any(meets(absence, last) for absence in
                                self.people[deputy]["absences"])
            self.add("C10", WARN if here else DECIDE, [i], have=int(here))

    def days_before(self, p, day, n, last):
        """From so many working days before a day to the end of the last."""
        person = self.people[p]
        team = person["team"]
        town = (self.teams[team]["town"]
                if 0 <= team < len(self.teams) else -1)
        while n > 0:
            day -= 1
            n -= self.working(town, day)
        return (wall(person["home"], day, 0),
                wall(person["home"], last + 1, 0))

    # ----------------------------------------------------------- missions

    def rule_c11_c15_c13(self):
        for i, m in self.counting:
            early = m["departure"] - m["submitted_at"]
            late = (m["departure"] and m["submitted_at"] and
                    early < 16 * DAY)
            if not m["incoming"] and (late or m["open_items"]):
                self.add("C11", WARN, [i], tentative=m["tentative"],
                         have=max(0, early // DAY) if late else 16)
            if not m["incoming"] and not m["lines"] and not m["in_region"]:
                self.add("C15", INFO, [i])
            e = m["event"]
            if not m["decided"] or e < 0:
                continue
            event = self.events[e] if e < len(self.events) else None
            off = not event or not event["there"] or event["cancelled"]
            city = lambda site: SITES[site][3] if site >= 0 else None
            if (off or event["span"] != m["decided_span"] or
                    city(event["site"]) != city(m["decided_site"])):
                self.add("C13", DECIDE, [i])

    def rule_c12(self):
        for i, m in self.counting:
            worst = None
            for leg in {seat[1] for seat in m["seats"]}:
                on = {p for _, n in self.counting for p, other in n["seats"]
                      if other == leg and p < len(self.people) and
                      self.people[p]["there"]}
                for senior, most in ((1, self.settings["leg_seniors"]),
                                     (0, self.settings["leg_staff"])):
                    n = sum(self.people[p]["senior"] == senior for p in on)
                    if n > most:
                        worst = max(worst or 0, n - most)
            if worst:
                # Which kind is worst may be a draw: the period says which.
                self.add("C12", WARN, [i], worst=worst)

    def rule_s5_s6(self):
        for i, m in self.counting:
            if m["incoming"]:
                teams = [t for t in m["interested"] if t not in m["teams"]]
                if teams:
                    self.add("S6", INFO, [i], have=len(teams))
            elif m["site"] >= 0 and SITES[m["site"]][4]:
                n = sum(city == SITES[m["site"]][3]
                        for _, city in self.partners)
                if n:
                    self.add("S5", INFO, [i], have=n)

    def rule_s8(self):
        for there, line, year, wanted in self.targets:
            have = sum(1 for m in self.missions
                       if m["there"] and (m["counts"] or m["over"]) and
                       not m["incoming"] and m["year"] == year and
                       m["lines"] >> line & 1)
            if there and have < wanted:
                self.add("S8", INFO, [line], year, need=wanted, have=have)

    # ------------------------------------------------------------- cities

    def rule_s2(self):
        for city in range(5):
            visits = []
            for i, m in self.counting:
                if (m["site"] >= 0 and SITES[m["site"]][4] and
                        SITES[m["site"]][3] == city and not m["incoming"] and
                        m["stays"]):
                    visits.append((
                        min(s["occupied"][0] for s in m["stays"]),
                        max(s["occupied"][1] for s in m["stays"]), i, m))
            groups = []
            for visit in sorted(visits, key=lambda v: (v[0], v[2])):
                if groups and visit[0] <= max(
                        v[1] for v in groups[-1]) + 2 * DAY:
                    groups[-1].append(visit)
                else:
                    groups.append([visit])
            for group in groups:
                alone = sum(v[3]["event"] < 0 for v in group)
                things = alone + len({v[3]["event"] for v in group
                                      if v[3]["event"] >= 0})
                people = {s["person"] for v in group for s in v[3]["stays"]}
                if things >= 2 and len(people) >= 2:
                    self.add("S2", INFO, [city], group[0][0] // DAY,
                             have=len(group), need=things)

    def rule_s4(self):
        for city in range(5):
            at = [(e, event) for e, event in self.each_event()
                  if event["site"] >= 0 and SITES[event["site"]][4] and
                  SITES[event["site"]][3] == city and
                  event["network"] >= 0 and not event["cancelled"]]
            before = None
            for monday in range(20556, 20730, 7):
                here = []
                for e, event in at:
                    first = day_on_wall(event["site"], event["span"][0])
                    last = day_on_wall(
                        event["site"],
                        max(event["span"][0], event["span"][1] - 1))
                    if first < monday + 7 and monday <= last:
                        here.append((e, event["network"]))
                n = len({network for _, network in here})
                if n >= 2 and here != before:
                    self.add("S4", INFO, [city], monday, have=n)
                before = here if n >= 2 else None


def check(line):
    world = json.loads(line)
    theirs = {}
    for code, level, subject, period, _, _, need, have, items in \
            world.pop("found"):
        told = {"need": need, "have": have, "lacks": need - have,
                "worst": have - need}
        period = 0 if code == "C12" else period
        theirs[code, tuple(subject), period] = (level, told)
    ours = Twin(world).found
    faults = [f"{key} is found by the {who} alone" for who, one, other in
              (("engine", theirs, ours), ("twin", ours, theirs))
              for key in one if key not in other]
    for key in ours.keys() & theirs.keys():
        if ours[key][0] != theirs[key][0]:
            faults.append(f"{key} level {theirs[key][0]}, not {ours[key][0]}")
        for name, value in ours[key][1].items():
            if theirs[key][1][name] != value:
                faults.append(f"{key} {name} {theirs[key][1][name]}, "
                              f"not {value}")
    return faults, [key[0] for key in ours]


def main():
    program, seed, histories, steps = (
        sys.argv[1:] + ["1", "150", "60"][len(sys.argv) - 2:])
    seen, wrong = {}, 0
    lines = subprocess.run([program, seed, histories, steps], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    for number, line in enumerate(lines):
        faults, codes = check(line)
        wrong += bool(faults)
        for fault in faults[:5]:
            print(f"seed {seed}, history {number}: {fault}")
        for code in codes:
            seen[code] = seen.get(code, 0) + 1
    print(len(lines), "worlds;", ", ".join(
        f"{code} {seen[code]}" for code in
        sorted(seen, key=lambda c: (c[0], int(c[1:])))))
    missing = 25 - len(seen)
    if missing and len(lines) >= 40:
        print(missing, "rules were never found")
    sys.exit(bool(wrong or (missing and len(lines) >= 40)))


main()
