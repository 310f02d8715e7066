/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request's query parameters, read one by one; what is wrong is gathered
 * and answered at once, each with its name and what would be right.
 */
#ifndef AMBIT_REST_QUERY_H
#define AMBIT_REST_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/words.h"
#include "base/zone.h"
#include "http/problem.h"
#include "http/server.h"
#include "model/plan.h"

struct query {
	const struct http_request *request;
	struct invalid invalid;
};

/* Notes every parameter that is not among names (which ends with NULL), with
 * the nearest right one. */
void query_start(struct query *query, const struct http_request *request,
    const char *const *names);

/* Answers 422 and returns true when something was wrong. Frees. */
bool query_refused(struct query *query, struct http_reply *reply);

/* For a route that takes no parameters: refuses one that is given, as
 * query_refused does. */
bool query_any(const struct http_request *request, struct http_reply *reply);

/* NULL when it is not given. */
const char *query_text(struct query *query, const char *name);

/* A date (its beginning in the zone; NULL: UTC) or an RFC 3339 instant;
 * fallback when it is not given. */
int64_t query_time(struct query *query, const char *name,
    const struct zone *zone, int64_t fallback);
/* Is it given as a date? Then *day is that day. */
bool query_day(struct query *query, const char *name, int64_t *day);

int64_t query_int(struct query *query, const char *name, int64_t fallback,
    int64_t min, int64_t max);

/* An index into words, which end with NULL; 0 when it is not given. */
int
query_choice(struct query *query, const char *name, const char *const *words);

bool query_flag(struct query *query, const char *name);

/* min_score, 0..100, which wants a plan; 0 when it is not given. */
int64_t query_score(struct query *query, const struct plan *plan);

/* A page's size: 1 to 500, 100 when it is not given. */
int64_t query_limit(struct query *query);

/* Of our own words; English, where tag is NULL, and where it is no language of
 * ours, which is noted as what is wrong at where. */
enum language
language_asked(const char *tag, struct invalid *invalid, const char *where);

/*
 * An opaque cursor: the text that a page ended at, in base 16. decode gives
 * its bytes into out, NUL-terminated; false when it is not given or wrong
 * (which has been noted).
 */
#define CURSOR_MAX 1200
bool query_cursor(struct query *query, char out[CURSOR_MAX]);
/* out has room for 2 * CURSOR_MAX. */
char *cursor_encode(char out[2 * CURSOR_MAX], const char *position);

#endif
