/* SPDX-License-Identifier: Apache-2.0 */
/* What the doctor looks at of the program itself: its configuration, the
 * running daemon, the store, the sources. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "cli/age.h"
#include "cli/doctor.h"
#include "cli/door.h"
#include "rest/view.h"
#include "source/check.h"
#include "source/health.h"
#include "store/restore.h"

void
doctor_config(struct doctor *doctor, struct cli *cli)
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT;
	struct err err = ERR_INIT;
	int rc = 0;

	if (!cli->config)
		rc = config_load(
		    cli->config_path, &cli->config, &problems, &err);
	if (rc == 0 && sources_check(cli->config, cli->clock, &problems,
			   &problems, &err) < 0)
		rc = err.code;
	vec_each(&problems, problem)
		doctor_say(doctor, "configuration", BAD, NULL, "%s:%d: %s",
		    problem->file, problem->line, problem->text);
	if (rc < 0 && !problems.len)
		doctor_say(doctor, "configuration", BAD, NULL, "%s", err.msg);
	if (rc == 0 && !problems.len)
		doctor_say(doctor, "configuration", FINE, NULL,
		    "%s, %zu source(s)", cli->config_path,
		    cli->config->sources.len);
}

void
doctor_daemon(struct doctor *doctor, struct cli *cli)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	struct err err = ERR_INIT;
	int status = door_request(
	    cli->config->socket, "GET", "/readyz", NULL, &body, &err);

	if (status == 200 && strstr(buf_str(&body), "read-only"))
		doctor_say(doctor, "daemon", BAD,
		    "check the disk; ambit backup, restart it, and if the "
		    "store is bad: ambit restore FILE",
		    "it runs and writes no more, after an error of the disk");
	else if (status == 200)
		doctor_say(doctor, "daemon", FINE, NULL, "it runs and answers");
	else if (status > 0)
		doctor_say(doctor, "daemon", BAD,
		    "what it says is in its log: journalctl -u ambit",
		    "it runs and is not ready: %s", buf_str(&body));
	else if (status == -ENOENT || status == -ECONNREFUSED)
		doctor_say(doctor, "daemon", NOTE,
		    "systemctl start ambit, or ambit serve", "it does not run");
	else
		doctor_say(doctor, "daemon", BAD, "look at its log; restart it",
		    "%s", err.msg);
}

void
doctor_store(struct doctor *doctor, struct cli *cli)
{
	const char *path = cli->config->store_path;
	struct err err = ERR_INIT;
	int version, rc = store_verify(path, &version, &err);

	if (rc == 0)
		rc = store_intact(path, &err);
	if (rc == 0)
		doctor_say(doctor, "store", FINE, NULL,
		    "%s is sound, schema %d", path, version);
	else if (rc == -ENOENT)
		doctor_say(doctor, "store", NOTE,
		    "it is made by ambit serve or ambit sync",
		    "there is no store yet: %s", path);
	else if (rc == -EUCLEAN || rc == -EIO)
		doctor_say(doctor, "store", BAD,
		    "check the disk, stop the daemon, and put the newest "
		    "backup in its place: ambit restore FILE",
		    "%s", err.msg);
	else
		doctor_say(doctor, "store", BAD, NULL, "%s", err.msg);
}

/* ---- sources ---------------------------------------------------------- */

/* What is wrong with it, or NULL; and what to do. */
static const char *
ill(const struct view_source *source, int64_t now, const char **remedy)
{
	const struct source_health *health = &source->health;

	*remedy = "ambit sync NAME tries it at once; ambit sources NAME tells "
		  "more";
	if (!source->enabled)
		return NULL;
	if (health->last_attempt == 0) {
		*remedy = "ambit serve syncs it, or ambit sync";
		return "it was never synced";
	}
	if (health->held) {
		*remedy = "if the list is right: ambit sync NAME --accept";
		return "its list shrank by more than can be believed";
	}
	if (health->next_attempt == HEALTH_WAITS) {
		*remedy = "mend it, then ambit sync NAME";
		return "it waits for you";
	}
	if (strcmp(health->result, "ok") != 0)
		return "its last sync failed";
	return view_source_stale(source, now)
		   ? "it has brought nothing for longer than it should"
		   : NULL;
}

static void
examine(struct doctor *doctor, const struct view_source *source, int64_t now,
    int *well)
{
	const struct source_health *health = &source->health;
	const char *remedy, *what = ill(source, now, &remedy);
	char age[AGE_TEXT];

	if (health->sandbox[0])
		doctor_say(doctor, "sources", BAD,
		    "use a kernel that has it; see sandbox in [server]",
		    "%s: its last sync ran without %s", source->name,
		    health->sandbox);
	if (what)
		doctor_say(doctor, "sources", health->last_attempt ? BAD : NOTE,
		    remedy, "%s: %s%s%s (last success: %s)", source->name, what,
		    health->message[0] ? ": " : "", health->message,
		    age_format(age, health->last_success, now));
	if (health->quarantined)
		doctor_say(doctor, "sources", NOTE,
		    "ambit sources NAME names each",
		    "%s: %lld item(s) could not be read", source->name,
		    (long long)health->quarantined);
	*well += !what && source->enabled;
}

void
doctor_sources(struct doctor *doctor, struct cli *cli)
{
	CLEANUP(store_closep) struct store *store = NULL;
	int64_t now = clock_now(cli->clock);
	struct err err = ERR_INIT;
	int well = 0;

	if (store_open(cli->config->store_path, DB_READER, &store, &err) < 0)
		return; /* said of the store */
	vec_each(&cli->config->sources, source) {
		struct view_source view = { .name = NULL };

		if (view_source_fill(&view, source, store, &err) < 0)
			doctor_say(doctor, "sources", BAD, NULL, "%s", err.msg);
		else
			examine(doctor, &view, now, &well);
		view_source_release(&view);
	}
	doctor_say(doctor, "sources", FINE, NULL, "%d of %zu are well", well,
	    cli->config->sources.len);
}
