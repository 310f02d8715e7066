/* SPDX-License-Identifier: Apache-2.0 */
#include "writer.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "store/erase.h"

/* Posts that may wait; beyond that the program is asked for more than the
 * disk can bear, and says so. */
#define MOST_POSTS 1000

/* A call. One that somebody waits for lives on its caller's stack; a post has
 * memory of its own. */
struct call {
	struct call *next;
	int (*fn)(struct store *store, void *arg, struct err *err);
	void (*then)(int result, const struct err *err, void *arg); /* posts */
	void *arg;
	struct err *err;
	int result;
	bool reads, done;
};

struct post {
	struct call call; /* first */
	struct err err;
};

struct writer {
	struct store *store;
	void (*published)(struct store *store, void *arg);
	void *arg;
	void (*broken)(const struct err *err, void *arg);
	void *broken_arg;
	pthread_t thread;

	pthread_mutex_t mutex; /* of what follows */
	pthread_cond_t wanted; /* there is a call, or it is time to stop */
	pthread_cond_t served; /* some call is done */
	struct call *first, **last;
	int posts;
	bool stopping;
};

/* The next call, or NULL when there will be none any more. */
static struct call *
take(struct writer *writer)
{
	struct call *call;

	pthread_mutex_lock(&writer->mutex);
	while (!writer->first && !writer->stopping)
		pthread_cond_wait(&writer->wanted, &writer->mutex);
	call = writer->first;
	if (call) {
		writer->first = call->next;
		if (!writer->first)
			writer->last = &writer->first;
		writer->posts -= call->then != NULL;
	}
	pthread_mutex_unlock(&writer->mutex);
	return call;
}

static void
finish(struct writer *writer, struct call *call, int result)
{
	if (call->then) {
		call->then(result, call->err, call->arg);
		free(call);
		return;
	}
	pthread_mutex_lock(&writer->mutex);
	call->result = result;
	call->done = true;
	pthread_cond_broadcast(&writer->served);
	pthread_mutex_unlock(&writer->mutex);
}

static int
run(struct writer *writer, const struct call *call)
{
	int rc;

	if (call->reads)
		return call->fn(writer->store, call->arg, call->err);
	rc = store_write(writer->store, call->fn, call->arg, call->err);
	if (rc == 0 && writer->published)
		writer->published(writer->store, writer->arg);
	return rc < 0 ? rc : store_settle(writer->store, call->err);
}

static void
tell_broken(struct writer *writer, const struct err *err)
{
	if (writer->broken)
		writer->broken(err, writer->broken_arg);
	writer->broken = NULL;
}

static void *
serve(void *arg)
{
	struct writer *writer = arg;
	struct call *call;

	while ((call = take(writer))) {
		int rc = run(writer, call);

		if (rc == -EIO || rc == -EUCLEAN)
			tell_broken(writer, call->err);
		finish(writer, call, rc);
	}
	return NULL;
}

static void
writer_free(struct writer *writer)
{
	store_close(writer->store);
	pthread_cond_destroy(&writer->served);
	pthread_cond_destroy(&writer->wanted);
	pthread_mutex_destroy(&writer->mutex);
	free(writer);
}

int
writer_new(struct store *store,
    void (*published)(struct store *store, void *arg), void *arg,
    struct writer **out, struct err *err)
{
	struct writer *writer = calloc(1, sizeof *writer);
	int rc;

	if (!writer) {
		store_close(store);
		return err_set(err, -ENOMEM, "writer: no memory");
	}
	writer->store = store;
	writer->published = published;
	writer->arg = arg;
	writer->last = &writer->first;
	pthread_mutex_init(&writer->mutex, NULL);
	pthread_cond_init(&writer->wanted, NULL);
	pthread_cond_init(&writer->served, NULL);
	rc = pthread_create(&writer->thread, NULL, serve, writer);
	if (rc != 0) {
		writer_free(writer);
		errno = rc;
		return err_errno(err, "start the writer's thread");
	}
	*out = writer;
	return 0;
}

/* With the mutex. */
static void
join(struct writer *writer, struct call *call)
{
	*writer->last = call;
	writer->last = &call->next;
	pthread_cond_signal(&writer->wanted);
}

int
writer_post(struct writer *writer,
    int (*fn)(struct store *store, void *arg, struct err *err),
    void (*done)(int result, const struct err *err, void *arg), void *arg,
    struct err *err)
{
	struct post *post = calloc(1, sizeof *post);
	bool room;

	if (!post)
		return err_set(err, -ENOMEM, "writer: no memory");
	post->call = (struct call){
		.fn = fn, .then = done, .arg = arg, .err = &post->err
	};
	pthread_mutex_lock(&writer->mutex);
	room = writer->posts < MOST_POSTS;
	if (room) {
		writer->posts++;
		join(writer, &post->call);
	}
	pthread_mutex_unlock(&writer->mutex);
	if (room)
		return 0;
	free(post);
	return err_set(
	    err, -EBUSY, "%d changes wait to be written already", MOST_POSTS);
}

static int
wait_for(struct writer *writer, struct call *call)
{
	if (pthread_equal(pthread_self(), writer->thread))
		return err_set(call->err, -EDEADLK,
		    "the writer was called from its own thread");
	pthread_mutex_lock(&writer->mutex);
	join(writer, call);
	while (!call->done)
		pthread_cond_wait(&writer->served, &writer->mutex);
	pthread_mutex_unlock(&writer->mutex);
	return call->result;
}

int
writer_call(struct writer *writer,
    int (*fn)(struct store *store, void *arg, struct err *err), void *arg,
    struct err *err)
{
	struct call call = { .fn = fn, .arg = arg, .err = err };

	return wait_for(writer, &call);
}

int
writer_read(struct writer *writer,
    int (*fn)(struct store *store, void *arg, struct err *err), void *arg,
    struct err *err)
{
	struct call call = { .fn = fn, .arg = arg, .err = err, .reads = true };

	return wait_for(writer, &call);
}

void
writer_on_broken(struct writer *writer,
    void (*fn)(const struct err *err, void *arg), void *arg)
{
	pthread_mutex_lock(&writer->mutex);
	writer->broken = fn;
	writer->broken_arg = arg;
	pthread_mutex_unlock(&writer->mutex);
}

void
writer_stop(struct writer *writer)
{
	if (!writer)
		return;
	pthread_mutex_lock(&writer->mutex);
	writer->stopping = true;
	pthread_cond_signal(&writer->wanted);
	pthread_mutex_unlock(&writer->mutex);
	pthread_join(writer->thread, NULL);
	writer_free(writer);
}

void
writer_stopp(struct writer **writer)
{
	writer_stop(*writer);
}
