/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread lives as long as its job. Who starts the next one, on the writer's
 * thread, joins the last; what is shared between the two is under the lock.
 */
#include "resolver.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/period_job.h"

struct resolver {
	struct writer *writer;
	const struct judge *judge;
	struct zones *zones;
	const struct clock *clock;
	pthread_mutex_t lock;
	pthread_t thread;
	bool started;           /* the thread is to be joined */
	struct period_job *job; /* that runs; NULL: none */
	bool ending;            /* the last is still to be told of */
	char id[UUID_TEXT];
};

struct resolver *
resolver_new(struct writer *writer, const struct judge *judge,
    struct zones *zones, const struct clock *clock)
{
	struct resolver *resolver = calloc(1, sizeof *resolver);

	if (!resolver)
		return NULL;
	resolver->writer = writer;
	resolver->judge = judge;
	resolver->zones = zones;
	resolver->clock = clock;
	pthread_mutex_init(&resolver->lock, NULL);
	return resolver;
}

static void
stop_job(struct resolver *resolver)
{
	pthread_mutex_lock(&resolver->lock);
	if (resolver->job)
		atomic_store(&resolver->job->stop, true);
	pthread_mutex_unlock(&resolver->lock);
}

static void
join_thread(struct resolver *resolver)
{
	if (resolver->started)
		pthread_join(resolver->thread, NULL);
	resolver->started = false;
}

void
resolver_stop(struct resolver *resolver)
{
	if (!resolver)
		return;
	stop_job(resolver);
	join_thread(resolver);
}

void
resolver_free(struct resolver *resolver)
{
	if (!resolver)
		return;
	assert(!resolver->started);
	pthread_mutex_destroy(&resolver->lock);
	free(resolver);
}

static void
set_ending(struct resolver *resolver, bool ending)
{
	pthread_mutex_lock(&resolver->lock);
	resolver->ending = ending;
	if (ending)
		resolver->job = NULL;
	pthread_mutex_unlock(&resolver->lock);
}

/* -------------------------------------------------------------- telling */

/* What is written on the writer's thread, and by it freed. */
struct told {
	struct resolver *resolver;
	char id[UUID_TEXT];
	struct buf text;
	struct period_job *job; /* when it has ended */
	struct err failed;
};

static int
write_told(struct store *store, void *arg, struct err *err)
{
	struct told *told = arg;
	const struct resolver *resolver = told->resolver;
	struct desk desk = { .store = store,
		.actor = { .name = "ambit", .now = clock_now(resolver->clock) },
		.zones = resolver->zones,
		.judge = resolver->judge };
	int rc =
	    told->job
		? resolution_end(&desk, told->id, told->job, &told->failed, err)
		: resolution_tell(&desk, told->id, buf_str(&told->text), err);

	desk_free(&desk);
	return rc;
}

static void
free_told(int result, const struct err *err, void *arg)
{
	struct told *told = arg;

	(void)result;
	(void)err;
	if (told->job)
		set_ending(told->resolver, false);
	buf_free(&told->text);
	period_job_free(told->job);
	free(told);
}

static struct told *
new_told(struct resolver *resolver)
{
	struct told *told = calloc(1, sizeof *told);

	if (told) {
		told->resolver = resolver;
		memcpy(told->id, resolver->id, sizeof told->id);
	}
	return told;
}

/* What cannot be told now is told the next time. */
static void
tell(const struct period_job *job, const struct resolve_state *state, void *arg)
{
	struct resolver *resolver = arg;
	struct told *told = new_told(resolver);
	struct err err = ERR_INIT;

	(void)job;
	if (!told)
		return;
	buf_addc(&told->text, '{');
	period_add_state(&told->text, state);
	buf_addc(&told->text, '}');
	if (buf_error(&told->text) < 0 ||
	    writer_post(resolver->writer, write_told, free_told, told, &err) <
		0)
		free_told(0, NULL, told);
}

static void
tell_end(
    struct resolver *resolver, struct period_job *job, const struct err *failed)
{
	struct told *told = new_told(resolver);
	struct err err = ERR_INIT;

	if (!told) {
		set_ending(resolver, false);
		period_job_free(job);
		return;
	}
	told->job = job;
	told->failed = *failed;
	if (writer_post(resolver->writer, write_told, free_told, told, &err) <
	    0)
		free_told(0, NULL, told);
}

/* -------------------------------------------------------------- running */

static void *
run(void *arg)
{
	struct resolver *resolver = arg;
	struct period_job *job = resolver->job;
	struct err failed = ERR_INIT;

	period_run(job, resolver->clock, tell, resolver, &failed);
	set_ending(resolver, true);
	tell_end(resolver, job, &failed);
	return NULL;
}

static bool
is_busy(struct resolver *resolver)
{
	bool busy;

	pthread_mutex_lock(&resolver->lock);
	busy = resolver->job || resolver->ending;
	pthread_mutex_unlock(&resolver->lock);
	return busy;
}

int
resolver_start(struct resolver *resolver, const char *id,
    struct period_job *job, struct err *err)
{
	if (is_busy(resolver)) {
		period_job_free(job);
		return err_set(err, -EPERM,
		    "a period is being resolved already: wait, or cancel it");
	}
	join_thread(resolver);
	resolver->job = job;
	snprintf(resolver->id, sizeof resolver->id, "%s", id);
	if (pthread_create(&resolver->thread, NULL, run, resolver) != 0) {
		resolver->job = NULL;
		period_job_free(job);
		return err_set(err, -EBUSY, "no thread can be started");
	}
	resolver->started = true;
	return 0;
}

int
resolver_cancel(struct resolver *resolver, const char *id, struct err *err)
{
	if (!is_busy(resolver) || strcmp(resolver->id, id) != 0)
		return err_set(err, -ENOENT, "it does not run here");
	stop_job(resolver);
	return 0;
}
