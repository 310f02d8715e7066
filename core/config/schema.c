/* SPDX-License-Identifier: Apache-2.0 */
#include "schema.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "base/text.h"
#include "base/words.h"
#include "config/config.h"

static const char *const level_words[] = { "error", "warning", "info", "debug",
	NULL };
static const char *const format_words[] = { "auto", "text", "journal", "json",
	NULL };
static const char *const sandbox_words[] = { "strict", "best-effort", NULL };
static const char *const identity_words[] = { "uid", "url", "content", NULL };
static const char *const merge_words[] = { "never", "certain", NULL };
static const char *const rule_level_words[] = { "default", "info", "warn",
	"decide", "block", NULL };
static const char *const vanished_words[] = { "cancel", "keep", "delete",
	NULL };

#define SERVER(name_, member_, type_, ...) \
	{ \
		.section = "server", .name = name_, .type = (type_), \
		.offset = offsetof(struct config, member_), __VA_ARGS__ \
	}
#define PLAIN(section_, name_, member_, type_, ...) \
	{ \
		.section = (section_), .name = (name_), .type = (type_), \
		.offset = offsetof(struct config, member_), __VA_ARGS__ \
	}
#define RULE(code_, i_, what_) \
	{ \
		.section = "conflicts", .name = code_, .type = SCHEMA_CHOICE, \
		.offset = offsetof(struct config, rules.levels[i_]), \
		.fallback = "default", .choices = rule_level_words, \
		.help = "How grave: " what_ "." \
	}
#define WEIGHT(name_, value_, least_, what_) \
	PLAIN("proposals", #name_, name_, SCHEMA_INT, .fallback = (value_), \
	    .min = (least_), .max = 100, .help = (what_))
#define SOURCE(member_, type_, ...) \
	{ \
		.section = "source", .name = #member_, .type = (type_), \
		.offset = offsetof(struct config_source, member_), __VA_ARGS__ \
	}

