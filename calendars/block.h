/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A block: a stretch of a feed that is kept as it is sent, plain and
 * deflated, with its digest. Immutable, shared by reference count.
 *
 * Each block is deflated alone (RFC 1951) and ended by a full flush, so blocks
 * joined in any order are one deflate stream, and their checksums combine.
 * That costs a few per cent of size and saves compressing a whole feed for
 * one change.
 */
#ifndef AMBIT_CALENDARS_BLOCK_H
#define AMBIT_CALENDARS_BLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct block {
	atomic_int refs;
	size_t len, packed_len;
	uint32_t crc;    /* of the plain octets (RFC 1952 section 8) */
	uint32_t crc_op; /* brings a checksum over len octets */
	unsigned char digest[DIGEST_BYTES];
	const char *packed; /* behind the plain octets */
	char bytes[];
};

struct packer; /* a compressor, used again and again; one thread */

struct packer *packer_new(void); /* NULL: no memory */
void packer_free(struct packer *packer);
void packer_freep(struct packer **packer);

/* A stretch of text, on loan. */
struct stretch {
	const char *text;
	size_t len;
};

/* The block of the stretches joined; last: it ends the stream. NULL when
 * memory runs out. */
struct block *block_new(struct packer *packer, const struct stretch *stretches,
    size_t n, bool last);

struct block *block_ref(struct block *block);
void block_unref(struct block *block);

/* The checksum of what crc is of, followed by the block. */
uint32_t block_crc(uint32_t crc, const struct block *block);

#endif
