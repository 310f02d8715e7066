/* SPDX-License-Identifier: Apache-2.0 */
/* The hash that text.h promises. */
#include "text.h"

#include <endian.h>
#include <string.h>

/* Odd, with bits spread evenly: the fraction of the golden ratio. */
#define SPREAD UINT64_C(0x9e3779b97f4a7c15)

static uint64_t
mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * SPREAD;
	return hash ^ hash >> 32;
}

uint64_t
hash64(const void *bytes, size_t len, uint64_t seed)
{
	const unsigned char *p = bytes;
	uint64_t hash = mix(seed, len), word;

	for (; len >= sizeof word; len -= sizeof word, p += sizeof word) {
		memcpy(&word, p, sizeof word);
		hash = mix(hash, le64toh(word));
	}
	word = 0;
	if (len)
		memcpy(&word, p, len);
	hash = mix(hash, le64toh(word));
	/* Once more, so that the last bytes too reach every bit. */
	return mix(hash, hash >> 29);
}
