/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration: ambit.conf and, beside it, conf.d/(name).conf in the
 * order of their names; a later file may add to or replace what an earlier
 * one says. Sections: [server], [office], [store], [feeds], [places],
 * [travel], [conflicts], [plan], [duplicates], [doctor],
 * [source NAME].
 *
 * A configuration is read whole or not at all: every problem is collected
 * with its file, line, key and the nearest right key. Once read it is
 * immutable. Relative paths are taken from the folder of ambit.conf.
 */
#ifndef AMBIT_CONFIG_CONFIG_H
#define AMBIT_CONFIG_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/travel.h"
#include "base/vec.h"
#include "model/plan.h"

/* One thing that is wrong, and where. */
struct config_problem {
	char *file;
	int line;   /* 1-based; 0: the file as a whole */
	char *text; /* what is wrong and what would be right */
};
VEC_TYPE(config_problems, struct config_problem);

void config_problems_free(struct config_problems *problems);
/* -ENOMEM when it could not be kept. */
int config_problem_add(struct config_problems *problems, const char *file,
    int line, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A setting that the source's plugin reads. */
struct config_setting {
	char *key, *value;
	char *file;
	int line;
};
VEC_TYPE(config_settings, struct config_setting);

/* How a source's events are told apart (semantics of sources). */
enum config_identity { IDENTITY_UID, IDENTITY_URL, IDENTITY_CONTENT };
/* Which duplicates are merged without asking. */
enum config_merge { MERGE_NEVER, MERGE_CERTAIN };
/* What becomes of an event that its source no longer lists. */
enum config_vanished { VANISHED_CANCEL, VANISHED_KEEP, VANISHED_DELETE };

struct config_source {
	char *name; /* a-z, 0-9, "-", "_"; at most 63 bytes */
	char *file;
	int line; /* of its section */
	char *plugin;
	int enabled;
	int identity; /* enum config_identity */
	int vanished; /* enum config_vanished */
	int authoritative;
	int allow_private; /* may fetch from private and loopback addresses */
	/* What it brings is kept as days that are not worked, not as events:
	 * of this person (an id), or of this municipality, "Barcelona, ES",
	 * or country, "ES". "": it is not. */
	char *absences_of, *holidays_of;
	/* Team (id) whose missions its delegations are; "": that of those who
	 * go. */
	char *missions_of;
	int64_t interval;   /* seconds between syncs */
	int64_t expected;   /* seconds between news; 0: not known */
	int64_t runs_kept;  /* how many of its runs the store keeps */
	int64_t deadline;   /* seconds that a sync may take */
	int64_t max_bytes;  /* of one fetched body */
	int64_t max_memory; /* of the plugin's process */
	struct config_settings settings;
};
VEC_TYPE(config_sources, struct config_source);

/* By what the rules judge (schedule/world.h has what each means). */
#define CONFIG_RULES 25
struct config_rules {
	/* enum finding_level + 1 by rule, in the order of its table; 0: the
	 * rule's own. */
	int levels[CONFIG_RULES];
	int64_t day_start, day_end;   /* seconds after midnight */
	int64_t core_start, core_end; /* seconds after midnight */
	int64_t slack;                /* seconds */
	int64_t city_km;
	int64_t high_score, clash_people, rank_gap, lead_days;
	int64_t leg_seniors, leg_staff;
	int64_t fatigue_days, fatigue_window;
	int64_t preparation, deputy_days; /* working days */
	int64_t gap_days;
};

struct config {
	char *file;   /* ambit.conf, as it was named */
	char *folder; /* of it, absolute */
	/* [server] */
	char *address;
	int64_t port;
	char *socket; /* of the daemon's local door; "" is none */
	char *public_url;
	char *uid_domain;
	char *state_dir;
	char *data_dir; /* of file: URLs */
	char *plugin_dir;
	char *plugin_host;
	int log_level;  /* enum log_level */
	int log_format; /* enum log_format */
	int64_t max_connections;
	int64_t fetch_pause; /* seconds between fetches from one host */
	char *user_header;   /* of a trusted proxy; "" is none */
	int64_t rate, burst; /* of one token's requests: a second; at once */
	int sandbox;         /* strict, best-effort, as in source/sandbox.h */
	/* [office] */
	char *zone; /* IANA name, known */
	/* [store] */
	char *store_path;
	/* [feeds] */
	int64_t refresh; /* seconds */
	int64_t days_back;
	int64_t months_ahead;
	int64_t cancelled_days;
	int language; /* enum language */
	/* [places] */
	char *own_places; /* a table; "" is none */
	int64_t near_km;
	int64_t prominent;
	/* [travel] */
	struct travel_rule travel;
	/* [conflicts] */
	struct config_rules rules;
	/* [plan] */
	char *plan_path;   /* "": there is none */
	struct plan *plan; /* NULL: there is none */
	/* [missions] */
	int64_t revise_percent;
	/* [proposals] */
	int64_t shown, remote_loss, window_loss, shortest, unscored;
	int64_t joint_bonus;
	/* [duplicates] */
	int64_t similarity; /* per cent */
	int64_t similar_days;
	int64_t link_days;
	int merge_certain; /* enum config_merge */
	/* [doctor] */
	int64_t doctor_free;  /* bytes */
	int64_t doctor_zones; /* seconds */
	/* [source NAME] */
	struct config_sources sources;
};

/*
 * Reads path and its conf.d; of NULL the defaults. 0 and *out; -EINVAL when
 * anything is wrong, with each problem added; -ENOENT and the like (err) when
 * the file cannot be read at all.
 */
int config_load(const char *path, struct config **out,
    struct config_problems *problems, struct err *err);
void config_free(struct config *config);
void config_freep(struct config **config);

const struct config_source *
config_source_find(const struct config *config, const char *name);

/* Every key with its section, default and help, for the manual and for
 * `ambit config keys`. fn's texts are static. */
void config_keys_each(void (*fn)(const char *section, const char *key,
			  const char *fallback, const char *help, void *arg),
    void *arg);

#endif
