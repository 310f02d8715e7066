/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the fetch broker share. */
#ifndef AMBIT_SOURCE_FETCH_PARTS_H
#define AMBIT_SOURCE_FETCH_PARTS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/text.h"
#include "source/fetch.h"

/*
 * Is this an address of the public Internet? Not: loopback, private,
 * link-local, shared, documentation, benchmark, multicast, reserved and
 * unspecified ones (IANA's special-purpose registries, RFC 6890), nor IPv6
 * forms that carry such an IPv4 address (mapped, NAT64, 6to4, compatible).
 */
bool address_public(const struct sockaddr *address);

struct fetcher {
	struct fetch_options options;
	char *source;
	char *data_dir, *cache_path, *user_agent; /* what options point to */
	int cache;                                /* the folder; -1: none */
	void *multi;                              /* of fetch_http.c */
};

/* The lesser of what is wanted (0: no wish) and what is allowed. */
int64_t fetch_lesser(int64_t wanted, int64_t most);

/* A reply of status 0 that says why. */
void fetch_fail(struct fetch_reply *reply, const char *url, const char *why);

/* libcurl's state of one fetcher; NULL when memory runs out. */
void *http_new(void);
void http_free(void *multi);

/* Fills reply from an http or https URL. */
void fetch_http(struct fetcher *fetcher, const struct fetch_request *request,
    const atomic_bool *cancel, struct fetch_reply *reply);

/* Fills reply from a "file:" URL. */
void fetch_file(const struct fetch_options *options, const char *url,
    int64_t max_bytes, struct fetch_reply *reply);

/* What is kept of an answer beside its body. */
struct kept {
	int fd; /* of the body, at offset 0; -1 */
	int64_t body_len;
	char etag[256];
	char modified[64]; /* Last-Modified, as sent */
	char content_type[128];
	char final_url[1024];
};

/* The name of the cache file for a source, a URL and a credential. */
char *kept_name(char out[DIGEST_HEX], const char *source, const char *url,
    const char *bearer);

/* 0, or -ENOENT when nothing sound is kept under this name. */
int kept_open(int dir, const char *name, struct kept *out);

/* A body on its way in: a file beside its place, or memory when dir is -1. */
struct draft {
	int dir, fd;
	char name[DIGEST_HEX + 8]; /* "" in memory */
};

int draft_open(struct draft *draft, int dir, const char *name);

int draft_add(struct draft *draft, const void *bytes, size_t len);

/* Puts it in its place, with what belongs to it. */
int draft_keep(struct draft *draft, const char *name, const struct kept *kept);

/* A read-only descriptor of the body; -errno. */
int draft_reopen(const struct draft *draft);

/* Removes what was not kept. */
void draft_free(struct draft *draft);

#endif