const struct schema_key schema_keys[] = {
	{ "server", "listen", SCHEMA_LISTEN, offsetof(struct config, address),
	    offsetof(struct config, port), "127.0.0.1:8080", 0, 0, NULL,
	    "Address and port of feeds, API and page." },
	SERVER("socket", socket, SCHEMA_PATH, .fallback = "",
	    .help = "Unix socket for commands on this machine; empty: in "
		    "state_dir."),
	SERVER("public_url", public_url, SCHEMA_URL, .fallback = "",
	    .help = "Where readers reach this server, for links in feeds."),
	SERVER("uid_domain", uid_domain, SCHEMA_TEXT,
	    .fallback = "ambit.invalid",
	    .help = "Right side of every published UID; never change it."),
	SERVER("state_dir", state_dir, SCHEMA_PATH,
	    .fallback = "/var/lib/ambit",
	    .help = "Folder of what the daemon keeps."),
	SERVER("data_dir", data_dir, SCHEMA_PATH, .fallback = "data",
	    .help = "Folder that file: URLs of sources are below."),
	SERVER("plugin_dir", plugin_dir, SCHEMA_PATH,
	    .fallback = AMBIT_PLUGIN_DIR, .help = "Folder of the plugins."),
	SERVER("plugin_host", plugin_host, SCHEMA_PATH,
	    .fallback = AMBIT_PLUGIN_HOST,
	    .help = "The program that runs a plugin."),
	SERVER("log_level", log_level, SCHEMA_CHOICE, .fallback = "info",
	    .choices = level_words, .help = "What the log tells."),
	SERVER("log_format", log_format, SCHEMA_CHOICE, .fallback = "auto",
	    .choices = format_words,
	    .help = "auto: for a journal when there is one."),
	SERVER("max_connections", max_connections, SCHEMA_INT,
	    .fallback = "1000", .min = 1, .max = 100000,
	    .help = "Most connections at once."),
	SERVER("user_header", user_header, SCHEMA_TEXT, .fallback = "",
	    .help = "Header in which a reverse proxy on this machine names "
		    "the user, who is a token's \"user\"; empty: none is "
		    "trusted."),
	SERVER("rate", rate, SCHEMA_INT, .fallback = "50", .min = 1,
	    .max = 1000000,
	    .help = "Requests a second of one token, in the long run."),
	SERVER("burst", burst, SCHEMA_INT, .fallback = "200", .min = 1,
	    .max = 1000000, .help = "Requests of one token at once."),
	SERVER("sandbox", sandbox, SCHEMA_CHOICE, .fallback = "strict",
	    .choices = sandbox_words,
	    .help = "best-effort: run plugins also where the kernel has no "
		    "Landlock or seccomp."),
	PLAIN("server", "fetch_pause", fetch_pause, SCHEMA_SECONDS,
	    .fallback = "1s", .min = 0, .max = 3600,
	    .help = "Between the beginnings of two fetches from one host; "
		    "read at the start."),
	PLAIN("office", "zone", zone, SCHEMA_TEXT, .fallback = "Europe/Madrid",
	    .help = "Time zone of the office: its days are what a date means "
		    "where nothing else says it."),
	{ "store", "path", SCHEMA_PATH, offsetof(struct config, store_path), 0,
	    "", 0, 0, NULL,
	    "The database file; empty: ambit.db in state_dir." },
	{ "feeds", "refresh", SCHEMA_SECONDS, offsetof(struct config, refresh),
	    0, "1h", 60, 604800, NULL,
	    "How often readers are asked to look again." },
	{ "feeds", "days_back", SCHEMA_INT, offsetof(struct config, days_back),
	    0, "90", 0, 3660, NULL, "How far back a feed shows." },
	{ "feeds", "months_ahead", SCHEMA_INT,
	    offsetof(struct config, months_ahead), 0, "18", 1, 120, NULL,
	    "How far ahead a feed shows." },
	{ "feeds", "cancelled_days", SCHEMA_INT,
	    offsetof(struct config, cancelled_days), 0, "30", 0, 3660, NULL,
	    "How long a cancelled event stays in a feed, marked so." },
	{ "feeds", "language", SCHEMA_CHOICE, offsetof(struct config, language),
	    0, "ca", 0, 0, language_tags,
	    "Of the feeds' own words; a reader may ask for another." },
	PLAIN("places", "own", own_places, SCHEMA_PATH, .fallback = "",
	    .help = "A table of places of your own, in the form of "
		    "core/base/places.tsv; read at the start."),
	PLAIN("places", "near_km", near_km, SCHEMA_INT, .fallback = "50",
	    .min = 1, .max = 1000,
	    .help = "Places of one name that are nearer than this to each "
		    "other, or to given coordinates, are the same."),
	PLAIN("places", "prominent", prominent, SCHEMA_INT, .fallback = "20",
	    .min = 0, .max = 1000000,
	    .help = "How many times larger than all others of its name a city "
		    "must be to be meant when no country is given; 0: never."),
	PLAIN("travel", "near_km", travel.near_km, SCHEMA_INT,
	    .fallback = "150", .min = 0, .max = 40000,
	    .help = "Distances below this count as near."),
	PLAIN("travel", "near", travel.near_seconds, SCHEMA_SECONDS,
	    .fallback = "2h", .min = 0, .max = 86400,
	    .help = "Time from door to door when it is near."),
	PLAIN("travel", "far_km", travel.far_km, SCHEMA_INT, .fallback = "700",
	    .min = 0, .max = 40000,
	    .help = "Distances from this on take longer than \"far\"."),
	PLAIN("travel", "far", travel.far_seconds, SCHEMA_SECONDS,
	    .fallback = "5h", .min = 0, .max = 86400,
	    .help = "Time from door to door from near_km to far_km; beyond, "
		    "the distance by speed is added."),
	PLAIN("travel", "speed", travel.speed, SCHEMA_INT, .fallback = "750",
	    .min = 1, .max = 10000, .help = "Kilometres an hour."),
	PLAIN("travel", "rest", travel.rest_seconds, SCHEMA_SECONDS,
	    .fallback = "11h", .min = 0, .max = 172800,
	    .help = "Rest after a journey through many time zones."),
	PLAIN("travel", "rest_difference", travel.rest_difference,
	    SCHEMA_SECONDS, .fallback = "5h", .min = 3600, .max = 86400,
	    .help = "How far clocks must differ for that."),
	RULE("C1", 0, "one person in two places"),
	RULE("C2", 1, "too little time to travel"),
	RULE("C3", 2, "away during an absence"),
	RULE("C4", 3, "too few people of a team here"),
	RULE("C5", 4, "several teams go separately"),
	RULE("C6", 5, "two important events at once"),
	RULE("C7", 6, "booked beyond capacity"),
	RULE("C8", 7, "protocol"),
	RULE("C9", 8, "on a local holiday"),
	RULE("C10", 9, "away before a deadline"),
	RULE("C11", 10, "little time for formalities"),
	RULE("C12", 11, "too many on one journey"),
	RULE("C13", 12, "the event is not as it was"),
	RULE("C14", 13, "too few come"),
	RULE("C15", 14, "not in the plan"),
	RULE("C17", 15, "away on too many days"),
	RULE("C18", 16, "beyond the travel budget"),
	RULE("S1", 17, "same event"),
	RULE("S2", 18, "same city"),
	RULE("S3", 19, "a council is there"),
	RULE("S4", 20, "networks meet"),
	RULE("S5", 21, "a partner is there"),
	RULE("S6", 22, "of interest"),
	RULE("S7", 23, "missed"),
	RULE("S8", 24, "under-served line"),
	PLAIN("conflicts", "day_start", rules.day_start, SCHEMA_SECONDS,
	    .fallback = "9h", .min = 0, .max = 86400,
	    .help = "When a whole day's appointments begin, after midnight."),
	PLAIN("conflicts", "day_end", rules.day_end, SCHEMA_SECONDS,
	    .fallback = "18h", .min = 0, .max = 86400,
	    .help = "When they end."),
	PLAIN("conflicts", "core_start", rules.core_start, SCHEMA_SECONDS,
	    .fallback = "10h", .min = 0, .max = 86400,
	    .help = "When a team's core hours begin, after midnight."),
	PLAIN("conflicts", "core_end", rules.core_end, SCHEMA_SECONDS,
	    .fallback = "16h", .min = 0, .max = 86400,
	    .help = "When they end."),
	PLAIN("conflicts", "slack", rules.slack, SCHEMA_SECONDS,
	    .fallback = "4h", .min = 0, .max = 604800,
	    .help = "Less than this to spare on a journey is a warning."),
	PLAIN("conflicts", "city_km", rules.city_km, SCHEMA_INT,
	    .fallback = "15", .min = 0, .max = 1000,
	    .help = "What lies nearer to a larger city is part of it."),
	PLAIN("conflicts", "high_score", rules.high_score, SCHEMA_INT,
	    .fallback = "70", .min = 0, .max = 101,
	    .help = "From this score on events clash, or are missed."),
	PLAIN("conflicts", "clash_people", rules.clash_people, SCHEMA_INT,
	    .fallback = "2", .min = 0, .max = 1000,
	    .help = "People that two such events want free."),
	PLAIN("conflicts", "rank_gap", rules.rank_gap, SCHEMA_INT,
	    .fallback = "2", .min = 1, .max = 5,
	    .help = "Ranks between a guest and who receives them."),
	PLAIN("conflicts", "lead_days", rules.lead_days, SCHEMA_INT,
	    .fallback = "16", .min = 0, .max = 366,
	    .help = "Days between submission and departure."),
	PLAIN("conflicts", "leg_seniors", rules.leg_seniors, SCHEMA_INT,
	    .fallback = "2", .min = 0, .max = 1000,
	    .help = "Seniors that may travel on one leg."),
	PLAIN("conflicts", "leg_staff", rules.leg_staff, SCHEMA_INT,
	    .fallback = "6", .min = 0, .max = 1000, .help = "Staff that may."),
	PLAIN("conflicts", "fatigue_days", rules.fatigue_days, SCHEMA_INT,
	    .fallback = "10", .min = 0, .max = 366,
	    .help = "Days away that are allowed in fatigue_window days."),
	PLAIN("conflicts", "fatigue_window", rules.fatigue_window, SCHEMA_INT,
	    .fallback = "21", .min = 1, .max = 366,
	    .help = "Days, each time, that they are counted in."),
	PLAIN("conflicts", "preparation", rules.preparation, SCHEMA_INT,
	    .fallback = "10", .min = 0, .max = 366,
	    .help = "Working days before a milestone that does not say."),
	PLAIN("conflicts", "deputy_days", rules.deputy_days, SCHEMA_INT,
	    .fallback = "3", .min = 0, .max = 366,
	    .help = "Last working days that a deputy must be here."),
	PLAIN("conflicts", "gap_days", rules.gap_days, SCHEMA_INT,
	    .fallback = "2", .min = 0, .max = 60,
	    .help = "Days between stays in one city that could be one."),
	PLAIN("plan", "file", plan_path, SCHEMA_PATH, .fallback = "",
	    .help = "The plan by which events are scored; empty: none."),
	PLAIN("missions", "revise_percent", revise_percent, SCHEMA_INT,
	    .fallback = "10", .min = 0, .max = 100,
	    .help = "Per cent by which the cost of an authorised mission may "
		    "change without its being authorised again."),
	PLAIN("proposals", "shown", shown, SCHEMA_INT, .fallback = "3",
	    .min = 1, .max = 8, .help = "Ways out of one conflict, at most."),
	WEIGHT(remote_loss, "40", 0,
	    "Per cent of its score that a remote mission loses."),
	WEIGHT(window_loss, "5", 0, "Per cent lost with each worse window."),
	WEIGHT(shortest, "50", 1, "Per cent of a stay that is kept."),
	WEIGHT(unscored, "50", 1, "A mission's score where there is no plan."),
	WEIGHT(joint_bonus, "10", 0, "What a further team at an event adds."),
	PLAIN("duplicates", "similarity", similarity, SCHEMA_INT,
	    .fallback = "85", .min = 50, .max = 100,
	    .help = "Per cent that two titles must have in common."),
	PLAIN("duplicates", "days", similar_days, SCHEMA_INT, .fallback = "1",
	    .min = 0, .max = 7,
	    .help = "Days that two events alike in title and city may start "
		    "apart."),
	PLAIN("duplicates", "link_days", link_days, SCHEMA_INT,
	    .fallback = "180", .min = 0, .max = 3660,
	    .help = "Days that two events of one address may start apart."),
	PLAIN("duplicates", "merge", merge_certain, SCHEMA_CHOICE,
	    .fallback = "never", .choices = merge_words,
	    .help = "certain: merge without asking what has the same UID, or "
		    "the same address, title, city and day, unless both "
		    "sources are authoritative."),
	PLAIN("doctor", "free", doctor_free, SCHEMA_BYTES, .fallback = "256M",
	    .min = 0, .max = INT64_C(1) << 50,
	    .help = "Room on the store's disk, beside that for a copy of the "
		    "store, below which \"ambit doctor\" complains."),
	PLAIN("doctor", "zones", doctor_zones, SCHEMA_SECONDS,
	    .fallback = "400d", .min = 86400, .max = 315360000,
	    .help = "Age of the time zones' rules from which it complains."),
	SOURCE(plugin, SCHEMA_TEXT, .fallback = "",
	    .help = "Name of the plugin that reads this source."),
	SOURCE(enabled, SCHEMA_BOOL, .fallback = "yes",
	    .help = "Whether it is synced by itself."),
	SOURCE(interval, SCHEMA_SECONDS, .fallback = "6h", .min = 60,
	    .max = 31536000, .help = "Time between syncs."),
	SOURCE(expected, SCHEMA_SECONDS, .fallback = "0", .min = 0,
	    .max = 315360000,
	    .help = "How often it usually brings something new; silent for "
		    "longer it is stale. 0: it may be silent."),
	SOURCE(runs_kept, SCHEMA_INT, .fallback = "100", .min = 1, .max = 10000,
	    .help = "How many of its last syncs are remembered."),
	SOURCE(deadline, SCHEMA_SECONDS, .fallback = "2m", .min = 1,
	    .max = 3600, .help = "Most time that one sync may take."),
	SOURCE(identity, SCHEMA_CHOICE, .fallback = "uid",
	    .choices = identity_words,
	    .help = "What tells its events apart: uid, url, or content "
		    "(title, start and city) where UIDs change at each "
		    "fetch."),
	SOURCE(vanished, SCHEMA_CHOICE, .fallback = "cancel",
	    .choices = vanished_words,
	    .help = "What becomes of an event that is no longer listed."),
	SOURCE(authoritative, SCHEMA_BOOL, .fallback = "no",
	    .help = "Its word counts first in merged events; two such "
		    "sources' events are never merged without asking."),
	SOURCE(absences_of, SCHEMA_TEXT, .fallback = "",
	    .help = "Person (id) whose absences it brings, instead of events."),
	SOURCE(holidays_of, SCHEMA_TEXT, .fallback = "",
	    .help = "Municipality, country or both (Barcelona, ES) whose "
		    "holidays it brings, instead of events."),
	SOURCE(missions_of, SCHEMA_TEXT, .fallback = "",
	    .help = "Team (id) whose missions its delegations are, where they "
		    "are not that of those of our people who go."),
	SOURCE(allow_private, SCHEMA_BOOL, .fallback = "no",
	    .help = "May fetch from private and loopback addresses."),
	SOURCE(max_bytes, SCHEMA_BYTES, .fallback = "10M", .min = 1024,
	    .max = INT64_C(1) << 34, .help = "Largest body of one fetch."),
	SOURCE(max_memory, SCHEMA_BYTES, .fallback = "1G",
	    .min = INT64_C(32) << 20, .max = INT64_C(1) << 38,
	    .help = "Most memory of the plugin's process."),
	{ .section = NULL },
};

