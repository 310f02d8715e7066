/* SPDX-License-Identifier: Apache-2.0 */
/* Small services for text: UTF-8, nearness of words, JSON strings. */
#ifndef AMBIT_BASE_TEXT_H
#define AMBIT_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms)? */
bool utf8_valid(const char *text, size_t len);

/* Removes C0 controls other than tab and newline, DEL, C1 controls and the
 * bidirectional overrides (U+202A..U+202E, U+2066..U+2069), in place; CRLF and
 * lone CR become LF. The text must be valid UTF-8. Returns its new length. */
size_t text_clean(char *text);

/* ASCII letters made small; other bytes kept. In place. */
void text_lower(char *text);

/* The one of n words nearest to word by Damerau-Levenshtein distance, whatever
 * the case of its letters, or NULL when none is within a third of its length
 * (at least 1). For "did you mean". */
const char *text_nearest(const char *word, const char *const *words, size_t n);

/* Adds text as a JSON string with its quotes (RFC 8259 section 7); invalid
 * UTF-8 becomes U+FFFD. "</" is written "<\/". NULL is written null. */
void json_add_text(struct buf *buf, const char *text);

/* Is text one of the list's, which ends with NULL, or is NULL? */
bool texts_have(const char *const *list, const char *text);

/* Adds text with every byte percent-encoded that is not unreserved (RFC 3986
 * section 2.3): for a segment of a path, a name or value of a query. */
void url_add_encoded(struct buf *buf, const char *text);

/* A 64-bit hash of bytes, the same on every machine, for tables and shard
 * boundaries; not against an adversary. */
uint64_t hash64(const void *bytes, size_t len, uint64_t seed);

/* BLAKE2b-256 (RFC 7693), 32 bytes, over the parts added; for fingerprints,
 * ETags, UIDs. */
#define DIGEST_BYTES 32
#define DIGEST_HEX (2 * DIGEST_BYTES + 1)

struct digest_state {
	_Alignas(64) unsigned char opaque[384];
};
void digest_start(struct digest_state *state);
void digest_add(struct digest_state *state, const void *bytes, size_t len);
/* The length first, so that parts cannot run into each other; NULL differs
 * from "". */
void digest_add_text(struct digest_state *state, const char *text);
void digest_end(struct digest_state *state, unsigned char out[DIGEST_BYTES]);
/* The first n bytes as 2n lower-case hex digits and NUL. */
char *hex_format(char *out, const unsigned char *bytes, size_t n);

/* A new UUID version 7 (RFC 9562 section 5.7) for the given time in
 * milliseconds, 36 characters and NUL; increasing within a process. */
#define UUID_TEXT 37
char *uuid_new(char out[UUID_TEXT], int64_t unix_ms);
/* 8-4-4-4-12 lower-case hex digits, as uuid_new writes them? */
bool uuid_valid(const char *text);

#endif
