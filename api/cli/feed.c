/* SPDX-License-Identifier: Apache-2.0 */
/* ambit feed [ID] [--output FILE] */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "calendars/feed.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "rest/view.h"
#include "store/changes.h"

static int
print_part(const void *bytes, size_t len, void *arg)
{
	return fwrite(bytes, 1, len, arg) == len ? 0 : -1;
}

static int
write_feed(const struct feed *feed, const char *path)
{
	CLEANUP(fclosep) FILE *file = path ? fopen(path, "we") : NULL;
	FILE *out = file ? file : stdout;
	struct err err = ERR_INIT;

	if (path && !file) {
		err_errno(&err, "write %s", path);
		return cli_fail(&err);
	}
	if (feed_parts(feed, FEED_PLAIN, print_part, out) != 0 ||
	    fflush(out) != 0) {
		err_errno(&err, "write the feed");
		return cli_fail(&err);
	}
	return EXIT_SUCCESS;
}

static void
add_json(struct buf *buf, const struct feed *feed)
{
	buf_adds(buf, buf->len > 1 ? ",\n{\"id\":" : "\n{\"id\":");
	json_add_text(buf, feed_id(feed));
	buf_adds(buf, ",\"title\":");
	json_add_text(buf, feed_title(feed));
	buf_addf(buf,
	    ",\"events\":%zu,\"bytes\":%zu,\"etag\":", feed_events(feed),
	    feed_length(feed, FEED_PLAIN));
	json_add_text(buf, feed_etag(feed));
	buf_addc(buf, '}');
}

static int
list(const struct cli *cli, const struct feedset *set)
{
	static const char *const heads[] = { "FEED", "EVENTS", "BYTES", "TITLE",
		NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	CLEANUP(buf_free) struct buf json = BUF_INIT;

	if (!table)
		return EXIT_FAILURE;
	buf_addc(&json, '[');
	for (size_t i = 0; i < feedset_count(set); i++) {
		const struct feed *feed = feedset_at(set, i);

		add_json(&json, feed);
		table_add(table, feed_id(feed));
		table_addf(table, "%zu", feed_events(feed));
		table_addf(table, "%zu", feed_length(feed, FEED_PLAIN));
		table_add(table, feed_title(feed));
	}
	buf_addc(&json, ']');
	if (!cli->json)
		return table_print(table, stdout) < 0;
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

/* The feeds as the daemon would make them from the store now. */
static int
build(struct cli *cli, struct snapshot **snapshot, struct feedset **set)
{
	struct feed_options options = view_feed_options(cli->config);
	struct err err = ERR_INIT;
	int64_t seq, at;

	if (changes_last(cli->store, &seq, &at, &err) < 0 ||
	    view_prefer(cli->store, cli->config, &err) < 0 ||
	    snapshot_load(cli->store, cli->zones, snapshot, &err) < 0 ||
	    feedset_build(*snapshot, &options, cli->zones,
		clock_now(cli->clock), at, set, &err) < 0)
		return cli_fail(&err);
	return EXIT_SUCCESS;
}

static int
show(const struct cli *cli, const struct feedset *set, const char *id,
    const char *path)
{
	const struct feed *feed;

	if (!id)
		return list(cli, set);
	feed = feedset_find(set, id);
	if (!feed)
		return cli_usage("feed: there is no feed \"%s\"; \"ambit "
				 "feed\" lists them",
		    id);
	return write_feed(feed, path);
}

int
command_feed(struct cli *cli, int argc, char **argv)
{
	const char *path = NULL;
	const struct cli_option options[] = {
		{ "output", &path, NULL },
		{ NULL, NULL, NULL },
	};
	struct snapshot *snapshot = NULL;
	struct feedset *set = NULL;
	int n = cli_options(cli, "feed", options, argc, argv);
	int status;

	if (n < 0 || n > 1)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("feed takes one feed's id at most");
	status = cli_store(cli);
	if (!status)
		status = build(cli, &snapshot, &set);
	if (!status)
		status = show(cli, set, n ? argv[0] : NULL, path);
	feedset_unref(set);
	snapshot_unref(snapshot);
	return status;
}
