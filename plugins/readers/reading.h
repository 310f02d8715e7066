/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For the authors of plugins that read what somebody publishes. It fetches
 * each address that is configured, recognises the format, and calls the plugin
 * for each event that it finds: the plugin says what kind of event that is,
 * fills in its kind's own fields, checks and emits it. So every plugin reads
 * every format, and takes the same keys for it:
 *
 *     struct config {
 *             struct reading_config reading;
 *             const char *network;
 *     };
 *     static const struct ambit_key keys[] = {
 *             READING_KEYS(struct config, reading),
 *             AMBIT_KEY(AMBIT_STRING, struct config, network, ...),
 *             { .name = NULL },
 *     };
 */
#ifndef AMBIT_READERS_READING_H
#define AMBIT_READERS_READING_H

#include "readers/item.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is configured of every source that is read. */
struct reading_config {
	const char *url, *urls;
	const char *token;
	const char *zone, *language, *country;
	int64_t max_pages;
	int format;
	int derive_uid;
	const char *columns, *dates; /* of tables */
	int delimiter, encoding, header;
};

/* "auto" and each format's name; ends with NULL. */
extern const char *const reading_formats[];
extern const char *const reading_delimiters[];
extern const char *const reading_encodings[];

#define READING_KEY(type_, struct_, part_, member_, ...) \
	{ \
		.name = #member_, .type = (type_), \
		.offset = AMBIT_KEY_OFFSET(type_, struct_, part_.member_), \
		__VA_ARGS__ \
	}
#define READING_KEYS(struct_, part_) \
	READING_KEY(AMBIT_URL, struct_, part_, url, \
	    .help = "What is read: https, http, or file: and a path below " \
		    "the data folder."), \
	    READING_KEY(AMBIT_STRING, struct_, part_, urls, \
		.help = \
		    "Several addresses, separated by blanks, instead of or " \
		    "beside url."), \
	    READING_KEY(AMBIT_CHOICE, struct_, part_, format, \
		.fallback = "auto", .choices = reading_formats, \
		.help = \
		    "What it is written in; auto tells by its type and its " \
		    "first bytes."), \
	    READING_KEY(AMBIT_SECRET, struct_, part_, token, \
		.help = "Sent as \"Authorization: Bearer\"."), \
	    READING_KEY(AMBIT_INT, struct_, part_, max_pages, \
		.fallback = "100", .min = 1, .max = 10000, \
		.help = "Most pages of a list that comes in pages."), \
	    READING_KEY(AMBIT_ZONE, struct_, part_, zone, \
		.help = \
		    "The time zone of times that name none; without it the " \
		    "source's own default."), \
	    READING_KEY(AMBIT_STRING, struct_, part_, language, \
		.help = "The language (such as en) of texts that name none."), \
	    READING_KEY(AMBIT_STRING, struct_, part_, country, \
		.help = \
		    "The country (two letters) of places that name none, if " \
		    "they are all in one."), \
	    READING_KEY(AMBIT_BOOL, struct_, part_, derive_uid, \
		.fallback = "no", \
		.help = "Take items without an id too, known by title, start " \
			"and place."), \
	    READING_KEY(AMBIT_STRING, struct_, part_, columns, \
		.help = \
		    "Which column of a table is what: title=Name, start=Name " \
		    "as dmy, ...; see ambit-reading. Without it those that " \
		    "are called so."), \
	    READING_KEY(AMBIT_STRING, struct_, part_, dates, \
		.help = \
		    "How dates are written: dmy, mdy, ymd; ca, es, en, fr; " \
		    "serial; the year of those without. Default: iso."), \
	    READING_KEY(AMBIT_CHOICE, struct_, part_, delimiter, \
		.fallback = "auto", .choices = reading_delimiters, \
		.help = "What separates the columns of a table."), \
	    READING_KEY(AMBIT_CHOICE, struct_, part_, encoding, \
		.fallback = "auto", .choices = reading_encodings, \
		.help = "The character set of a table."), \
	    READING_KEY(AMBIT_BOOL, struct_, part_, header, .fallback = "yes", \
		.help = "Does a table begin with the names of its columns?")

/* What the plugin's item_take is given as arg. */
struct reading_sync {
	const void *config; /* the plugin's own */
	const struct ambit_host *host;
	struct ambit_run *run;
	void *state; /* reading_run_whole's; else NULL */
};

/*
 * Reads all that is configured, handing each event to take with a struct
 * reading_sync. One address of several that fails does not keep the others
 * from being read: what they brought is committed, and the failure returned.
 * Returns what sync should.
 */
int reading_run(const struct reading_config *reading, const void *config,
    const struct ambit_host *host, struct ambit_run *run, item_take take);

/*
 * For plugins that make one event of several items: the same with a state of
 * theirs, and with end called after each address and its pages; whole tells
 * whether all of them could be read, so that what was kept may be emitted.
 * end returns AMBIT_OK, or the result that ends the reading.
 */
typedef int (*reading_end)(void *arg, int whole);
int reading_run_whole(const struct reading_config *reading, const void *config,
    void *state, const struct ambit_host *host, struct ambit_run *run,
    item_take take, reading_end end);

/* For the plugin's check: what is wrong, in one sentence; NULL. */
const char *reading_check(const struct reading_config *reading);

#ifdef __cplusplus
}
#endif

#endif
