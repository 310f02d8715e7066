# SPDX-License-Identifier: Apache-2.0
"""Who may include whom: lower never includes higher, each outside library is
seen by the files that own it alone. Prints each room's includes by room, then
the violations; exits 1 when there is one."""
import collections
import pathlib
import re
import sys

import tree

# Room -> the rooms that it may include, besides itself.
BASE = {"core/base"}
MODEL = BASE | {"core/model"}
PURE = MODEL | {"core/schedule"}
CONFIG = MODEL | {"core/config"}
STORE = MODEL | {"core/store"}
OFFICE = PURE | STORE | {"core/office"}
SOURCE = CONFIG | OFFICE | {"core/source", "ambit-plugin.h"}
CALENDARS = PURE | STORE | {"calendars"}
HTTP = BASE | {"api/http"}
REST = SOURCE | OFFICE | CALENDARS | HTTP | {"api/rest"}
DAEMON = REST | {"api/daemon"}
CLI = DAEMON | {"api/cli", "plugins/readers"}
PLUGIN = {"ambit-plugin.h", "plugins/readers"}
ROOMS = {
    "core/base": set(),
    "core/model": BASE,
    "core/schedule": MODEL,
    "core/config": MODEL,
    "core/store": MODEL,
    "core/office": OFFICE,
    "core/source": SOURCE,
    "ambit-plugin.h": set(),
    "plugins/host": BASE | {"core/source", "ambit-plugin.h"},
    "plugins/readers": BASE | {"ambit-plugin.h"},
    "plugins": PLUGIN,  # each kind's folder, and not one another's
    "calendars": CALENDARS,
    "api/http": BASE,
    "api/rest": REST,
    "api/daemon": DAEMON,
    "api/cli": CLI,
}
# Tests may include any room; their own stand at the top of the house.
TESTS = "tests"

# Outside library -> the files that may see it.
OWNERS = {
    r"sqlite3\.h": r"core/store/db_sqlite\w*\.[ch]",
    r"curl/.*": r"core/source/fetch_http\.c",
    r"ini\.h": r"core/config/ini_file\.c",
    r"libical/.*": r"plugins/readers/ical\w*\.[ch]",
    r"libxml/.*": r"plugins/readers/(html|xml)_\w+\.[ch]"
                   r"|plugins/readers/\w+_reader\.c"
                   r"|plugins/readers/memory_watch\.c",
    r"event2/event(_struct)?\.h":
        r"api/http/\w+\.[ch]|api/daemon/(daemon|mission_clock)\.[ch]",
    r"event2/.*|evhttp.*|sys/queue\.h": r"api/http/\w+\.[ch]",
    r"zlib\.h": r"calendars/\w+\.[ch]",
    r"utf8proc\.h": r"core/base/fold\.c",
    r"sodium\.h": r"core/base/(digest|secret)\.c",
    r"dlfcn\.h": r"plugins/host/load\.c",
    r"seccomp\.h": r"plugins/host/sandbox_calls\.c|tests/plugins/without\.c",
    r"pthread\.h": r"core/base/(zones|json|digest)\.c|core/store/writer\.c"
                   r"|core/source/(fetch_http|manners)\.c|calendars/variants\.c"
                   r"|api/daemon/\w+\.c|api/cli/resolve\.c",
}

# Pure: neither the clock nor anything of the system.
PURE_FILES = r"core/(model|schedule)/.*|core/source/(intake|health|keyset|kinship|repeats)\w*.*"
IMPURE = r"time\.h|sys/.*|unistd\.h|pthread\.h|fcntl\.h|base/(clock|log)\.h"

# The plugin host sees the wire of core/source and its like, nothing else of it.
HOST_SOURCE = r"source/(wire|sandbox|trial|plugin_place)\.h"

# The command line reads rows of CSV by them, nothing else.
CLI_READERS = r"readers/(csv_parts|arena)\.h"

