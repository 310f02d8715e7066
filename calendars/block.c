/* SPDX-License-Identifier: Apache-2.0 */
#include "block.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "base/cleanup.h"

#define PACK_LEVEL 4 /* 6 is 2 % smaller and costs half as much again */
#define PACK_WINDOW 15
#define PACK_MEMORY 8

struct packer {
	z_stream stream;
	unsigned char *room; /* grows to the largest block */
	size_t cap;
};

struct packer *
packer_new(void)
{
	struct packer *packer = calloc(1, sizeof *packer);

	/* A negative window: raw deflate, without zlib's own frame. */
	if (packer &&
	    deflateInit2(&packer->stream, PACK_LEVEL, Z_DEFLATED, -PACK_WINDOW,
		PACK_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(packer);
		return NULL;
	}
	return packer;
}

void
packer_free(struct packer *packer)
{
	if (!packer)
		return;
	deflateEnd(&packer->stream);
	free(packer->room);
	free(packer);
}

void
packer_freep(struct packer **packer)
{
	packer_free(*packer);
}

static bool
packer_reserve(struct packer *packer, size_t len)
{
	/* deflateBound is for one finished stream; the flush adds an empty
	 * block (RFC 1951 section 3.2.4). */
	size_t need = deflateBound(&packer->stream, len) + 16;
	unsigned char *room;

	if (need <= packer->cap)
		return true;
	room = realloc(packer->room, need);
	if (!room)
		return false;
	packer->room = room;
	packer->cap = need;
	return true;
}

/* Deflates the stretches into packer->room. */
static bool
pack(struct packer *packer, const struct stretch *stretches, size_t n,
    size_t len, bool last, size_t *packed_len)
{
	z_stream *stream = &packer->stream;

	if (deflateReset(stream) != Z_OK || !packer_reserve(packer, len))
		return false;
	stream->next_out = packer->room;
	stream->avail_out = (uInt)packer->cap;
	for (size_t i = 0; i < n; i++) {
		stream->next_in = (z_const Bytef *)stretches[i].text;
		stream->avail_in = (uInt)stretches[i].len;
		if (stream->avail_in && deflate(stream, Z_NO_FLUSH) != Z_OK)
			return false;
	}
	if (deflate(stream, last ? Z_FINISH : Z_FULL_FLUSH) !=
	    (last ? Z_STREAM_END : Z_OK))
		return false;
	*packed_len = packer->cap - stream->avail_out;
	return true;
}

static void
block_fill(struct block *block, const struct stretch *stretches, size_t n)
{
	struct digest_state state;
	char *to = block->bytes;

	for (size_t i = 0; i < n; i++) {
		memcpy(to, stretches[i].text, stretches[i].len);
		to += stretches[i].len;
	}
	block->len = (size_t)(to - block->bytes);
	block->crc = (uint32_t)crc32_z(0, (Bytef *)block->bytes, block->len);
	block->crc_op = (uint32_t)crc32_combine_gen((z_off_t)block->len);
	digest_start(&state);
	digest_add(&state, block->bytes, block->len);
	digest_end(&state, block->digest);
}

struct block *
block_new(
    struct packer *packer, const struct stretch *stretches, size_t n, bool last)
{
	struct block *block;
	size_t len = 0, packed_len;

	for (size_t i = 0; i < n; i++)
		len += stretches[i].len;
	if (len > UINT32_MAX / 2 ||
	    !pack(packer, stretches, n, len, last, &packed_len))
		return NULL;
	block = malloc(sizeof *block + len + packed_len);
	if (!block)
		return NULL;
	atomic_init(&block->refs, 1);
	block_fill(block, stretches, n);
	memcpy(block->bytes + len, packer->room, packed_len);
	block->packed = block->bytes + len;
	block->packed_len = packed_len;
	return block;
}

struct block *
block_ref(struct block *block)
{
	atomic_fetch_add_explicit(&block->refs, 1, memory_order_relaxed);
	return block;
}

void
block_unref(struct block *block)
{
	if (block && atomic_fetch_sub(&block->refs, 1) == 1)
		free(block);
}

uint32_t
block_crc(uint32_t crc, const struct block *block)
{
	return (uint32_t)crc32_combine_op(crc, block->crc, block->crc_op);
}
