/* SPDX-License-Identifier: Apache-2.0 */
#include "uid.h"

#include <stdint.h>
#include <stdio.h>

#include "base/text.h"
#include "calendars/feed.h"

/* RFC 4648 section 7, whose order is that of the octets; small letters. */
static void
base32(char *out, const unsigned char *bytes, int digits)
{
	static const char alphabet[] = "0123456789abcdefghijklmnopqrstuv";
	unsigned bits = 0;
	int held = 0;

	for (int i = 0; i < digits; i++) {
		if (held < 5) {
			bits = bits << 8 | *bytes++;
			held += 8;
		}
		held -= 5;
		out[i] = alphabet[bits >> held & 31];
	}
	out[digits] = '\0';
}

char *
uid_digits(char out[UID_DIGITS + 1], const char *source, const char *uid,
    const char *recurrence_id)
{
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;

	digest_start(&state);
	digest_add_text(&state, source);
	digest_add_text(&state, uid);
	if (recurrence_id)
		digest_add_text(&state, recurrence_id);
	digest_end(&state, digest);
	base32(out, digest, UID_DIGITS);
	return out;
}

void
uid_line(struct ical_writer *writer, const char *name, const char *digits,
    const char *domain)
{
	ical_raws(writer, name);
	ical_lit(writer, ":");
	ical_raws(writer, digits);
	ical_lit(writer, "@");
	ical_raws(writer, domain);
	ical_end(writer);
}

char *
published_uid(char out[PUBLISHED_UID], const char *source, const char *uid,
    const char *domain)
{
	char digits[UID_DIGITS + 1];

	uid_digits(digits, source, uid, NULL);
	snprintf(out, PUBLISHED_UID, "%s@%s", digits, domain);
	return out;
}
