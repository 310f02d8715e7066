# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets of missions imported, held against a reading of our own."""
import csv
import datetime
import os
import pathlib
import re
import unittest

from ambit import ROOT, Case, main

SHARED = pathlib.Path(os.environ.get("AMBIT_SHARED_DATA") or "/nonexistent")
SHEETS = ROOT / "tests" / "sheets"


def amount(text, comma):
    """Cents of an amount as people write it."""
    digits = re.sub(r"[^0-9.,]", "", text)
    digits = (digits.replace(".", "").replace(",", ".") if comma
              else digits.replace(",", ""))
    return round(float(digits) * 100) if digits else 0


def day(text):
    """d/m/y, y-m-d or a spreadsheet's day count; None: it is no date here."""
    if re.fullmatch(r"\d{5}", text):
        return (datetime.date(1899, 12, 30)
                + datetime.timedelta(days=int(text))).isoformat()
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) != 3:
        return None
    if numbers[0] > 99:
        numbers.reverse()
    date, month, year = numbers
    return datetime.date(year + 2000 * (year < 100), month, date).isoformat()


def rows_of(path, encoding, delimiter):
    """Each row with the number of the line that it ends on."""
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        return [(reader.line_num, row) for row in reader]


class Refused(Case):
    def test_nobody_is_added_for_a_row_that_was_refused(self):
        box = self.ambit({})
        box.run("team", "add", "T1", "name=Mobility")
        (box.dir / "rows.map").write_text(
            "[sheet]\ndates = ymd\npeople = add\nteam = T1\n[columns]\n"
            "person = Who\ntitle = What\nstart = From\nlast = To\n"
            "number = Number\n")
        (box.dir / "rows.csv").write_text(
            "Who,What,From,To,Number\n"
            "Good One,Fair,2031-03-01,2031-03-02,1\n"
            "No Day,Fair,soon,2031-03-02,2\n"
            f"Too Long,{'x' * 600},2031-03-01,2031-03-02,3\n"
            "Good One,Forum,2031-04-01,2031-04-02,4\n")
        done = box.run("import", "missions", str(box.dir / "rows.csv"),
                       "--map", str(box.dir / "rows.map"), "--partial",
                       check=False)
        self.assertIn("4 rows: 2 accepted, 2 refused; 3 records added",
                      done.stdout)
        self.assertEqual([person["name"]
                          for person in box.run_json("person", "list")],
                         ["Good One"])


@unittest.skipUnless(SHARED.is_dir(), "-Dshared_data=FOLDER brings the sheets")
class Sheets(Case):
    def setUp(self):
        self.box = self.ambit({})
        self.box.run("team", "add", "T1", "name=Mobility")

    def take(self, path, sheet, expect):
        """Imports with --partial; what it refused, line by line."""
        whole = self.box.run("import", "missions", str(path), "--map",
                             str(SHEETS / sheet), check=False)
        done = self.box.run("import", "missions", str(path), "--map",
                            str(SHEETS / sheet), "--partial", check=False)
        refused = {int(re.search(r":(\d+):", line)[1])
                   for line in done.stderr.splitlines()
                   if str(path) in line}
        if refused:
            self.assertIn("nothing was imported", whole.stderr)
        self.assertEqual(refused, expect)
        return done

    def missions(self):
        names = {person["id"]: person["name"]
                 for person in self.box.run_json("person", "list")}
        return sorted(
            (sorted(names[who] for who in mission["roles"][0]["chosen"]),
             mission["windows"][0]["start"],
             sum(cost["estimated"] for cost in mission.get("costs", [])),
             mission["title"])
            for mission in self.box.run_json("mission", "list"))

    def test_staff_register(self):
        path = SHARED / "synthetic" / "staff_missions_cp1252.csv"
        rows = [row for _, row in rows_of(path, "cp1252", ";")
                if row["Missió"]]
        good = [row for row in rows if row["Tornada"]]
        self.assertEqual((len(rows), len(good)), (4, 3))
        self.take(path, "staff.map", {5})
        self.assertEqual(self.missions(), sorted(
            ([row["Persona"]], day(row["Sortida"]),
             amount(row["Despesa"], True), " ".join(row["Motiu"].split()))
            for row in good))
        # The same file again changes nothing.
        done = self.take(path, "staff.map", {5})
        self.assertIn("0 records added, 0 changed, 3 as", done.stdout)

    def test_moved_columns_and_day_counts(self):
        path = SHARED / "synthetic" / "staff_missions_excel.csv"
        # No year, and two places.
        self.take(path, "excel.map", {4, 5})
        self.assertEqual(
            [(who, start) for who, start, _, _ in self.missions()],
            [(["Núria Pérez"], day("45945"))])

    def test_senate(self):
        expected, total = [], 0
        for year in (2012, 2013, 2014):
            path = SHARED / "delegations" / "senado-ar" / f"viajes_{year}.csv"
            refused = set()
            for number, row in rows_of(path, "utf-8", ","):
                total += 1
                # Several countries, or none by a name that is in use.
                if re.search(r"/| e |^Dominicana$|Maarten|de Gran Bretaña$",
                             row["Destino"].strip()):
                    refused.add(number)
                    continue
                expected.append((
                    row["Autoridad"], day(row["Fecha_salida"]),
                    amount(row["Viaticos_Total_Dolar"], False),
                    " ".join(row["Motivo"].split())))
            self.take(path, "senate.map", refused)
        got = [(who[0], *rest) for who, *rest in self.missions()]
        self.assertEqual(total, 355)
        self.assertEqual(len(got), len(expected))
        # Names are told apart without accents and capitals.
        self.assertEqual(sorted(row[1:] for row in got),
                         sorted(row[1:] for row in expected))
        print(f"senate: {total} rows, {len(got)} accepted, "
              f"{total - len(got)} refused")


if __name__ == "__main__":
    main()
