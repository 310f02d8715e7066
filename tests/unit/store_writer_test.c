/* SPDX-License-Identifier: Apache-2.0 */
/* What is posted to the thread that writes, and when whoever posted it is
 * told. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/numbering.h"
#include "store/writer.h"
#include "store_kit.h"

#define MOST 1000 /* that may wait */

struct box {
	struct kit kit; /* its store is the writer's */
	struct writer *writer;
	sem_t held, told;
	int published;    /* commits so far */
	int served, good; /* posts that were told of; without an error */
	int64_t last;     /* number that a job took */
	pthread_t teller;
	int published_then; /* when the last was told of */
	int error;
};

static void
on_published(struct store *store, void *arg)
{
	struct box *box = arg;

	(void)store;
	box->published++;
}

static int
setup(void **state)
{
	struct box *box = calloc(1, sizeof *box);

	assert_non_null(box);
	kit_open(&box->kit);
	sem_init(&box->held, 0, 0);
	sem_init(&box->told, 0, 0);
	assert_int_equal(writer_new(box->kit.store, on_published, box,
			     &box->writer, &box->kit.err),
	    0);
	box->kit.store = NULL;
	*state = box;
	return 0;
}

static int
teardown(void **state)
{
	struct box *box = *state;

	writer_stop(box->writer);
	sem_destroy(&box->held);
	sem_destroy(&box->told);
	kit_close(&box->kit);
	free(box);
	return 0;
}

static int
take_number(struct store *store, void *arg, struct err *err)
{
	struct box *box = arg;

	return numbering_next(store, "posts", &box->last, err);
}

static int
take_and_fail(struct store *store, void *arg, struct err *err)
{
	return take_number(store, arg, err) < 0
		   ? err->code
		   : err_set(err, -EINVAL, "it was not meant so");
}

static int
do_nothing(struct store *store, void *arg, struct err *err)
{
	(void)store;
	(void)arg;
	(void)err;
	return 0;
}

static int
wait_until_let(struct store *store, void *arg, struct err *err)
{
	struct box *box = arg;

	(void)store;
	(void)err;
	while (sem_wait(&box->held) < 0 && errno == EINTR)
		;
	return 0;
}

static void
on_done(int result, const struct err *err, void *arg)
{
	struct box *box = arg;

	box->teller = pthread_self();
	box->published_then = box->published;
	box->served++;
	box->good += result == 0;
	box->error = result < 0 ? err->code : 0;
	sem_post(&box->told);
}

static void
post(struct box *box, int (*fn)(struct store *, void *, struct err *))
{
	assert_int_equal(
	    writer_post(box->writer, fn, on_done, box, &box->kit.err), 0);
}

static void
wait_told(struct box *box)
{
	while (sem_wait(&box->told) < 0 && errno == EINTR)
		;
}

static int
read_thread(struct store *store, void *arg, struct err *err)
{
	(void)store;
	(void)err;
	*(pthread_t *)arg = pthread_self();
	return 0;
}

static void
is_told_when_published(void **state)
{
	struct box *box = *state;
	pthread_t writers;

	post(box, take_number);
	wait_told(box);
	assert_int_equal(box->last, 1);
	assert_int_equal(box->good, 1);
	assert_int_equal(box->published_then, 1);
	assert_int_equal(
	    writer_read(box->writer, read_thread, &writers, &box->kit.err), 0);
	assert_true(pthread_equal(box->teller, writers));
}

static void
what_failed_is_undone(void **state)
{
	struct box *box = *state;

	post(box, take_and_fail);
	wait_told(box);
	assert_int_equal(box->error, -EINVAL);
	assert_int_equal(box->published, 0);
	post(box, take_number);
	wait_told(box);
	assert_int_equal(box->last, 1);
}

static void
too_many_are_refused(void **state)
{
	struct box *box = *state;
	int n = 0;

	post(box, wait_until_let);
	/* The first no longer waits once it runs. */
	while (n <= MOST && writer_post(box->writer, do_nothing, on_done, box,
				&box->kit.err) == 0)
		n++;
	assert_in_range(n, MOST - 1, MOST);
	assert_int_equal(box->kit.err.code, -EBUSY);
	sem_post(&box->held);
	for (int i = 0; i <= n; i++)
		wait_told(box);
	assert_int_equal(box->good, n + 1);
	err_clear(&box->kit.err);
	post(box, take_number);
	wait_told(box);
	assert_int_equal(box->last, 1);
}

static void
what_waits_is_served_at_the_end(void **state)
{
	struct box *box = *state;

	post(box, wait_until_let);
	for (int i = 0; i < 10; i++)
		post(box, take_number);
	sem_post(&box->held);
	writer_stop(box->writer);
	box->writer = NULL;
	assert_int_equal(box->good, 11);
	assert_int_equal(box->last, 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_told_when_published),
		TEST(what_failed_is_undone),
		TEST(too_many_are_refused),
		TEST(what_waits_is_served_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