const struct schema_key *
schema_find(const char *section, const char *name)
{
	for (const struct schema_key *key = schema_keys; key->section; key++)
		if (strcmp(key->section, section) == 0 &&
		    strcmp(key->name, name) == 0)
			return key;
	return NULL;
}

const char *
schema_nearest(const char *section, const char *name)
{
	const char *names[ARRAY_LEN(schema_keys)];
	size_t n = 0;

	for (const struct schema_key *key = schema_keys; key->section; key++)
		if (strcmp(key->section, section) == 0)
			names[n++] = key->name;
	return text_nearest(name, names, n);
}

static int
set_text(char **member, char *text)
{
	if (!text)
		return -ENOMEM;
	free(*member);
	*member = text;
	return 0;
}

static int
set_path(char **member, const char *folder, const char *value)
{
	char *path;

	if (value[0] == '/' || value[0] == '\0')
		return set_text(member, strdup(value));
	if (asprintf(&path, "%s/%s", folder, value) < 0)
		return -ENOMEM;
	return set_text(member, path);
}

static int
set_url(char **member, const char *value, struct buf *why)
{
	size_t len = strlen(value);

	if (len == 0)
		return set_text(member, strdup(""));
	if (strncmp(value, "http://", 7) != 0 &&
	    strncmp(value, "https://", 8) != 0) {
		buf_addf(why, "\"%s\" is not an http or https URL", value);
		return -EINVAL;
	}
	return set_text(
	    member, strndup(value, value[len - 1] == '/' ? len - 1 : len));
}

