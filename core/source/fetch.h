/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fetch broker: what a plugin wants from the network or from the data
 * folder is fetched here, by the daemon, with libcurl's multi interface; the
 * plugin's process has no socket.
 *
 * A body lands in a file of the cache folder (one for each source and URL)
 * with its ETag and Last-Modified; the next fetch is conditional, and an
 * answer 304 gives the kept body again. The cache file is replaced by rename,
 * so that a plugin that reads the old one is not disturbed.
 */
#ifndef AMBIT_SOURCE_FETCH_H
#define AMBIT_SOURCE_FETCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct manners;

struct fetch_options {
	const char *data_dir;  /* file: URLs are below it; NULL: none allowed */
	const char *cache_dir; /* NULL: nothing is kept */
	int64_t max_bytes;     /* decoded bytes of a body */
	int64_t total_ms;      /* most time of one fetch */
	int max_redirects;
	struct manners *manners; /* towards hosts; NULL: none */
	bool allow_private; /* loopback, link-local and private addresses */
	const char *user_agent;
};
extern const struct fetch_options fetch_options_default;

struct fetcher;

/* A broker for one source. Used from one thread at a time. */
int fetcher_new(const char *source, const struct fetch_options *options,
    struct fetcher **out, struct err *err);
void fetcher_free(struct fetcher *fetcher);

struct fetch_request {
	const char *url, *accept, *bearer;
	int64_t max_bytes; /* 0, or less than the options' */
	int64_t max_ms;    /* 0, or less than the options' total_ms */
};

struct fetch_reply {
	int status; /* 0: no answer, see error */
	int fd;     /* of the body, read-only, at offset 0; -1 when status 0 */
	int64_t body_len;
	bool unchanged;
	char content_type[128];
	char final_url[1024];
	char error[256];
};

/*
 * Fetches; blocks at most until the options' time, or until *cancel (may be
 * NULL) turns true. Failure is a reply with status 0, never an error return.
 */
void fetcher_get(struct fetcher *fetcher, const struct fetch_request *request,
    const atomic_bool *cancel, struct fetch_reply *reply);
void fetch_reply_free(struct fetch_reply *reply);

/* Removes what all sources have sent and is kept below the daemon's folder;
 * the next sync fetches it anew. */
int fetched_forget(const char *state_dir, struct err *err);

/* url without user, password and query, for logs and health; returns out. */
char *url_for_people(const char *url, char *out, size_t room);

#endif