# The readers carry a copy of the base's zones and dates, and of no more.
READERS_BASE = r"base/(date|err|text|vec|zone)\.h"

# Handlers share these, and never include one another.
REST_SHARED = {"auth.h", "call.h", "change_json.h", "conflict_json.h",
               "event_json.h", "feed_send.h", "files.h", "listing.h",
               "meter.h", "own_feeds.h", "page_parts.h", "query.h",
               "record_json.h", "rest.h", "source_json.h", "view.h",
               "write.h"}

# Libraries that tests may see beside their owners.
TEST_LIBRARIES = r"libical/.*|zlib\.h|pthread\.h|dlfcn\.h|event2/(buffer|event|http)\.h"

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def room_of(path):
    if path == "plugins/ambit-plugin.h":
        return "ambit-plugin.h"
    if path.startswith("tests/"):
        return TESTS
    for room in sorted(ROOMS, key=len, reverse=True):
        if path.startswith(room + "/"):
            return room
    return None


def resolve(path, name):
    """The project file that an include means, or None for a library's."""
    here = pathlib.PurePosixPath(path).parent
    for folder in (here, ".", "core", "api", "plugins"):
        candidate = pathlib.PurePosixPath(folder) / name
        if (tree.ROOT / candidate).is_file():
            return str(candidate)
    return None


def library_faults(path, name):
    for library, owners in OWNERS.items():
        if re.fullmatch(library, name):
            allowed = (room_of(path) == TESTS
                       and re.fullmatch(TEST_LIBRARIES, name))
            if not allowed and not re.fullmatch(owners, path):
                yield f"{path}: <{name}> is for {owners} alone"
            return


def room_faults(path, room, target, other):
    here, there = (pathlib.PurePosixPath(p) for p in (path, target))
    if room == TESTS:
        return
    if other != room and other not in ROOMS[room]:
        yield f"{path}: {target} ({room} may not include {other})"
    if room == other == "plugins" and here.parent != there.parent:
        yield f"{path}: {target} (a plugin may not include another)"
    if room == other == "api/rest" and there.name not in REST_SHARED \
            and here.stem != there.stem:
        yield f"{path}: {target} (handlers never include one another)"


def faults_of(path, text, edges):
    room = room_of(path)
    for quote, name in INCLUDE.findall(text):
        if re.fullmatch(PURE_FILES, path) and re.fullmatch(IMPURE, name):
            yield f"{path}: {name} in a pure file"
        target = resolve(path, name)
        if not target or quote == "<":
            yield from library_faults(path, name)
            continue
        other = room_of(target)
        edges[room][other] += 1
        yield from room_faults(path, room, target, other)
        if (room == "plugins/readers" and other == "core/base"
                and not re.fullmatch(READERS_BASE, name)):
            yield f"{path}: {name} (readers see of the base its zones alone)"
        if (room == "plugins/host" and other == "core/source"
                and not re.fullmatch(HOST_SOURCE, name)):
            yield f"{path}: {name} (the host sees wire and sandbox alone)"
        if (room == "api/cli" and other == "plugins/readers"
                and not re.fullmatch(CLI_READERS, name)):
            yield f"{path}: {name} (only rows of CSV)"


def main():
    files = tree.files("*.c", "*.h")
    edges = collections.defaultdict(collections.Counter)
    faults = []
    for path in files:
        if room_of(path) is None:
            faults.append(f"{path}: it stands in no room that is known")
        else:
            faults += faults_of(path, (tree.ROOT / path).read_text(), edges)
    for room in [*ROOMS, TESTS]:
        others = ", ".join(f"{other} {count}" for other, count
                           in edges[room].most_common() if other != room)
        print(f"{room:15} {edges[room][room]:4} inside -> {others or 'none'}")
    print("\n".join(faults))
    print(f"{len(files)} files, {len(faults)} violations")
    sys.exit(bool(faults))


main()
