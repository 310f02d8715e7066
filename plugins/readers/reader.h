/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For the authors of formats. A reader is one constant, reader_NAME, and one
 * row in the list below: from then on every plugin that reads (reading.h)
 * knows the format by its name and recognises it by itself.
 */
#ifndef AMBIT_READERS_READER_H
#define AMBIT_READERS_READER_H

#include "readers/item.h"
#include "readers/reading.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All formats. What recognises equally well: the first. */
/* clang-format off */
#define READERS(ROW) \
	ROW(ical) \
	ROW(confs) \
	ROW(csv) \
	ROW(schedule) \
	ROW(pentabarf) \
	ROW(indico) \
	ROW(tribe) \
	ROW(eu_calls) \
	ROW(jsonld) \
	ROW(rss)
/* clang-format on */

/* One document being read: what came, and where its items go. */
struct reading {
	const struct reading_config *config;
	const struct ambit_host *host;
	struct ambit_run *run;
	const char *url;          /* after redirects: for relative links */
	const char *content_type; /* may be NULL */
	const char *text;         /* followed by a NUL that is not counted */
	size_t len;
	const char *format; /* the reader's name */
	item_take take;
	reading_end end; /* NULL */
	void *arg;
	uint64_t given;
	char *next; /* see reading_continue */
};

struct reader {
	const char *name;
	const char *accept; /* its media types, for the Accept header */

	/* 0: it is not of this format; up to 100: it certainly is. Looks at
	 * content_type, url and the first bytes only. */
	int (*recognise)(const struct reading *reading);

	/* Hands over each item by reading_give; quarantines what it cannot
	 * read by name and line. AMBIT_OK; what reading_give returned when
	 * that was not AMBIT_OK; or, by reading_fail, AMBIT_RETRY when the
	 * document as a whole cannot be read. */
	int (*read)(struct reading *reading);
};

/* ---------------------------------------------------- to recognise by --- */

/* Is it sent as this media type ("text/calendar"), whatever its parameters? */
int reading_is_type(const struct reading *reading, const char *type);

/* Does its path end so (".ics"), whatever the case and the query? */
int reading_is_named(const struct reading *reading, const char *suffix);

/* Does it begin so, after a byte order mark and blanks, whatever the case? */
int reading_begins(const struct reading *reading, const char *start);

/* Does this stand in its first 64 KiB? */
int reading_mentions(const struct reading *reading, const char *text);

/* --------------------------------------------------------- to read by --- */

/*
 * Hands one item on, with what the source's configuration says of all of
 * them: language and country where the event names none, and a uid from its
 * content where it has none and derive_uid allows it; else it is quarantined.
 * Returns AMBIT_OK, or the result to end the reading with; also when it is
 * time to stop.
 */
int reading_give(struct reading *reading, struct ambit_event *event,
    struct item_extra *extra);

/* Logs "the document cannot be read: why" as an error; AMBIT_RETRY. */
int reading_fail(struct reading *reading, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Reads the document. What was read while memory ran out is not to be trusted:
 * then it ends with an error in the log and AMBIT_RETRY. */
int reader_read(const struct reader *reader, struct reading *reading);

/* The document goes on at this absolute address, which is read after it. */
void reading_continue(struct reading *reading, const char *url);

#define READER_DECLARE(name_) extern const struct reader reader_##name_;
READERS(READER_DECLARE)

#ifdef __cplusplus
}
#endif

#endif
