# SPDX-License-Identifier: Apache-2.0
"""evolution.py URL FIRST AFTER: subscribes an Evolution data server of its own
(what Evolution and GNOME's calendar show) to a feed, and prints its account of
it: one occurrence a line, sorted: start, end, title.

Without --inside it runs itself again in a session bus and a home of their own
that are thrown away."""
import datetime
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE = 60  # seconds


def in_a_session_of_its_own():
    home = pathlib.Path(tempfile.mkdtemp(prefix="ambit-evolution-"))
    (home / "run").mkdir(mode=0o700)
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("XDG_", "DBUS_"))}
    environment |= {
        "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run"),
        "TZ": "Europe/Madrid", "GSETTINGS_BACKEND": "memory",
        # Whatever the machine's network: the feed is on this machine.
        "GIO_USE_NETWORK_MONITOR": "base"}
    try:
        with open(home / "log", "w") as log:
            return subprocess.run(
                ["dbus-run-session", "--", sys.executable, __file__,
                 "--inside", *sys.argv[1:]],
                env=environment, stderr=log, timeout=PATIENCE * 4).returncode
    finally:
        shutil.rmtree(home, ignore_errors=True)


def subscribe(url):
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = EDataServer.Source.new(None, None)
    source.set_display_name("Ambit")
    source.set_parent("webcal-stub")
    source.get_extension(
        EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name("webcal")
    source.get_extension(
        EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_uri(
            GLib.Uri.parse(url, GLib.UriFlags.NONE))
    registry.commit_source_sync(source, None)
    client = ECal.Client.connect_sync(
        source, ECal.ClientSourceType.EVENTS, PATIENCE, None)
    client.refresh_sync(None)
    return client


def wait_until_it_is_read(client):
    end = time.monotonic() + PATIENCE
    while not client.get_object_list_sync("#t", None)[1]:
        if time.monotonic() > end:
            sys.exit("Evolution's data server has not read the feed")
        time.sleep(0.2)


def moment(value):
    if not value.is_date():
        value = value.convert_to_zone(ICalGLib.Timezone.get_utc_timezone())
    day = f"{value.get_year()}-{value.get_month():02}-{value.get_day():02}"
    if value.is_date():
        return day
    return (f"{day}T{value.get_hour():02}:{value.get_minute():02}:"
            f"{value.get_second():02}Z")


def account(client, first, after):
    lines = []

    def take(component, start, end, *_rest):
        lines.append(
            f"{moment(start)} {moment(end)} {component.get_summary()}")
        return True

    window = [int(datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00")
                  .timestamp()) for day in (first, after)]
    client.generate_instances_sync(*window, None, take, None)
    return sorted(lines)


if "--inside" not in sys.argv:
    sys.exit(in_a_session_of_its_own())

import gi  # noqa: E402
gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, GLib, ICalGLib  # noqa: E402

feed, *days = sys.argv[2:]
connected = subscribe(feed)
wait_until_it_is_read(connected)
print("\n".join(account(connected, *days)))
