/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit plugin new NAME [FOLDER]: the skeleton under another name. Its name
 * stands in its files as a word of its own and nowhere in an identifier, so
 * that putting another in its place is all there is to do.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "cli/plugin.h"
#include "cli/skeleton.h"

#define WORD "skeleton"
#define NAME_MOST 40

static const struct copy {
	const char *file, *text;
	const size_t *len;
} copies[] = {
	{ "skeleton.c", skeleton_code, &skeleton_code_len },
	{ "skeleton.scd", skeleton_manual, &skeleton_manual_len },
	{ "Makefile", skeleton_makefile, &skeleton_makefile_len },
	{ "sample/sources.conf", skeleton_sources, &skeleton_sources_len },
	{ "sample/sample.ics", skeleton_sample, &skeleton_sample_len },
};

/* As a source's "plugin = NAME" may say it. */
static bool
name_valid(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len && len <= NAME_MOST && !name[len] && name[0] >= 'a';
}

static void
add_renamed(struct buf *out, const char *text, size_t len, const char *name)
{
	const char *end = text + len, *found;

	while ((found = memmem(text, (size_t)(end - text), WORD,
		    sizeof WORD - 1)) != NULL) {
		buf_add(out, text, (size_t)(found - text));
		buf_adds(out, name);
		text = found + sizeof WORD - 1;
	}
	buf_add(out, text, (size_t)(end - text));
}

static int
file_write(const char *path, const struct buf *text, struct err *err)
{
	FILE *file = fopen(path, "wxe");
	bool written;

	if (!file)
		return err_errno(err, "write %s", path);
	written = fwrite(buf_str(text), 1, text->len, file) == text->len;
	if (fclose(file) != 0 || !written)
		return err_errno(err, "write %s", path);
	return 0;
}

static int
copy_make(const struct copy *copy, const char *folder, const char *name,
    struct err *err)
{
	CLEANUP(buf_free) struct buf path = BUF_INIT, text = BUF_INIT;

	buf_addf(&path, "%s/", folder);
	add_renamed(&path, copy->file, strlen(copy->file), name);
	add_renamed(&text, copy->text, *copy->len, name);
	if (buf_error(&path) || buf_error(&text))
		return err_set(err, -ENOMEM, "make %s", folder);
	return file_write(buf_str(&path), &text, err);
}

static int
folder_make(const char *folder, struct err *err)
{
	CLEANUP(buf_free) struct buf sample = BUF_INIT;

	buf_addf(&sample, "%s/sample", folder);
	if (buf_error(&sample))
		return err_set(err, -ENOMEM, "make %s", folder);
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return err_errno(err, "make the folder %s", folder);
	if (mkdir(buf_str(&sample), 0777) < 0)
		return err_errno(err, "make the folder %s", buf_str(&sample));
	return 0;
}

int
plugin_new(struct cli *cli, int argc, char **argv)
{
	int n = cli_options(cli, "plugin new", NULL, argc, argv);
	const char *name = n > 0 ? argv[0] : "";
	const char *folder = n > 1 ? argv[1] : name;
	struct err err = ERR_INIT;

	if (n < 1 || n > 2)
		return n < 0 ? EXIT_USAGE
			     : cli_usage("plugin new: name the plugin, and a "
					 "folder if it is not to be called so");
	if (!name_valid(name))
		return cli_usage("plugin new: \"%s\" is no name of a plugin: "
				 "a to z, 0 to 9 and -, a letter first",
		    name);
	if (folder_make(folder, &err) < 0)
		return cli_fail(&err);
	for (size_t i = 0; i < ARRAY_LEN(copies); i++)
		if (copy_make(&copies[i], folder, name, &err) < 0)
			return cli_fail(&err);
	printf("%s is a plugin that works. Now:\n"
	       "  cd %s\n"
	       "  make check    builds it and tries it in every way\n"
	       "and then change %s.c.\n",
	    folder, folder, name);
	return EXIT_SUCCESS;
}
