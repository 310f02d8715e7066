/* SPDX-License-Identifier: Apache-2.0 */
/* Tries to write into the store itself, whose path it is told. */
#include <fcntl.h>

#include "bad.h"

struct config {
	const char *path;
};

static const struct ambit_key keys[] = {
	AMBIT_KEY(AMBIT_STRING, struct config, path, .help = "The store."),
	{ .name = NULL },
};

static int
bad_sync(const void *config, const char *cursor, const struct ambit_host *host,
    struct ambit_run *run)
{
	const char *path = ((const struct config *)config)->path;
	struct ambit_event event = bad_event("one");

	(void)cursor;
	host->emit(run, &event);
	return bad_door(
	    host, run, "open the store", open(path, O_RDWR | O_CLOEXEC));
}

AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = {
	AMBIT_PLUGIN_HEAD,
	BAD_PARTS(bad_sync),
	.keys = keys,
	.config_size = sizeof(struct config),
};
