# SPDX-License-Identifier: Apache-2.0
"""The hard calendars (hard.py) in an Ambit of their own, what it says takes
place, and how a client's account of its feed differs from that.

An account is a sorted list of lines, one for each occurrence; see
Ambit.account."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import ambit  # noqa: E402
import hard  # noqa: E402

QUERY = f"?from={hard.FIRST}&to={hard.AFTER}"
ENGLISH = "[feeds]\nlanguage = en\n"


def serve():
    """An Ambit that has read them; the caller's to close."""
    box = ambit.Ambit({"hard": ambit.network("hard")}, ENGLISH)
    (box.data / "hard.ics").write_bytes(hard.calendar())
    box.serve()
    box.until(box.synced, "the hard calendars are read")
    return box


def feed(box):
    answer = box.get("/feeds/public.ics" + QUERY)
    assert answer.status == 200, answer.status
    return answer.body


def account(box):
    return box.account(hard.FIRST, hard.AFTER)


def case_of(line):
    """The case that a line is of: how its title begins."""
    title = line.split(" ", 2)[2]
    title = title.removeprefix("Cancelled: ")
    return title.split(":")[0]


def differences(ours, theirs):
    """Case -> the lines that only we have ("-") and only they ("+")."""
    cases = {}
    for sign, these, others in (("-", ours, theirs), ("+", theirs, ours)):
        left = list(others)
        for line in these:
            if line in left:
                left.remove(line)
            else:
                cases.setdefault(case_of(line), []).append(f"{sign} {line}")
    return cases


def report(name, ours, theirs, known):
    """What is not as it is known to be; known: case -> who errs, and how."""
    found = differences(ours, theirs)
    faults = []
    for case, lines in found.items():
        if case not in known:
            faults += [f"{name}: {line}" for line in sorted(lines)]
    faults += [f"{name}: {case} is said to differ and does not"
               for case in known if case not in found]
    return faults