/* "127.0.0.1:8080", "[::1]:8080", "8080". */
static int
set_listen(const struct schema_key *key, const char *value, void *target,
    struct buf *why)
{
	const char *colon = strrchr(value, ':');
	const char *digits = colon ? colon + 1 : value;
	size_t len = colon ? (size_t)(colon - value) : 0;
	int64_t port;
	char **address = (char **)((char *)target + key->offset);

	if (int_parse(digits, &port) < 0 || port < 0 || port > 65535) {
		buf_addf(why,
		    "\"%s\" has no port from 0 to 65535; write it as "
		    "127.0.0.1:8080",
		    value);
		return -EINVAL;
	}
	if (len > 2 && value[0] == '[' && value[len - 1] == ']') {
		value++;
		len -= 2;
	}
	*(int64_t *)((char *)target + key->offset2) = port;
	return set_text(
	    address, len ? strndup(value, len) : strdup("127.0.0.1"));
}

static int
parse_bytes(const char *value, int64_t *bytes)
{
	char digits[24];
	size_t len = strlen(value);
	int shift = 0;

	if (len == 0 || len >= sizeof digits)
		return -EINVAL;
	memcpy(digits, value, len + 1);
	switch (digits[len - 1]) {
	case 'G':
		shift += 10; /* fall through */
	case 'M':
		shift += 10; /* fall through */
	case 'k':
		shift += 10;
		digits[len - 1] = '\0';
	}
	if (int_parse(digits, bytes) < 0 || *bytes < 0 ||
	    *bytes > INT64_MAX >> shift)
		return -EINVAL;
	*bytes <<= shift;
	return 0;
}

