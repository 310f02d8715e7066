/* SPDX-License-Identifier: Apache-2.0 */
/* Digests and new names: what text.h promises of them. */
#include "text.h"

#include <assert.h>
#include <endian.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

static_assert(sizeof(crypto_generichash_state) <=
		  sizeof((struct digest_state *)0)->opaque,
    "libsodium's state fits");

static crypto_generichash_state *
inner(struct digest_state *state)
{
	return (crypto_generichash_state *)(void *)state->opaque;
}

/* libsodium fails here only for lengths that it does not offer. */
static void
must(int result)
{
	assert(result == 0);
	(void)result;
}

void
digest_start(struct digest_state *state)
{
	must(crypto_generichash_init(inner(state), NULL, 0, DIGEST_BYTES));
}

void
digest_add(struct digest_state *state, const void *bytes, size_t len)
{
	must(crypto_generichash_update(inner(state), bytes, len));
}

void
digest_add_text(struct digest_state *state, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	uint64_t prefix = htole64(text ? len : UINT64_MAX);

	digest_add(state, &prefix, sizeof prefix);
	digest_add(state, text, len);
}

void
digest_end(struct digest_state *state, unsigned char out[DIGEST_BYTES])
{
	must(crypto_generichash_final(inner(state), out, DIGEST_BYTES));
}

char *
hex_format(char *out, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
	return out;
}

#define UUID_MS_MAX ((INT64_C(1) << 48) - 1)

/* What a UUID of version 7 says: 48 bits of time and 74 of chance, these held
 * in two words of 12 and 62 bits. */
struct stamp {
	int64_t ms;
	uint64_t high, low;
};

/* After the last one: a new draw in a later millisecond, else a random step
 * on (RFC 9562 section 6.2, method 2). */
static struct stamp
stamp_next(struct stamp last, int64_t ms)
{
	uint64_t chance[2];

	randombytes_buf(chance, sizeof chance);
	if (ms > last.ms)
		return (struct stamp){ ms, chance[0] >> 52, chance[1] >> 2 };
	last.low += 1 + (chance[0] >> 32);
	last.high += last.low >> 62;
	last.low &= UINT64_MAX >> 2;
	last.ms += (int64_t)(last.high >> 12);
	last.high &= 0xfff;
	return last;
}

char *
uuid_new(char out[UUID_TEXT], int64_t unix_ms)
{
	/* The one thing here that is remembered: "increasing" needs it. */
	static struct stamp last = { .ms = -1 };
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	struct stamp stamp;
	uint64_t words[2];
	char hex[33];

	unix_ms = unix_ms < 0 ? 0 : unix_ms;
	pthread_mutex_lock(&lock);
	last = stamp_next(last, unix_ms < UUID_MS_MAX ? unix_ms : UUID_MS_MAX);
	stamp = last;
	pthread_mutex_unlock(&lock);
	words[0] = htobe64((uint64_t)stamp.ms << 16 | 0x7000 | stamp.high);
	words[1] = htobe64(UINT64_C(1) << 63 | stamp.low);
	hex_format(hex, (const unsigned char *)words, sizeof words);
	for (int i = 0, to = 0; i < 33; i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20)
			out[to++] = '-';
		out[to++] = hex[i];
	}
	return out;
}

bool
uuid_valid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof form - 1; i++) {
		if (form[i] == '-'
			? text[i] != '-'
			: !text[i] || !strchr("0123456789abcdef", text[i]))
			return false;
	}
	return text[sizeof form - 1] == '\0';
}
