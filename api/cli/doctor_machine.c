/* SPDX-License-Identifier: Apache-2.0 */
/* What the doctor looks at of the machine. */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "cli/age.h"
#include "cli/doctor.h"
#include "source/plugin_place.h"
#include "source/runner.h"
#include "source/sandbox.h"
#include "store/changes.h"

#define ZONES_FILE "/usr/share/zoneinfo/tzdata.zi"

void
doctor_sandbox(struct doctor *doctor, struct cli *cli)
{
	struct sandbox_support support = sandbox_support();
	const char *lacks = sandbox_lacks(&support);

	if (!lacks[0])
		doctor_say(doctor, "sandbox", FINE, NULL,
		    "Landlock (version %d) and seccomp, sandbox = %s",
		    support.landlock, sandbox_mode_words[cli->config->sandbox]);
	else if (cli->config->sandbox == SANDBOX_STRICT)
		doctor_say(doctor, "sandbox", BAD,
		    "use a kernel that has it, or set sandbox = best-effort "
		    "in [server]",
		    "this kernel gives no %s: no plugin runs", lacks);
	else
		doctor_say(doctor, "sandbox", BAD,
		    "use a kernel that has it: what is missing protects the "
		    "machine from a plugin",
		    "plugins run without %s", lacks);
}

/* ---- zones and clock -------------------------------------------------- */

/* The release in "# version 2025b"; "" when it is not told. */
static void
zones_release(char out[32])
{
	CLEANUP(fclosep) FILE *file = fopen(ZONES_FILE, "re");

	out[0] = '\0';
	if (file && fscanf(file, "# version %31s", out) != 1)
		out[0] = '\0';
}

void
doctor_zones(struct doctor *doctor, struct cli *cli)
{
	int64_t now = clock_now(cli->clock);
	char release[32], age[AGE_TEXT];
	struct stat st;

	zones_release(release);
	if (stat(ZONES_FILE, &st) < 0) {
		doctor_say(doctor, "zones", NOTE, "apt-get install tzdata",
		    "their release is not known: there is no " ZONES_FILE);
		return;
	}
	age_format(age, st.st_mtime, now);
	if (now - st.st_mtime > cli->config->doctor_zones)
		doctor_say(doctor, "zones", BAD,
		    "apt-get install --only-upgrade tzdata",
		    "the rules of time zones are of release %s, %s", release,
		    age);
	else
		doctor_say(doctor, "zones", FINE, NULL, "release %s, %s",
		    release, age);
}

static int64_t
newest_change(const struct cli *cli)
{
	CLEANUP(store_closep) struct store *store = NULL;
	struct err err = ERR_INIT;
	int64_t seq, newest = 0;

	if (store_open(cli->config->store_path, DB_READER, &store, &err) < 0 ||
	    changes_last(store, &seq, &newest, &err) < 0)
		return 0;
	return newest;
}

void
doctor_clock(struct doctor *doctor, struct cli *cli)
{
	int64_t now = clock_now(cli->clock), newest = newest_change(cli);
	struct timex timex = { .modes = 0 };
	int state = adjtimex(&timex);
	char age[AGE_TEXT];

	if (newest > now + 60)
		doctor_say(doctor, "clock", BAD,
		    "set it: timedatectl set-ntp true",
		    "it is behind the store, whose newest change is %s",
		    age_format(age, newest, now));
	else if (state == TIME_ERROR || (timex.status & STA_UNSYNC))
		doctor_say(doctor, "clock", NOTE,
		    "timedatectl set-ntp true, or see to it outside this "
		    "container",
		    "nothing tells that it is kept in step");
	else
		doctor_say(doctor, "clock", FINE, NULL, "it is kept in step");
}

/* ---- permissions and disk --------------------------------------------- */

/* Not for others: it holds people's data or secrets. */
static bool private(struct doctor *doctor, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0 || !(st.st_mode & S_IRWXO))
		return true;
	doctor_say(doctor, "permissions", BAD, "take it away: chmod o-rwx",
	    "anybody on this machine may enter or read %s", path);
	return false;
}

static bool
unwritable(struct doctor *doctor, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0 || !(st.st_mode & (S_IWGRP | S_IWOTH)))
		return true;
	doctor_say(doctor, "permissions", BAD, "chmod go-w",
	    "others than its owner may write %s", path);
	return false;
}

/* Who writes the folder writes the store. */
static bool
same_owner(struct doctor *doctor, const struct cli *cli)
{
	struct stat folder, store;

	if (stat(cli->config->state_dir, &folder) < 0 ||
	    stat(cli->config->store_path, &store) < 0 ||
	    folder.st_uid == store.st_uid)
		return true;
	doctor_say(doctor, "permissions", BAD,
	    "give it to the folder's owner: chown --reference",
	    "%s belongs to user %u and its folder to user %u",
	    cli->config->store_path, store.st_uid, folder.st_uid);
	return false;
}

static bool
plugins_sound(struct doctor *doctor, const struct cli *cli)
{
	CLEANUP(plugin_paths_free) struct plugin_paths paths = { .len = 0 };
	struct err err = ERR_INIT;
	bool sound = true;

	if (plugin_paths_list(cli->config->plugin_dir, &paths, &err) < 0) {
		doctor_say(doctor, "permissions", BAD,
		    "set plugin_dir in [server]", "%s", err.msg);
		return false;
	}
	for (size_t i = 0; i < paths.len && sound; i++) {
		sound = plugin_place_check(paths.items[i], &err) == 0;
		if (!sound)
			doctor_say(
			    doctor, "permissions", BAD, NULL, "%s", err.msg);
	}
	if (access(cli->config->plugin_host, X_OK) == 0)
		return sound;
	doctor_say(doctor, "permissions", BAD, "set plugin_host in [server]",
	    "%s cannot be run: %s", cli->config->plugin_host, strerror(errno));
	return false;
}

void
doctor_permissions(struct doctor *doctor, struct cli *cli)
{
	bool fine = private(doctor, cli->config->store_path);

	fine &= private(doctor, cli->config->state_dir);
	fine &= unwritable(doctor, cli->config_path);
	fine &= same_owner(doctor, cli);
	fine &= plugins_sound(doctor, cli);
	if (fine)
		doctor_say(doctor, "permissions", FINE, NULL,
		    "of store, configuration and plugins as they should be");
}

void
doctor_disk(struct doctor *doctor, struct cli *cli)
{
	char folder[PATH_MAX];
	struct statvfs fs;
	struct stat st = { .st_size = 0 };
	int64_t free_bytes, wanted;

	snprintf(folder, sizeof folder, "%s", cli->config->store_path);
	if (statvfs(dirname(folder), &fs) < 0) {
		doctor_say(doctor, "disk", NOTE, NULL, "%s: %s", folder,
		    strerror(errno));
		return;
	}
	stat(cli->config->store_path, &st);
	free_bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	/* A copy of the store, for a backup, beside what is to be free. */
	wanted = cli->config->doctor_free + (int64_t)st.st_size;
	doctor_say(doctor, "disk", free_bytes < wanted ? BAD : FINE,
	    free_bytes < wanted
		? "make room: the store cannot be written on a full disk"
		: NULL,
	    "%lld MiB are free of the %lld MiB that should be, the store has "
	    "%lld MiB",
	    (long long)free_bytes >> 20, (long long)wanted >> 20,
	    (long long)st.st_size >> 20);
}