static int
set_number(const struct schema_key *key, const char *value, int64_t *member,
    struct buf *why)
{
	int64_t number;
	int rc = key->type == SCHEMA_INT     ? int_parse(value, &number)
		 : key->type == SCHEMA_BYTES ? parse_bytes(value, &number)
					     : seconds_parse(value, &number);

	if (rc < 0) {
		buf_addf(why, "\"%s\" is not %s", value,
		    key->type == SCHEMA_INT     ? "a number"
		    : key->type == SCHEMA_BYTES ? "a size such as 64k or 10M"
						: "a time such as 90s, 15m, "
						  "6h or 2d");
		return -EINVAL;
	}
	if (key->min != key->max && (number < key->min || number > key->max)) {
		buf_addf(why, "%s is out of range: from %lld to %lld", value,
		    (long long)key->min, (long long)key->max);
		return -EINVAL;
	}
	*member = number;
	return 0;
}

static int
set_choice(const struct schema_key *key, const char *value, int *member,
    struct buf *why)
{
	for (int i = 0; key->choices[i]; i++) {
		if (strcmp(key->choices[i], value) != 0)
			continue;
		*member = i;
		return 0;
	}
	buf_addf(why, "\"%s\" is none of", value);
	for (int i = 0; key->choices[i]; i++)
		buf_addf(why, "%s %s", i ? "," : "", key->choices[i]);
	return -EINVAL;
}

int
schema_set(const struct schema_key *key, const char *folder, const char *value,
    void *target, struct buf *why)
{
	void *member = (char *)target + key->offset;

	switch (key->type) {
	case SCHEMA_TEXT:
		return set_text(member, strdup(value));
	case SCHEMA_PATH:
		return set_path(member, folder, value);
	case SCHEMA_URL:
		return set_url(member, value, why);
	case SCHEMA_LISTEN:
		return set_listen(key, value, target, why);
	case SCHEMA_INT:
	case SCHEMA_SECONDS:
	case SCHEMA_BYTES:
		return set_number(key, value, member, why);
	case SCHEMA_CHOICE:
		return set_choice(key, value, member, why);
	case SCHEMA_BOOL:
		break;
	}
	if (bool_parse(value, member) == 0)
		return 0;
	buf_addf(why, "\"%s\" is neither yes nor no", value);
	return -EINVAL;
}

void
schema_release(const char *section, void *target)
{
	for (const struct schema_key *key = schema_keys; key->section; key++) {
		if (strcmp(key->section, section) != 0)
			continue;
		if (key->type <= SCHEMA_URL || key->type == SCHEMA_LISTEN)
			freep((char *)target + key->offset);
	}
}
