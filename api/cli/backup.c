/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit backup [FILE]              a verified copy, also of a store in use
 * ambit restore FILE [--dry-run]   a backup in the store's place
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "cli/cli.h"
#include "store/restore.h"

#define STAMP_TEXT 20

/* The time as part of a file's name: 20260301T100000Z. */
static char *
stamp(char out[STAMP_TEXT], int64_t now)
{
	time_t seconds = (time_t)now;
	struct tm parts;

	gmtime_r(&seconds, &parts);
	strftime(out, STAMP_TEXT, "%Y%m%dT%H%M%SZ", &parts);
	return out;
}

static int
tell(const struct cli *cli, const char *word, const char *path,
    const char *kept, int version)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	struct stat st = { .st_size = 0 };

	stat(path, &st);
	if (!cli->json) {
		printf("%s %s (%.1f MiB, schema %d)\n", word, path,
		    (double)st.st_size / (1 << 20), version);
		return EXIT_SUCCESS;
	}
	buf_adds(&json, "{\"path\":");
	json_add_text(&json, path);
	buf_addf(&json, ",\"bytes\":%lld,\"schema\":%d", (long long)st.st_size,
	    version);
	if (kept) {
		buf_adds(&json, ",\"kept\":");
		json_add_text(&json, kept);
	}
	buf_addc(&json, '}');
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

/* ---- backup ----------------------------------------------------------- */

/* backups/TIME.db in the state folder, which is made. */
static int
usual_name(const struct cli *cli, char out[PATH_MAX], struct err *err)
{
	char when[STAMP_TEXT];
	int len = snprintf(out, PATH_MAX, "%s/backups", cli->config->state_dir);

	if (len < PATH_MAX && mkdir(out, 0700) < 0 && errno != EEXIST)
		return err_errno(err, "make the folder %s", out);
	if (len >= PATH_MAX ||
	    snprintf(out + len, (size_t)(PATH_MAX - len), "/%s.db",
		stamp(when, clock_now(cli->clock))) >= PATH_MAX - len)
		return err_set(err, -ENAMETOOLONG, "backup");
	return 0;
}

int
command_backup(struct cli *cli, int argc, char **argv)
{
	char path[PATH_MAX];
	struct err err = ERR_INIT;
	int n = cli_options(cli, "backup", NULL, argc, argv);
	int status, version;

	if (n < 0 || n > 1)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("usage: ambit backup [FILE]");
	status = cli_config(cli);
	if (status)
		return status;
	if (n == 0 && usual_name(cli, path, &err) < 0)
		return cli_fail(&err);
	if (store_backup(cli->config->store_path, n ? argv[0] : path, &version,
		&err) < 0)
		return cli_fail(&err);
	return tell(cli, "backed up to", n ? argv[0] : path, NULL, version);
}

/* ---- restore ---------------------------------------------------------- */

static void
say_what_to_do(const char *kept)
{
	fprintf(stderr,
	    "What was there is kept as %s\n"
	    "Tokens withdrawn and people erased since the backup was made are "
	    "back:\nlook through them before you start the daemon.\n",
	    kept);
}

static int
restore(struct cli *cli, const char *from, int version)
{
	const char *path = cli->config->store_path;
	char ending[STAMP_TEXT + 16], when[STAMP_TEXT], kept[PATH_MAX];
	struct err err = ERR_INIT;

	snprintf(ending, sizeof ending, ".before-%s",
	    stamp(when, clock_now(cli->clock)));
	snprintf(kept, sizeof kept, "%s%s", path, ending);
	if (store_restore(path, from, ending, &err) < 0)
		return cli_fail(&err);
	if (!cli->json)
		say_what_to_do(kept);
	return tell(cli, "restored", path, kept, version);
}

int
command_restore(struct cli *cli, int argc, char **argv)
{
	bool rehearse = false;
	const struct cli_option options[] = {
		{ "dry-run", NULL, &rehearse },
		{ NULL, NULL, NULL },
	};
	struct err err = ERR_INIT;
	int n = cli_options(cli, "restore", options, argc, argv);
	int status, version;

	if (n != 1)
		return n < 0
			   ? EXIT_USAGE
			   : cli_usage("usage: ambit restore FILE [--dry-run]");
	status = cli_config(cli);
	if (status)
		return status;
	if (store_verify(argv[0], &version, &err) < 0)
		return cli_fail(&err);
	if (rehearse)
		return tell(cli, "would restore", argv[0], NULL, version);
	return restore(cli, argv[0], version);
}
