/* SPDX-License-Identifier: Apache-2.0 */
/* The plugins of a folder: its files NAME.so, by name. */
#include "runner.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
is_shared_object(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 3 &&
	       !strcmp(entry->d_name + len - 3, ".so");
}

static void
entries_free(struct dirent **entries, int n)
{
	for (int i = 0; i < n; i++)
		free(entries[i]);
	free(entries);
}

int
plugin_paths_list(const char *dir, struct plugin_paths *out, struct err *err)
{
	struct plugin_paths paths = { NULL, 0 };
	struct dirent **entries;
	int n = scandir(dir, &entries, is_shared_object, alphasort);

	if (n < 0)
		return err_errno(err, "list the plugins in %s", dir);
	paths.items = calloc((size_t)n + 1, sizeof *paths.items);
	for (int i = 0; paths.items && i < n; i++) {
		if (asprintf(&paths.items[i], "%s/%s", dir,
			entries[i]->d_name) < 0) {
			paths.items[i] = NULL;
			break;
		}
		paths.len++;
	}
	entries_free(entries, n);
	if (!paths.items || paths.len < (size_t)n) {
		plugin_paths_free(&paths);
		return err_set(err, -ENOMEM, "list the plugins in %s", dir);
	}
	*out = paths;
	return 0;
}

void
plugin_paths_free(struct plugin_paths *paths)
{
	for (size_t i = 0; i < paths->len; i++)
		free(paths->items[i]);
	free(paths->items);
	*paths = (struct plugin_paths){ NULL, 0 };
}
