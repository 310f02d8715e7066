# SPDX-License-Identifier: Apache-2.0
"""A plain reading of the tables of places: which city a name means in a
country, and which larger city it is a part of. Every name is looked at in
turn; the figures are the defaults."""
import collections
import functools
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/property"))

from plain_way import kilometres  # noqa: E402

Place = collections.namedtuple("Place", "row first others country at zone size")


def fold(text):
    """Letters and digits alone, small and without accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text)
                       if not unicodedata.combining(c))
    return " ".join(re.findall("[^\\W_]+", text.casefold()))


def table(name):
    for line in (ROOT / "core/base" / name).read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@functools.cache
def places():
    return [Place(row, (name, *main.split("|")), tuple(others.split("|")),
                  country, (float(lat), float(lon)), zone, int(size))
            for row, (name, main, others, country, _, lat, lon, zone, size)
            in enumerate(table("places.tsv"))]


@functools.cache
def countries():
    """Codes by name; a code comes before a name."""
    return {fold(name): code for code, names in
            reversed(list(table("countries.tsv")))
            for name in names.split("|")}


def country(text):
    """"Germany, Federal Republic of" is Germany; "" when it is none now."""
    for name in (text, text.split(",")[0].split("(")[0]):
        if fold(name) in countries():
            return countries()[fold(name)]
    return ""


@functools.cache
def by_name():
    names = collections.defaultdict(lambda: ({}, {}))
    for place in places():
        for kind, some in enumerate((place.first, place.others)):
            for name in some:
                names[fold(name)][kind][place.row] = place
    return names


@functools.cache
def find(city, code):
    """The one place that is meant, or None."""
    first, others = by_name()[fold(city)]
    for named in (first, first | others):
        there = [p for p in named.values() if code in ("", p.country)]
        if there:
            break
    else:
        return None
    best, *rest = sorted(there, key=lambda p: (-p.size, p.row))
    clear = (all(kilometres(best.at, p.at) < 50 for p in rest) or
             best.size // 20 >= rest[0].size)
    return best if clear else None


@functools.cache
def by_degree():
    bands = collections.defaultdict(list)
    for place in places():
        bands[round(place.at[0])].append(place)
    return bands


@functools.cache
def centre(place):
    """The largest within 15 km."""
    degree = round(place.at[0])
    near = [p for band in (-1, 0, 1) for p in by_degree()[degree + band]
            if abs(p.at[0] - place.at[0]) < 0.2 and
            kilometres(p.at, place.at) <= 15]
    return max(near, key=lambda p: (p.size, -p.row))
