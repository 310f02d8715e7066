/* SPDX-License-Identifier: Apache-2.0 */
#include "secret.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

#define FORM sodium_base64_VARIANT_URLSAFE_NO_PADDING

char *
secret_new(char out[SECRET_TEXT])
{
	unsigned char bytes[32];

	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(out, SECRET_TEXT, bytes, sizeof bytes, FORM);
	sodium_memzero(bytes, sizeof bytes);
	return out;
}

bool
secret_valid(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789-_";

	return strspn(text, letters) == SECRET_TEXT - 1 &&
	       text[SECRET_TEXT - 1] == '\0';
}

char *
secret_digest(char out[SECRET_DIGEST], const char *purpose, const char *text)
{
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;

	digest_start(&state);
	digest_add_text(&state, purpose);
	digest_add_text(&state, text);
	digest_end(&state, digest);
	return hex_format(out, digest, (SECRET_DIGEST - 1) / 2);
}

bool
secret_same(const char *a, const char *b)
{
	size_t len = strlen(a);

	return len == strlen(b) && sodium_memcmp(a, b, len) == 0;
}
