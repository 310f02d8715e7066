/* SPDX-License-Identifier: Apache-2.0 */
#include "office_maker.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "model/family.h"
#include "store/records.h"

#define FIRST_DAY 20000 /* 2024-10-04 */

struct making {
	struct chance *chance;
	const struct office_size *size;
	VEC(struct record_change) rows;
	struct buf text;
	int ids;
};

static int64_t
any(struct making *making, int64_t min, int64_t max)
{
	return chance_range(making->chance, min, max);
}

/* What stands in the text becomes a record. */
static void
put(struct making *making, enum family_id family)
{
	void *record = NULL;
	struct err err = ERR_INIT;
	struct record_change row = { NULL, NULL };

	if (record_from_json(families[family].type, buf_str(&making->text),
		making->text.len, &record, &err) < 0)
		fail_msg("%s: %s", buf_str(&making->text), err.msg);
	row.after = record_row_new(&families[family], record, 1, 0, 0);
	assert_non_null(row.after);
	assert_int_equal(vec_push(&making->rows, row), 0);
	buf_reset(&making->text);
}

static void
add_days(struct making *making, const char *start, const char *end, int64_t day,
    int64_t days)
{
	char text[2][DAY_TEXT];

	buf_addf(&making->text, "\"%s\":\"%s\",\"%s\":\"%s\"", start,
	    day_format(text[0], FIRST_DAY + day), end,
	    day_format(text[1], FIRST_DAY + day + days));
}

static void
add_hours(struct making *making, int64_t day, int64_t hour, int64_t hours)
{
	char text[DAY_TEXT];

	day_format(text, FIRST_DAY + day);
	buf_addf(&making->text,
	    "\"start\":\"%sT%02d:00:00\",\"end\":\"%sT%02d:00:00\","
	    "\"zone\":\"Europe/Madrid\"",
	    text, (int)hour, text, (int)(hour + hours));
}

/* Two, or one for two hundred missions. */
static int
rooms(const struct making *making)
{
	return 2 + making->size->missions / 200;
}

static void
put_bodies(struct making *making)
{
	for (int i = 0; i < making->size->teams; i++) {
		buf_addf(&making->text,
		    "{\"id\":\"t%d\",\"name\":\"T%d\",\"minimum_presence\":%d}",
		    i, i, (int)any(making, 0, 2));
		put(making, FAMILY_TEAM);
		buf_addf(&making->text,
		    "{\"id\":\"t%d-2024\",\"team\":\"t%d\",\"year\":2024,"
		    "\"amount\":%d}",
		    i, i, (int)any(making, 1, 9) * 1000);
		put(making, FAMILY_BUDGET);
	}
	for (int i = 0; i < rooms(making); i++) {
		buf_addf(&making->text,
		    "{\"id\":\"room%d\",\"name\":\"Room "
		    "%d\",\"kind\":\"room\",\"capacity\":%d}",
		    i, i, 1 + i % 2);
		put(making, FAMILY_RESOURCE);
	}
}

static void
put_people(struct making *making)
{
	for (int i = 0; i < making->size->people; i++) {
		buf_addf(&making->text,
		    "{\"id\":\"p%d\",\"name\":\"P%d\",\"team\":\"t%d\","
		    "\"rank\":%d,\"represents\":%s,\"latitude\":41.4,"
		    "\"longitude\":2.2}",
		    i, i, i % making->size->teams, (int)any(making, 1, 5),
		    any(making, 0, 2) ? "false" : "true");
		put(making, FAMILY_PERSON);
		if (!any(making, 0, 2)) {
			buf_addf(&making->text,
			    "{\"id\":\"a%d\",\"person\":\"p%d\","
			    "\"kind\":\"leave\",",
			    i, i);
			add_days(making, "start", "end",
			    any(making, 0, making->size->days),
			    any(making, 1, 4));
			buf_addc(&making->text, '}');
			put(making, FAMILY_ABSENCE);
		}
	}
}

