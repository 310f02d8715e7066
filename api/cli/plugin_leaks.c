/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The runner starts a program without arguments, so a script that runs
 * valgrind on the host stands in for the host, in a folder of its own.
 * valgrind does not live in a sandbox: the run has none.
 */
#include "plugin_leaks.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

#define FAULTS_STATUS "99"
#define LEAKS_MS 300000

struct stand_in {
	char folder[32];
	char script[64], log[64];
};

static void
stand_in_remove(struct stand_in *it)
{
	unlink(it->script);
	unlink(it->log);
	rmdir(it->folder);
}

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, X_OK) == 0;
}

/* In the first of the folders in PATH that has it. */
static bool
find_program(const char *name, char path[PATH_MAX])
{
	const char *folder = getenv("PATH");

	while (folder && *folder) {
		size_t len = strcspn(folder, ":");

		if (snprintf(path, PATH_MAX, "%.*s/%s", (int)len, folder,
			name) < PATH_MAX &&
		    is_program(path))
			return true;
		folder += len + (folder[len] == ':');
	}
	return false;
}

static int
script_write(const struct stand_in *it, const char *valgrind, const char *host)
{
	FILE *file = fopen(it->script, "we");

	if (!file)
		return -errno;
	fprintf(file,
	    "#!/bin/sh\n"
	    "exec '%s' -q --leak-check=full --show-leak-kinds=definite "
	    "--errors-for-leak-kinds=definite --error-exitcode=" FAULTS_STATUS
	    " --log-file='%s' '%s'\n",
	    valgrind, it->log, host);
	if (fchmod(fileno(file), 0700) < 0 || fclose(file) != 0)
		return -errno;
	return 0;
}

static int
stand_in_make(struct stand_in *it, const char *valgrind, const char *host)
{
	strcpy(it->folder, "/tmp/ambit-check-XXXXXX");
	if (!mkdtemp(it->folder))
		return -errno;
	snprintf(it->script, sizeof it->script, "%s/host", it->folder);
	snprintf(it->log, sizeof it->log, "%s/log", it->folder);
	return script_write(it, valgrind, host);
}

/* What valgrind wrote, without its numbers in front. */
static void
log_tell(const struct stand_in *it, const struct report *report)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	FILE *file = fopen(it->log, "re");
	char line[300];

	while (file && fgets(line, sizeof line, file)) {
		const char *rest = strstr(line, "== ");

		if (rest && rest[3] && rest[3] != '\n')
			buf_adds(&text, rest + 3);
	}
	if (file)
		fclose(file);
	report_detail(report, buf_str(&text));
}

static void
stand_in_try(const struct trial_room *room, const struct stand_in *it,
    struct report *report)
{
	CLEANUP(trial_seen_free) struct trial_seen seen = { .taken = 0 };
	const struct trial_way way = { .now = TRIAL_NOW };
	struct trial_room own = *room;
	struct err err = ERR_INIT;

	own.host = it->script;
	own.sandbox = SANDBOX_OFF;
	own.deadline_ms = LEAKS_MS;
	if (trial_run(&own, &way, &seen, &err) < 0) {
		report_add(report, VERDICT_FAIL, "under valgrind: %s", err.msg);
	} else if (strstr(seen.outcome.message, FAULTS_STATUS)) {
		report_add(report, VERDICT_FAIL,
		    "memory is lost or misused (valgrind):");
		log_tell(it, report);
	} else if (seen.outcome.result != AMBIT_OK) {
		report_add(report, VERDICT_FAIL, "under valgrind: %s",
		    seen.outcome.message);
	} else {
		report_add(report, VERDICT_OK,
		    "no memory is lost or misused (valgrind)");
	}
}

void
leaks_check(const struct trial_room *room, struct report *report)
{
	CLEANUP(stand_in_remove) struct stand_in it = { .folder = "" };
	char valgrind[PATH_MAX];
	int rc;

	if (!find_program("valgrind", valgrind)) {
		report_add(
		    report, VERDICT_SKIP, "leaks: valgrind is not installed");
		return;
	}
	rc = stand_in_make(&it, valgrind, room->host);
	if (rc < 0)
		report_add(report, VERDICT_FAIL, "leaks: %s: %s", it.folder,
		    strerror(-rc));
	else
		stand_in_try(room, &it, report);
}
