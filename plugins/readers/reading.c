/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop over addresses and pages. A run that could not read all of them
 * never returns AMBIT_OK, so that nothing is taken for vanished.
 */
#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "readers/csv.h"
#include "readers/reader.h"
#include "readers/reply.h"

#define READER_ADDRESS(name_) &reader_##name_,
#define READER_WORD(name_) #name_,

static const struct reader *const readers[] = { READERS(READER_ADDRESS) NULL };
const char *const reading_formats[] = { "auto", READERS(READER_WORD) NULL };

/* In the order of enum csv_encoding. */
const char *const reading_encodings[] = { "auto", "utf-8", "utf-16",
	"windows-1252", NULL };
const char *const reading_delimiters[] = { "auto", "comma", "semicolon", "tab",
	NULL };

/* One address after another; separated by blanks. */
#define BLANKS " \t\r\n"

/* -------------------------------------------------------------- one page */

static const struct reader *
recognise(const struct reading *reading)
{
	const struct reader *best = NULL;
	int most = 0;

	if (reading->config->format)
		return readers[reading->config->format - 1];
	for (size_t i = 0; readers[i]; i++) {
		int sure = readers[i]->recognise(reading);

		if (sure > most) {
			most = sure;
			best = readers[i];
		}
	}
	return best;
}

static int
document_read(struct reading *reading)
{
	const struct reader *reader = recognise(reading);

	if (!reading->len)
		return reading_fail(reading, "it is empty");
	if (!reader)
		return reading_fail(reading,
		    "of no format that is known (sent as %s); set format if "
		    "it should be",
		    reading->content_type ? reading->content_type : "nothing");
	reading->format = reader->name;
	return reader_read(reader, reading);
}

static int
page_read(struct reading *reading, const char *url, const char *accept)
{
	const struct ambit_request request = { .size = sizeof request,
		.url = url,
		.accept = accept,
		.bearer = reading->config->token };
	const struct ambit_reply *reply =
	    reading->host->fetch(reading->run, &request);
	int result = reply_result(reply, reading->host, reading->run);

	if (result != AMBIT_OK)
		return result;
	reading->url = reply->final_url ? reply->final_url : url;
	reading->content_type = reply->content_type;
	reading->text = reply->body;
	reading->len = reply->body_len;
	return document_read(reading);
}

/* ------------------------------------------------------------- addresses */

static void
accept_make(const struct reading_config *config, char *out, size_t room)
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; readers[i]; i++) {
		if (config->format && config->format != (int)i + 1)
			continue;
		if (strstr(out, readers[i]->accept))
			continue;
		len += (size_t)snprintf(
		    out + len, room - len, "%s, ", readers[i]->accept);
		if (len + 16 > room)
			break;
	}
	snprintf(out + (len < room - 16 ? len : 0), 16, "*/*;q=0.1");
}

/* The address and the pages that follow it. */
static int
address_read(struct reading *reading, const char *address)
{
	char *url = strdup(address), accept[512];
	int64_t left = reading->config->max_pages;
	int result = url ? AMBIT_OK : AMBIT_BUG;

	accept_make(reading->config, accept, sizeof accept);
	while (url && result == AMBIT_OK) {
		result = left-- > 0
			     ? page_read(reading, url, accept)
			     : reading_fail(reading,
				   "it has more than %lld pages (see "
				   "max_pages)",
				   (long long)reading->config->max_pages);
		free(url);
		url = reading->next;
		reading->next = NULL;
	}
	free(url);
	if (reading->end) {
		int ended = reading->end(reading->arg, result == AMBIT_OK);

		if (result == AMBIT_OK)
			result = ended;
	}
	return result;
}

/* The next of them into *at, as a new text; NULL after the last. */
static char *
address_next(const char **at)
{
	const char *start = *at + strspn(*at, BLANKS);
	size_t len = strcspn(start, BLANKS);

	*at = start + len;
	return len ? strndup(start, len) : NULL;
}

/* May the other addresses still be read after this? */
static int
goes_on(int result)
{
	return result == AMBIT_OK || result == AMBIT_RETRY ||
	       result == AMBIT_AUTH;
}

static int
addresses_read(struct reading *reading, const char *urls)
{
	int first = AMBIT_OK;
	char *url;

	while ((url = address_next(&urls)) != NULL) {
		int result = address_read(reading, url);

		free(url);
		if (!goes_on(result))
			return result;
		if (first == AMBIT_OK)
			first = result;
	}
	return first;
}

int
reading_run(const struct reading_config *config, const void *plugin_config,
    const struct ambit_host *host, struct ambit_run *run, item_take take)
{
	return reading_run_whole(
	    config, plugin_config, NULL, host, run, take, NULL);
}

int
reading_run_whole(const struct reading_config *config,
    const void *plugin_config, void *state, const struct ambit_host *host,
    struct ambit_run *run, item_take take, reading_end end)
{
	struct reading_sync sync = { plugin_config, host, run, state };
	struct reading reading = { .config = config,
		.host = host,
		.run = run,
		.take = take,
		.end = end,
		.arg = &sync };
	int result = AMBIT_OK, others = AMBIT_OK;

	if (config->url)
		result = address_read(&reading, config->url);
	if (config->urls && goes_on(result))
		others = addresses_read(&reading, config->urls);
	if (result == AMBIT_OK)
		result = others;
	if (config->urls && goes_on(result) && result != AMBIT_OK)
		host->checkpoint(run, NULL);
	return result;
}

/* ----------------------------------------------------------------- check */

static int
is_address(const char *url)
{
	return !strncasecmp(url, "https://", 8) ||
	       !strncasecmp(url, "http://", 7) || !strncasecmp(url, "file:", 5);
}

const char *
reading_check(const struct reading_config *reading)
{
	const char *urls = reading->urls ? reading->urls : "";
	int count = reading->url != NULL;
	char *url;

	for (; (url = address_next(&urls)) != NULL; count++) {
		int sound = is_address(url);

		free(url);
		if (!sound)
			return "urls: each address begins with https://, "
			       "http:// or file:";
	}
	return count ? csv_check(reading->columns, reading->dates)
		     : "url is needed: what is to be read";
}
