/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin_place.h"

#include <libgen.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

#define OTHERS (S_IWGRP | S_IWOTH)

/* What is at path is ours alone; -EPERM. */
static int
owner_check(const char *plugin, const char *path, const struct stat *st,
    bool may_be_sticky, struct err *err)
{
	const char *what = S_ISDIR(st->st_mode) ? "folder" : "file";

	if (st->st_uid != 0 && st->st_uid != geteuid())
		return err_set(err, -EPERM,
		    "plugin %s is not loaded: the %s %s belongs to user %u; "
		    "give it to root (chown root %s)",
		    plugin, what, path, st->st_uid, path);
	if (!(st->st_mode & OTHERS) || (may_be_sticky && st->st_mode & S_ISVTX))
		return 0;
	return err_set(err, -EPERM,
	    "plugin %s is not loaded: the %s %s may be written by others than "
	    "its owner (chmod go-w %s)",
	    plugin, what, path, path);
}

/* From what is at the real path up to the root. */
static int
chain_check(const char *plugin, char *real, struct err *err)
{
	bool above = false; /* its own folder */
	struct stat st;
	char *slash;

	for (;;) {
		if (stat(real, &st) < 0)
			return err_errno(err, "plugin %s", plugin);
		if (owner_check(plugin, real, &st, above, err) < 0)
			return err->code;
		above = S_ISDIR(st.st_mode);
		slash = strrchr(real, '/');
		if (!slash || !real[1])
			return 0;
		slash[slash == real] = '\0';
	}
}

int
plugin_place_check(const char *path, struct err *err)
{
	CLEANUP(freep) char *real = realpath(path, NULL);
	CLEANUP(freep) char *folder = NULL, *named = strdup(path);
	struct stat st;

	if (!real || !named || stat(real, &st) < 0)
		return err_errno(err, "plugin %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, -EINVAL, "plugin %s is not a file", path);
	if (chain_check(path, real, err) < 0)
		return err->code;
	folder = realpath(dirname(named), NULL); /* where a link to it lies */
	if (!folder)
		return err_errno(err, "plugin %s", path);
	return chain_check(path, folder, err);
}