static void
add_windows(struct making *making)
{
	int64_t n = any(making, 1, 3);

	buf_adds(&making->text, ",\"windows\":[");
	for (int64_t i = 0; i < n; i++) {
		int64_t day = any(making, 0, making->size->days);

		buf_adds(&making->text, i ? ",{" : "{");
		if (any(making, 0, 2))
			add_days(
			    making, "start", "end", day, any(making, 1, 6));
		else
			add_hours(
			    making, day, any(making, 8, 14), any(making, 1, 8));
		if (i && !any(making, 0, 3))
			buf_adds(&making->text, ",\"remote\":true");
		buf_addc(&making->text, '}');
	}
	buf_addc(&making->text, ']');
}

/* People of the team: each has a number that is the team's by division. */
static void
add_roles(struct making *making, int64_t team)
{
	int teams = making->size->teams;
	int64_t most = (making->size->people - team - 1) / teams;
	int64_t n = any(making, 1, most < 2 ? 1 : 2);
	int64_t first = any(making, 0, most);

	buf_addf(&making->text,
	    ",\"roles\":[{\"kind\":\"technical\",\"count\":%d,\"chosen\":[",
	    (int)n);
	for (int64_t i = 0; i < n; i++)
		buf_addf(&making->text, "%s\"p%d\"", i ? "," : "",
		    (int)(team + (first + i) % (most + 1) * teams));
	buf_adds(&making->text, "]}]");
}

static void
put_outgoing(struct making *making, int i)
{
	static const char *const states[] = { "submitted", "submitted",
		"endorsed", "authorised" };
	int64_t team = any(making, 0, making->size->teams - 1);

	buf_addf(&making->text,
	    "{\"id\":\"m%d\",\"title\":\"M%d\",\"team\":\"t%d\","
	    "\"state\":\"%s\",\"latitude\":%d,\"longitude\":%d",
	    i, i, (int)team, states[any(making, 0, 3)],
	    (int)any(making, 36, 56), (int)any(making, -9, 25));
	add_windows(making);
	add_roles(making, team);
	buf_addf(&making->text,
	    ",\"costs\":[{\"heading\":\"travel\",\"estimated\":%d}]}",
	    (int)any(making, 0, 9) * 200);
	put(making, FAMILY_MISSION);
}

static void
put_incoming(struct making *making, int i)
{
	int64_t day = any(making, 0, making->size->days);
	int64_t hour = any(making, 8, 12);

	buf_addf(&making->text,
	    "{\"id\":\"m%d\",\"title\":\"M%d\",\"team\":\"t0\","
	    "\"direction\":\"incoming\",\"state\":\"accepted\","
	    "\"head_rank\":%d,\"host\":\"p%d\",\"sessions\":[{",
	    i, i, (int)any(making, 1, 5),
	    (int)any(making, 0, making->size->people - 1));
	add_hours(making, day, hour, 2);
	buf_addf(&making->text, ",\"needs\":\"p%d\"}],\"bookings\":[{",
	    (int)any(making, 0, making->size->people - 1));
	add_hours(making, day, hour, 3);
	buf_addf(&making->text, ",\"resource\":\"room%d\"}]}",
	    (int)any(making, 0, rooms(making) - 1));
	put(making, FAMILY_MISSION);
}

struct records *
office_make(struct chance *chance, const struct office_size *size)
{
	struct making making = { .chance = chance, .size = size };
	struct records *none = records_empty(), *out = NULL;
	struct err err = ERR_INIT;

	put_bodies(&making);
	put_people(&making);
	for (int i = 0; i < size->missions; i++)
		if (any(&making, 0, 3))
			put_outgoing(&making, i);
		else
			put_incoming(&making, i);
	assert_int_equal(
	    records_apply(none, making.rows.items, making.rows.len, &out, &err),
	    0);
	vec_each(&making.rows, row)
		record_row_unref(row->after);
	vec_free(&making.rows);
	buf_free(&making.text);
	records_unref(none);
	return out;
}

struct picture *
office_picture(
    const struct picture_options *options, const struct picture_input *input)
{
	struct picture *picture = picture_new(options);
	struct err err = ERR_INIT;

	assert_non_null(picture);
	assert_int_equal(picture_load(picture, input, &err), 0);
	assert_int_equal(picture_settle(picture, NULL, NULL, &err), 0);
	return picture;
}
