/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules have found, and what people have decided of it. A conflict is
 * known by its code and subject: found again, it keeps its id and history. Its
 * history stands in the change log (entity "conflict").
 *
 *   open       found, nothing decided
 *   merged     two events are one (C16); see merge.h
 *   kept-apart they are not
 *   waived     a conflict that somebody answers for, until a day; void as
 *              soon as anything of its evidence changes
 *   accepted   a synergy that is made use of (S..)
 *   dismissed  one that is not wanted
 *   cleared    no longer found; comes back as open
 *
 * Each function that writes works inside store_write.
 */
#ifndef AMBIT_STORE_CONFLICTS_H
#define AMBIT_STORE_CONFLICTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "store/store.h"

enum conflict_state {
	CONFLICT_ANY, /* of a filter */
	CONFLICT_OPEN,
	CONFLICT_MERGED,
	CONFLICT_KEPT_APART,
	CONFLICT_CLEARED,
	CONFLICT_WAIVED,
	CONFLICT_ACCEPTED,
	CONFLICT_DISMISSED
};
extern const char *const conflict_state_words[]; /* "", "open", ... NULL */

/* From the least grave to the gravest. */
extern const char *const conflict_level_words[]; /* "", "info" .. "block" */

struct conflict {
	const char *id;
	const char *code;       /* "C16" */
	const char *subject;    /* JSON, the same whenever it is the same */
	const char *title;      /* for the log and lists */
	const char *level;      /* "block", "decide", "warn", "info" */
	int state;              /* enum conflict_state */
	const char *evidence;   /* JSON object */
	int64_t since;          /* UTC seconds: when it was first found */
	int64_t state_since;    /* UTC seconds */
	int64_t revision;       /* 1, 2 ...; any change */
	int64_t revised_at;     /* UTC seconds */
	const char *decided_by; /* who decided; NULL: nobody, the program
				   itself */
	const char *why;
	bool found; /* its rule finds it now; what people have decided stays */
	struct span span; /* when it is; 0, 0: at no time */
	int64_t expires;  /* UTC seconds: a waiver's end; 0: it has none */
	const char *undo; /* JSON that the decider wants back to undo it */
};

/* An event that a conflict is about. */
struct conflict_event {
	const char *source, *uid;
};

/* Whom it concerns, so that it is found by them: a family's name, or "event",
 * and an id. */
struct conflict_party {
	const char *kind, *id;
};

/* What a rule has found. */
struct found {
	const char *code, *subject, *title, *level, *evidence;
	const struct conflict_event *events;
	size_t nevents;
	bool merge; /* merged without asking, as long as nobody has decided */
	const struct conflict_party *parties;
	size_t nparties;
	struct span span; /* when it is; 0, 0: at no time */
};

/* Found: creates it, opens it again, or brings its evidence up to date.
 * Nothing is written when all is the same. */
int conflict_found(struct store *store, const struct actor *actor,
    const struct found *found, struct err *err);

/*
 * Found no longer. What is open, waived or dismissed, or was merged without
 * asking, is cleared. What else people have decided stays as long as its
 * events are there. Nothing happens when it is not known.
 */
int conflict_gone(struct store *store, const struct actor *actor,
    const char *code, const char *subject, struct err *err);

enum conflict_step {
	CONFLICT_MERGE,
	CONFLICT_KEEP_APART,
	CONFLICT_WAIVE,
	CONFLICT_ACCEPT,
	CONFLICT_DISMISS,
	CONFLICT_UNDO
};

/*
 * A person decides on what is open: merges or keeps apart two events, waives a
 * conflict, accepts or dismisses a synergy; or undoes any of it, which opens
 * it again (and what was merged without asking is kept apart, or it would be
 * merged at once). -ENOENT; -EPERM: its state or code does not allow it;
 * -ESTALE: it is at another revision than this.
 */
struct conflict_decision {
	enum conflict_step step;
	int64_t revision; /* 0: whatever */
	int64_t expires;  /* of a waiver; 0: never */
	const char *undo; /* JSON to keep for an undo; may be NULL */
};
int conflict_step(struct store *store, const struct actor *actor,
    const char *id, const struct conflict_decision *decision, struct err *err);

/* Opens again what was waived until now or earlier. */
int conflicts_expire(
    struct store *store, const struct actor *actor, struct err *err);

/* Calls fn for each that meets the filter, by id (so by when they were first
 * found); a negative return ends the walk, and is returned. NULL, 0: any. */
struct conflict_filter {
	const char *id, *code, *source, *subject;
	const char *family; /* "C" or "S": conflicts or synergies alone */
	const char *level;  /* at least as grave */
	/* Whom it concerns. */
	const char *team, *person, *mission, *event, *council;
	const char *teams;  /* one of these: " T1 T2 " */
	struct span period; /* it meets; empty: whenever */
	const char *after;  /* an id: those behind it */
	int state;
	int limit; /* 0: all */
};
int conflicts_each(struct store *store, const struct conflict_filter *filter,
    int (*fn)(const struct conflict *conflict, void *arg, struct err *err),
    void *arg, struct err *err);

#endif
