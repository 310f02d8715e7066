# SPDX-License-Identifier: Apache-2.0
"""The house's measures: SPDX lines, 80 columns, no trailing blanks, no words
of unfinished work, no typedef of structs, no path of somebody's machine; the
sizes of functions and files. Exits 1 on any fault."""
import re
import sys

import tree

SOURCE = (".c", ".h", ".py", ".mjs", ".css", ".sh", ".in", ".conf",
          ".example", "meson.build")
MOST_FUNCTION = 60
MOST_FILE = 500
MOST_TEST_FILE = 700
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
MACHINE = re.compile(r"(?<![\w.])/(root|home|work|farm|tmp/b" r"rief)/")


def tracked():
    return [name for name in tree.files()
            if not name.endswith(("package-lock.json", "LICENSE"))
            and not name.startswith("tests/fuzz/corpus/")]


def width(line):
    return len(line.expandtabs(8))


def line_faults(name, number, line):
    where = f"{name}:{number}"
    if line != line.rstrip() and not name.endswith(".ics"):
        yield f"{where}: trailing blanks"
    if name.endswith((".c", ".h")) and width(line) > 80 \
            and '"' not in line and "http" not in line:
        yield f"{where}: {width(line)} columns"
    if UNFINISHED.search(line):
        yield f"{where}: a word of unfinished work"
    if MACHINE.search(line) and not name.startswith("tests/lint/"):
        yield f"{where}: a path of somebody's machine"
    if name.endswith((".c", ".h")) and re.match(r"typedef struct", line):
        yield f"{where}: typedef of a struct"


def functions(lines):
    """(name, length) of each definition: its name stands in column 0, its
    body ends with a brace in column 0."""
    start = name = None
    for number, line in enumerate(lines):
        match = re.match(r"(\w+)\(", line)
        if match and start is None and not line.endswith(";"):
            name, start = match[1], number
        elif line == "}" and start is not None:
            yield name, number - start + 1
            start = None
        elif start is not None and line.endswith(";") \
                and not line.startswith(("\t", " ")):
            start = None


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def main():
    faults, file_sizes, function_sizes = [], [], []
    for name in tracked():
        try:
            text = (tree.ROOT / name).read_text()
        except UnicodeDecodeError:
            faults.append(f"{name}: not UTF-8 text")
            continue
        lines = text.split("\n")
        if ((name.endswith(SOURCE) or text.startswith("#!"))
                and "SPDX-License-Identifier" not in text[:300]):
            faults.append(f"{name}: no SPDX line")
        for number, line in enumerate(lines, 1):
            faults += line_faults(name, number, line)
        if not name.endswith((".c", ".h")):
            continue
        test = name.startswith("tests/")
        if len(lines) > (MOST_TEST_FILE if test else MOST_FILE):
            faults.append(f"{name}: {len(lines)} lines")
        if test:
            continue
        file_sizes.append(len(lines))
        for function, size in functions(lines):
            function_sizes.append(size)
            if size > MOST_FUNCTION:
                faults.append(f"{name}: {function} has {size} lines")
    print("\n".join(faults))
    print(f"functions: {len(function_sizes)}, "
          f"median {percentile(function_sizes, .5)} lines, "
          f"p95 {percentile(function_sizes, .95)}")
    print(f"files: {len(file_sizes)}, median {percentile(file_sizes, .5)} "
          f"lines, p95 {percentile(file_sizes, .95)}")
    print(f"{len(faults)} faults")
    sys.exit(bool(faults))


main()
