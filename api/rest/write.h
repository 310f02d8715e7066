/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request that changes something, apart from how it came: over HTTP it is
 * posted to the writer's thread and answered when it is committed and
 * published; a command line without a daemon runs the same in its own process.
 *
 * Each such route is a row with write_route as its handler and a struct
 * write_op as its detail. Every one of them takes ?dry_run=true (all is
 * checked and answered, nothing is kept) and ?why= (the reason in the log).
 * A POST with an Idempotency-Key is done once: the first answer is kept for a
 * day in the same transaction, and given again to the same request.
 */
#ifndef AMBIT_REST_WRITE_H
#define AMBIT_REST_WRITE_H

#include <stdatomic.h>

#include "base/secret.h"
#include "base/vec.h"
#include "http/router.h"
#include "office/desk.h"
#include "rest/call.h"

#define WRITE_TAG 40

struct write_parameter {
	char *name, *value;
};

struct write {
	atomic_int refs;
	/* What is asked; nothing of it changes while it runs. */
	enum http_method method;
	char *path;
	VEC(struct write_parameter) parameters;
	char *body;
	size_t len;
	char *if_match; /* NULL: not given */
	char *key;      /* Idempotency-Key; NULL: not given */
	char actor[64];
	char deputed[140];         /* "local uid 0 for a1", while it runs */
	char token[SECRET_DIGEST]; /* its id; "": none was shown */
	bool local;                /* over the local socket, or by itself */
	/* Of the browser that asks; of the one that is answered, for so many
	 * seconds; -1: no cookie is set. */
	char cookie[SECRET_TEXT];
	int64_t cookie_seconds;
	bool dry_run;
	const struct route *route;
	struct route_values values;
	const struct rest *rest; /* NULL: no daemon runs it */
	const char *state_dir;   /* on loan; NULL: there is none */
	/* While it runs. */
	struct desk desk;
	struct caller caller;
	struct record_row *caller_row; /* the token's, as it is by then */
	/* The answer; who makes it sets status last. */
	int status;
	struct buf answer;   /* JSON */
	char tag[WRITE_TAG]; /* of what was written, or "" */
	char location[200];  /* of what was made, or "" */
	bool replayed;       /* it is the first one, given again */
	/* Of the token that was made, or "": told with the answer, and kept
	 * nowhere, so never told again. */
	char secret[SECRET_TEXT];
	atomic_bool done;
};

/* What a write's route does: inside a transaction, fills the answer; or fails
 * as the functions of office/desk.h do, and is answered by its result. May be
 * run again from the start. */
struct write_op {
	int (*run)(struct write *write, struct err *err);
	const struct family *family;   /* of the routes of one family */
	const char *const *parameters; /* besides dry_run and why; NULL */
	bool no_body;
	bool unversioned;   /* of what has no version: no If-Match is wanted */
	bool bare;          /* a body may be left out */
	bool changes_words; /* that conflicts are told in: those that are not
			       yet written are, before it is run */
	int which;          /* of the operations that share run */
};

/* Takes what is asked apart; target is path and query. -EINVAL, -ENOENT (no
 * such route), -ENOMEM. *out has one reference, the caller's. */
int write_new(enum http_method method, const char *target, const void *body,
    size_t len, struct write **out, struct err *err);
/* The same from parts: one with what is asked but for its parameters and
 * route (NULL: no memory), to which they are added; then those that are wrong
 * are noted. */
struct write *write_begin(
    enum http_method method, const char *path, const void *body, size_t len);
int
write_add_parameter(struct write *write, const char *name, const char *value);
void write_read_parameters(struct write *write, struct invalid *invalid);
void write_unref(struct write *write); /* takes NULL */
void write_unrefp(struct write **write);

/* Who asks: a user of this machine; or a token's bearer, who is looked up
 * again when it runs. */
void write_actor(struct write *write, int64_t uid);
void write_bearer(struct write *write, const struct token *token);

/* A value of the path, a parameter; NULL. */
const char *write_value(const struct write *write, const char *name);
const char *write_parameter(const struct write *write, const char *name);

/* A store_write function; arg is the struct write, whose desk has its zones
 * and its actor's time. What a dry run has done is refused with -ECANCELED
 * after it has been answered. */
int write_run(struct store *store, void *arg, struct err *err);

/* The answer, once the transaction has ended with this result. */
void write_end(struct write *write, int result, const struct err *err);

/* Puts JSON into the answer, as its last member. */
void
write_add_member(struct write *write, const char *name, const struct buf *json);
/* Puts a JSON list of conflicts into the answer, as its last member. */
void write_add_conflicts(struct write *write, const struct buf *conflicts);

/* Answers with a row: its JSON, its tag, and when it is new its location. */
int write_answer_row(struct write *write, const struct record_row *row,
    int status, struct err *err);

/* Of tokens.c. */
extern const struct write_op token_create_op, token_change_op, token_revoke_op;
/* Of session.c. */
extern const struct write_op token_link_op, sign_in_op, sign_out_op;
/* Of the conflicts' routes, conflicts.c. */
extern const struct write_op conflict_merge_op, conflict_apart_op,
    conflict_undo_op, conflict_waive_op, synergy_accept_op, synergy_dismiss_op;

/* Of what is proposed and resolved, resolutions.c. */
extern const struct write_op conflict_propose_op, resolution_apply_op,
    resolution_undo_op, resolution_cancel_op, resolution_create_op;

/* The operations of the families' routes, records.c. */
extern const struct write_op record_create_ops[], record_change_ops[],
    record_remove_ops[];
extern const struct write_op import_op;       /* import.c */
extern const struct write_op person_erase_op; /* erase.c */
extern const struct write_op event_create_op, event_edit_op,
    event_cancel_op; /* own_events.c */
/* Of the missions' routes, missions.c: the steps by enum life_action. */
extern const struct write_op mission_create_op, mission_amend_op,
    mission_step_ops[];

#endif
