# SPDX-License-Identifier: Apache-2.0
"""A real subscriber: vdirsyncer fetches a feed, khal lists it."""
import datetime
import shutil
import subprocess

from ambit import PATIENCE

FORMAT = "{start-long}|{end-long}|{all-day}|{title}"


class Subscriber:
    def __init__(self, box, path):
        self.url = f"http://127.0.0.1:{box.port}{path}"
        self.home = box.dir / "subscriber"
        (self.home / "calendar").mkdir(parents=True)

    @staticmethod
    def installed():
        return shutil.which("vdirsyncer") and shutil.which("khal")

    def tool(self, *command):
        done = subprocess.run(
            command, input="y\n" * 10, capture_output=True, text=True,
            timeout=PATIENCE * 4, env={"HOME": str(self.home),
                                       "PATH": "/usr/bin:/bin",
                                       "LANG": "C.UTF-8"})
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return done.stdout

    def subscribe(self):
        config = self.home / "vdirsyncer.conf"
        config.write_text(f"""
[general]
status_path = "{self.home}/status/"
[pair ambit]
a = "local"
b = "remote"
collections = null
conflict_resolution = "b wins"
[storage local]
type = "filesystem"
path = "{self.home}/calendar/"
fileext = ".ics"
[storage remote]
type = "http"
url = "{self.url}"
""")
        self.tool("vdirsyncer", "-c", str(config), "discover")
        self.tool("vdirsyncer", "-c", str(config), "sync")

    def account(self, first, days):
        """What khal lists from a day on, as Ambit.account tells it."""
        config = self.home / "khal.conf"
        config.write_text(f"""
[calendars]
[[ambit]]
path = {self.home}/calendar/
readonly = True
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = Europe/Madrid
local_timezone = UTC
[sqlite]
path = {self.home}/khal.db
""")
        listing = self.tool("khal", "-c", str(config), "list", str(first),
                            f"{days}d", "--format", FORMAT)
        return sorted({told(line) for line in listing.split("\n")
                       if "|" in line})


def told(line):
    """khal tells of the last day, and of times without seconds."""
    start, end, all_day, title = line.split("|", 3)
    if all_day == "True":
        last = datetime.date.fromisoformat(end)
        return f"{start} {last + datetime.timedelta(days=1)} {title}"
    start, end = (time.replace(" ", "T") + ":00Z" for time in (start, end))
    return f"{start} {end} {title}"
