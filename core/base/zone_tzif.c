/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TZif files (RFC 8536 section 3; RFC 9636 for version 4): a header and data
 * with 32-bit times, from version 2 on followed by a header and data with
 * 64-bit times and a footer. The file is the system's, but nothing in it is
 * believed before it is checked against the file's length.
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/zone_parts.h"

#define HEADER_BYTES 44
#define TYPE_BYTES 6 /* offset (4), daylight saving, index of its name */
#define TYPES_MAX 256

struct tzif {
	const unsigned char *p, *end;
	char version; /* 0, '2', '3', '4' */
	size_t time_bytes;
	/* the counts of section 3.1, in the file's order */
	uint64_t isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt;
	struct err *err;
};

static int
damaged(struct tzif *tzif, const char *why)
{
	return err_set(tzif->err, -EBADMSG, "damaged TZif file: %s", why);
}

static uint32_t
read32(const unsigned char *p)
{
	uint32_t value;

	memcpy(&value, p, sizeof value);
	return be32toh(value);
}

static int64_t
read_time(const unsigned char *p, size_t bytes)
{
	uint64_t value;

	if (bytes == sizeof(uint32_t))
		return (int32_t)read32(p);
	memcpy(&value, p, sizeof value);
	return (int64_t)be64toh(value);
}

static uint64_t
data_bytes(const struct tzif *tzif)
{
	return tzif->timecnt * (tzif->time_bytes + 1) +
	       tzif->typecnt * TYPE_BYTES + tzif->charcnt +
	       tzif->leapcnt * (tzif->time_bytes + 4) + tzif->isstdcnt +
	       tzif->isutcnt;
}

/* Steps over the header; the data that it announces is known to be there. */
static int
take_header(struct tzif *tzif, size_t time_bytes)
{
	const unsigned char *head = tzif->p;

	if (tzif->end - head < HEADER_BYTES || memcmp(head, "TZif", 4) != 0)
		return damaged(tzif, "no header");
	tzif->version = (char)head[4];
	tzif->time_bytes = time_bytes;
	tzif->isutcnt = read32(head + 20);
	tzif->isstdcnt = read32(head + 24);
	tzif->leapcnt = read32(head + 28);
	tzif->timecnt = read32(head + 32);
	tzif->typecnt = read32(head + 36);
	tzif->charcnt = read32(head + 40);
	tzif->p += HEADER_BYTES;
	if (data_bytes(tzif) > (uint64_t)(tzif->end - tzif->p))
		return damaged(tzif, "it is shorter than its header says");
	return 0;
}

static int
take_types(struct tzif *tzif, const unsigned char *types, struct zone *zone)
{
	const unsigned char *names = types + tzif->typecnt * TYPE_BYTES;

	if (tzif->typecnt < 1 || tzif->typecnt > TYPES_MAX)
		return damaged(tzif, "not 1 to 256 types of local time");
	zone->types = calloc(tzif->typecnt, sizeof *zone->types);
	if (!zone->types)
		return err_set(tzif->err, -ENOMEM, "out of memory");
	for (size_t i = 0; i < tzif->typecnt; i++, types += TYPE_BYTES) {
		struct zone_type *type = &zone->types[i];
		size_t name = types[5];

		type->offset = (int32_t)read32(types);
		type->dst = types[4] != 0;
		if (type->offset < OFFSET_MIN || type->offset > OFFSET_MAX)
			return damaged(tzif, "an offset beyond 26 hours");
		if (name >= tzif->charcnt ||
		    !memchr(names + name, 0, tzif->charcnt - name))
			return damaged(tzif, "a name without end");
		strncpy(type->abbreviation, (const char *)names + name,
		    sizeof type->abbreviation - 1);
	}
	return 0;
}

static int
take_times(struct tzif *tzif, const unsigned char *times, struct zone *zone)
{
	const unsigned char *types = times + tzif->timecnt * tzif->time_bytes;

	zone->times = calloc(tzif->timecnt + 1, sizeof *zone->times);
	zone->type_of = calloc(tzif->timecnt + 1, 1);
	if (!zone->times || !zone->type_of)
		return err_set(tzif->err, -ENOMEM, "out of memory");
	zone->ntimes = tzif->timecnt;
	for (size_t i = 0; i < zone->ntimes; i++) {
		zone->times[i] = read_time(times, tzif->time_bytes);
		zone->type_of[i] = types[i];
		times += tzif->time_bytes;
		if (i > 0 && zone->times[i] <= zone->times[i - 1])
			return damaged(tzif, "changes out of order");
		if (types[i] >= tzif->typecnt)
			return damaged(tzif, "a type that is not there");
	}
	return 0;
}

static int
take_data(struct tzif *tzif, struct zone *zone)
{
	const unsigned char *times = tzif->p;
	const unsigned char *types =
	    times + tzif->timecnt * (tzif->time_bytes + 1);

	if (tzif->leapcnt > 0)
		return err_set(tzif->err, -EBADMSG,
		    "the file counts leap seconds, UTC here does not; name "
		    "the zone without \"right/\"");
	if (take_types(tzif, types, zone) < 0 ||
	    take_times(tzif, times, zone) < 0)
		return tzif->err->code;
	tzif->p += data_bytes(tzif);
	return 0;
}

/* A newline, the rule (which may be empty), a newline. */
static int
take_footer(struct tzif *tzif, struct zone *zone)
{
	char text[128];
	const unsigned char *start = tzif->p + 1, *newline;
	size_t len;

	if (tzif->p == tzif->end || *tzif->p != '\n')
		return damaged(tzif, "no footer");
	newline = memchr(start, '\n', (size_t)(tzif->end - start));
	if (!newline || (size_t)(newline - start) >= sizeof text)
		return damaged(tzif, "a footer without end");
	len = (size_t)(newline - start);
	if (len == 0)
		return 0;
	if (memchr(start, 0, len))
		return damaged(tzif, "a NUL in the footer");
	memcpy(text, start, len);
	text[len] = '\0';
	zone->has_rule = true;
	return posix_rule_parse(text, &zone->rule, tzif->err);
}

/* Without a footer the last type holds for ever: as a rule, too. */
static void
rule_from_last(struct zone *zone)
{
	const struct zone_type *last =
	    &zone->types[zone->ntimes ? zone->type_of[zone->ntimes - 1] : 0];

	zone->rule.std_offset = last->offset;
	memcpy(zone->rule.std_name, last->abbreviation,
	    sizeof zone->rule.std_name);
}

int
tzif_parse(
    const unsigned char *bytes, size_t len, struct zone *zone, struct err *err)
{
	struct err own = ERR_INIT;
	struct tzif tzif = {
		.p = bytes,
		.end = bytes + len,
		.err = err ? err : &own,
	};
	bool footer = false;
	int result = take_header(&tzif, sizeof(uint32_t));

	if (result == 0 && tzif.version != 0) {
		tzif.p += data_bytes(&tzif);
		result = take_header(&tzif, sizeof(uint64_t));
		footer = true;
	}
	if (result == 0)
		result = take_data(&tzif, zone);
	if (result == 0 && footer)
		result = take_footer(&tzif, zone);
	if (result < 0)
		return result;
	zone->rule.since =
	    zone->ntimes ? zone->times[zone->ntimes - 1] : INT64_MIN;
	if (!zone->has_rule)
		rule_from_last(zone);
	return 0;
}
