/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads through inih, line by line from a reader of our own, so that every
 * entry knows its line. inih takes lines of at most 199 bytes: the reader
 * hands a longer one over in pieces, each after the first as a continuation,
 * and they are joined again.
 */
#include "ini_file.h"

#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/text.h"

#define FILE_MAX (1 << 20)

struct reader {
	const char *path;
	FILE *file;
	int line;   /* of the line that inih looks at */
	char *text; /* that line, without its end */
	size_t room;
	size_t at; /* what has been handed over of it */
	size_t len;
	bool piece;    /* inih looks at a later piece of the line */
	bool indented; /* the line continues the value before */
	int *line_of;  /* of each line that inih has counted */
	size_t counted, line_room;
	int error;
	struct ini_entries *entries;
	struct config_problems *problems;
};

/* inih counts what it is handed; this remembers which line that was. */
static int
count_line(struct reader *reader)
{
	if (vec_grow((void **)&reader->line_of, &reader->line_room,
		reader->counted + 1, sizeof *reader->line_of) < 0)
		return -ENOMEM;
	reader->line_of[reader->counted++] = reader->line;
	return 0;
}

static bool
next_line(struct reader *reader)
{
	ssize_t len = getline(&reader->text, &reader->room, reader->file);

	if (len < 0)
		return false;
	while (len > 0 && strchr("\r\n", reader->text[len - 1]))
		len--;
	reader->text[len] = '\0';
	reader->len = (size_t)len;
	reader->at = 0;
	reader->line++;
	reader->indented = reader->text[0] == ' ' || reader->text[0] == '\t';
	return true;
}

/* Where to cut: never beside a blank, which inih would strip. */
static size_t
piece_len(const struct reader *reader, size_t most)
{
	size_t left = reader->len - reader->at, len = most;
	const char *text = reader->text + reader->at;

	if (left <= most)
		return left;
	while (len > most / 2 &&
	       (text[len] == ' ' || text[len - 1] == ' ' || text[len] == ';'))
		len--;
	return len;
}

static char *
read_piece(char *out, int room, void *arg)
{
	struct reader *reader = arg;
	size_t len;

	reader->piece = reader->at > 0 && reader->at < reader->len;
	if (!reader->piece && !next_line(reader))
		return NULL;
	if (count_line(reader) < 0) {
		reader->error = -ENOMEM;
		return NULL;
	}
	len = piece_len(reader, (size_t)room - 4);
	snprintf(out, (size_t)room, "%s%.*s\n", reader->piece ? " " : "",
	    (int)len, reader->text + reader->at);
	reader->at += len;
	return out;
}

/* A continuation: of this line's own pieces without, of an indented line with
 * a blank between. */
static int
join(struct ini_entry *entry, const char *value, bool piece)
{
	char *joined;

	if (asprintf(&joined, "%s%s%s", entry->value, piece ? "" : " ", value) <
	    0)
		return -ENOMEM;
	free(entry->value);
	entry->value = joined;
	return 0;
}

static int
add_entry(struct reader *reader, const char *section, const char *key,
    const char *value)
{
	struct ini_entry entry = { strdup(reader->path), reader->line,
		strdup(section), strdup(key), strdup(value) };

	if (entry.file && entry.section && entry.key && entry.value &&
	    vec_push(reader->entries, entry) == 0)
		return 0;
	free(entry.file);
	free(entry.section);
	free(entry.key);
	free(entry.value);
	return -ENOMEM;
}

static int
on_entry(void *arg, const char *section, const char *key, const char *value)
{
	struct reader *reader = arg;
	struct ini_entries *entries = reader->entries;
	struct ini_entry *last =
	    entries->len ? &entries->items[entries->len - 1] : NULL;
	int rc;

	if (last && (reader->piece || reader->indented) &&
	    strcmp(last->key, key) == 0)
		rc = join(last, value, reader->piece);
	else
		rc = add_entry(reader, section, key, value);
	if (rc < 0)
		reader->error = rc;
	return 1;
}

static int
check_file(FILE *file, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fileno(file), &st) < 0)
		return err_errno(err, "read %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, -EINVAL, "%s is not a file", path);
	if (st.st_size > FILE_MAX)
		return err_set(err, -E2BIG,
		    "%s is larger than a configuration may be (1 MiB)", path);
	return 0;
}

int
ini_file_read(const char *path, struct ini_entries *entries,
    struct config_problems *problems, struct err *err)
{
	CLEANUP(fclosep) FILE *file = fopen(path, "re");
	struct reader reader = { .path = path,
		.file = file,
		.entries = entries,
		.problems = problems };
	int wrong, rc = 0;

	if (!file)
		return err_errno(err, "read %s", path);
	if (check_file(file, path, err) < 0)
		return err->code;
	wrong = ini_parse_stream(read_piece, &reader, on_entry, &reader);
	if (reader.error < 0 || wrong < 0)
		rc = err_set(err, -ENOMEM, "read %s", path);
	else if (wrong > 0)
		rc = config_problem_add(problems, path,
		    reader.line_of[wrong - 1],
		    "neither a [section] nor a \"key = value\"");
	free(reader.text);
	free(reader.line_of);
	return rc;
}

void
ini_entries_free(struct ini_entries *entries)
{
	vec_each(entries, entry) {
		free(entry->file);
		free(entry->section);
		free(entry->key);
		free(entry->value);
	}
	vec_free(entries);
}
