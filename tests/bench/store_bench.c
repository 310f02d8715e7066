/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: a window among many events, against the usual index on (start,
 * end); snapshots; durable writes against a bare fdatasync. Arguments: the
 * number of events of the window part (1,000,000), and a folder on the disk
 * that is to be measured (/tmp).
 */
#include <fcntl.h>
#include <ftw.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "store/event_table.h"
#include "store/snapshot.h"
#include "store/store.h"

#define EPOCH 1767225600 /* 2026-01-01 */
#define YEAR (365 * 86400)

struct bench {
	char folder[128];
	struct zones *zones;
	struct store *store;
	struct err err;
	uint64_t state;  /* of chance */
	int64_t n, from; /* events to put, the number of the first */
};

static void
must(const struct bench *bench, int rc)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "store_bench: %s\n", bench->err.msg);
	exit(1);
}

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int64_t
chance(struct bench *bench, int64_t n)
{
	bench->state =
	    bench->state * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((bench->state >> 33) % (uint64_t)n);
}

/* As in a calendar of ours: most are meetings, many are days, some are weeks,
 * a few are programmes of years. */
static int64_t
length(struct bench *bench)
{
	int64_t kind = chance(bench, 100);

	if (kind < 60)
		return 1800 + chance(bench, 5 * 3600);
	if (kind < 85)
		return 86400;
	if (kind < 99)
		return 86400 * (2 + chance(bench, 5));
	return 86400 * (30 + chance(bench, 900));
}

/* Times only, over ten years. */
static void
event_times_fill(
    struct bench *bench, char start[WALL_TEXT], char end[WALL_TEXT])
{
	int64_t at = EPOCH + chance(bench, (int64_t)10 * YEAR);

	wall_format(start, at);
	wall_format(end, at + length(bench));
}

static int
put_one(struct bench *bench, struct store *store, int64_t i, struct err *err)
{
	static const struct actor actor = { "bench", NULL, EPOCH };
	char uid[32], summary[64], start[WALL_TEXT], end[WALL_TEXT];
	struct event_times times;
	enum put_result result;
	struct event event;

	record_init(&event_record, &event);
	snprintf(uid, sizeof uid, "%08lld@example", (long long)i);
	snprintf(summary, sizeof summary, "Assembly of cities, number %lld",
	    (long long)i);
	event_times_fill(bench, start, end);
	event.source = "metropolis";
	event.uid = uid;
	event.summary = summary;
	event.description = "A meeting of those who care for the air, the "
			    "streets and the water of their cities.";
	event.start = start;
	event.end = end;
	event.zone = "UTC";
	event.city = "Barcelona";
	event.country = "ES";
	event.url = "https://events.example/2026/assembly-of-cities";
	if (event_times(&event, bench->zones, &times, err) < 0)
		return err->code;
	return event_put(store, &actor, &event, &times,
	    event_extent(&event, &times), &result, err);
}

static int
put_many(struct store *store, void *arg, struct err *err)
{
	struct bench *bench = arg;

	for (int64_t i = bench->from; i < bench->from + bench->n; i++)
		if (put_one(bench, store, i, err) < 0)
			return err->code;
	return 0;
}

static void
put(struct bench *bench, int64_t from, int64_t n)
{
	bench->from = from;
	bench->n = n;
	must(bench, store_write(bench->store, put_many, bench, &bench->err));
}

static void
open_store(struct bench *bench, const char *name)
{
	char path[160];

	snprintf(path, sizeof path, "%s/%s", bench->folder, name);
	must(bench, store_open(path, DB_WRITER, &bench->store, &bench->err));
}

/* ---- a window --------------------------------------------------------- */

/* The store's own rows and its own search against the same rows' start and
 * end under the usual index. */
static void
fill_window(struct bench *bench, int64_t n)
{
	for (int64_t i = 0; i < n; i += 10000)
		put(bench, i, n - i < 10000 ? n - i : 10000);
	must(bench,
	    db_run(store_db(bench->store),
		"CREATE INDEX bench_window ON event (extent_start, extent_end)",
		&bench->err));
}

static int64_t
rows(struct bench *bench, const char *sql, struct span window, bool classes)
{
	struct db_stmt *stmt =
	    db_prepare(store_db(bench->store), sql, &bench->err);
	int64_t n = 0;

	must(bench, stmt ? 0 : -1);
	if (classes) {
		event_window_bind(stmt, window);
	} else {
		db_bind_int(stmt, 1, window.start);
		db_bind_int(stmt, 2, window.end);
	}
	while (db_step(stmt, &bench->err) > 0)
		n++;
	db_done(stmt);
	return n;
}

/* Median of microseconds over weeks all over the ten years. */
static double
time_windows(struct bench *bench, const char *sql, bool classes, int64_t *n)
{
	enum { RUNS = 41 };
	double times[RUNS];

	*n = 0;
	for (int i = 0; i < RUNS; i++) {
		int64_t start = EPOCH + (int64_t)i * 10 * YEAR / RUNS;
		struct span week = { start, start + 7 * 86400 };
		double before = now_us();

		*n += rows(bench, sql, week, classes);
		times[i] = now_us() - before;
		for (int j = i; j > 0 && times[j] < times[j - 1]; j--) {
			double swap = times[j];

			times[j] = times[j - 1];
			times[j - 1] = swap;
		}
	}
	return times[RUNS / 2];
}

static int
drop(struct event_row *row, void *arg, struct err *err)
{
	(void)arg;
	(void)err;
	event_row_free(row);
	return 0;
}

/* Microseconds to find and read the events of one week, whole. */
static double
time_between(struct bench *bench)
{
	enum { RUNS = 11 };
	double before = now_us();

	for (int i = 0; i < RUNS; i++) {
		int64_t start = EPOCH + (int64_t)i * 10 * YEAR / RUNS;
		struct span week = { start, start + 7 * 86400 };

		must(bench, events_between(bench->store, bench->zones, week,
				drop, NULL, &bench->err));
	}
	return (now_us() - before) / RUNS;
}

static void
bench_window(struct bench *bench, int64_t n)
{
	static const char naive[] =
	    "SELECT extent_start, extent_end FROM event"
	    " INDEXED BY bench_window"
	    " WHERE extent_start < $2 AND extent_end > $1";
	CLEANUP(buf_free) struct buf sql = BUF_INIT;
	int64_t found, naive_found;
	double fast, slow;

	open_store(bench, "window");
	fill_window(bench, n);
	event_window_sql(&sql, "extent_start, extent_end");
	time_windows(bench, buf_str(&sql), true, &found); /* warm */
	fast = time_windows(bench, buf_str(&sql), true, &found);
	slow = time_windows(bench, naive, false, &naive_found);
	if (found != naive_found)
		fprintf(stderr, "store_bench: %lld rows and %lld rows\n",
		    (long long)found, (long long)naive_found);
	printf("figure window-events %lld events\n", (long long)n);
	printf("figure window-rows %.0f rows\n", (double)found / 41);
	printf("figure window-classes %.0f us\n", fast);
	printf("figure window-start-end %.0f us\n", slow);
	printf("ratio window-start-end/classes %.1f\n", slow / fast);
	printf("figure window-read %.0f us\n", time_between(bench));
	store_close(bench->store); /* before sql, whose text it keeps */
}

/* ---- snapshots -------------------------------------------------------- */

/* The two parts of publishing one change, in microseconds. */
struct publish {
	double reread, apply;
};

static void
publish_one(struct bench *bench, struct snapshot **snapshot, int64_t i,
    struct publish *total)
{
	struct series_change change;
	struct snapshot *next;
	char uid[32];
	double start = now_us(), middle;

	snprintf(uid, sizeof uid, "%08lld@example", (long long)i);
	must(bench, snapshot_reread(*snapshot, bench->store, bench->zones,
			"metropolis", uid, &change, &bench->err));
	middle = now_us();
	must(bench, snapshot_apply(*snapshot, &change, 1, &next, &bench->err));
	series_unref(change.before);
	series_unref(change.after);
	snapshot_unref(*snapshot);
	*snapshot = next;
	total->reread += middle - start;
	total->apply += now_us() - middle;
}

static struct publish
time_publish(struct bench *bench, struct snapshot **snapshot, int64_t n)
{
	enum { RUNS = 5000 };
	struct publish total = { 0, 0 };

	for (int i = 0; i < RUNS; i++)
		publish_one(bench, snapshot, chance(bench, n), &total);
	return (struct publish){ total.reread / RUNS, total.apply / RUNS };
}

static struct publish
bench_snapshot(struct bench *bench, int64_t n, const char *name)
{
	struct snapshot *snapshot;
	size_t memory;
	struct publish publish;
	double before;

	open_store(bench, name);
	put(bench, 0, n);
	store_close(bench->store);
	before = now_us();
	open_store(bench, name);
	printf("figure open-%lld %.1f ms\n", (long long)n,
	    (now_us() - before) / 1e3);
	memory = mallinfo2().uordblks;
	before = now_us();
	must(bench,
	    snapshot_load(bench->store, bench->zones, &snapshot, &bench->err));
	printf("figure snapshot-load-%lld %.1f ms\n", (long long)n,
	    (now_us() - before) / 1e3);
	printf("figure snapshot-memory-%lld %.0f bytes/event\n", (long long)n,
	    (double)(mallinfo2().uordblks - memory) / (double)n);
	publish = time_publish(bench, &snapshot, n);
	printf("figure snapshot-reread-%lld %.2f us\n", (long long)n,
	    publish.reread);
	printf("figure snapshot-apply-%lld %.2f us\n", (long long)n,
	    publish.apply);
	snapshot_unref(snapshot);
	store_close(bench->store);
	return publish;
}

/* ---- durable writes --------------------------------------------------- */

static int
bare_open(struct bench *bench)
{
	static char page[4096];
	char path[160];
	int fd;

	snprintf(path, sizeof path, "%s/bare", bench->folder);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	for (int i = 0; i < 1000; i++)
		must(bench,
		    pwrite(fd, page, sizeof page, i * 4096) > 0 ? 0 : -1);
	fsync(fd);
	return fd;
}

/* Overwrites of a file of the log's usual size, each synced. Microseconds. */
static double
time_bare(struct bench *bench, int fd, int writes)
{
	static char page[4096];
	double before = now_us();

	for (int i = 0; i < writes; i++)
		must(
		    bench, pwrite(fd, page, sizeof page, i % 1000 * 4096) < 0 ||
				   fdatasync(fd) < 0
			       ? -1
			       : 0);
	return now_us() - before;
}

/* Microseconds for n transactions of group events each. */
static double
time_puts(struct bench *bench, int64_t *from, int n, int group)
{
	double before = now_us();

	for (int i = 0; i < n; i++, *from += group)
		put(bench, *from, group);
	return now_us() - before;
}

/* By turns, for a disk has moods. */
static void
bench_writes(struct bench *bench)
{
	enum { ROUNDS = 20, WRITES = 100, GROUP = 500 };
	double bare = 0, single = 0, grouped = 0;
	const double seconds = ROUNDS * WRITES * 1e6;
	CLEANUP(closep) int fd = bare_open(bench);
	int64_t from = 0;

	open_store(bench, "writes");
	time_puts(bench, &from, 1, 10000);
	for (int i = 0; i < ROUNDS; i++) {
		bare += time_bare(bench, fd, WRITES);
		single += time_puts(bench, &from, WRITES, 1);
		grouped += time_puts(bench, &from, 2, GROUP);
	}
	store_close(bench->store);
	grouped *= WRITES / (2.0 * GROUP);
	printf("figure fdatasync %.0f writes/s\n", seconds / bare);
	printf("figure durable-single %.0f events/s\n", seconds / single);
	printf("figure durable-grouped %.0f events/s\n", seconds / grouped);
	printf("ratio durable-single/fdatasync %.2f\n", bare / single);
	printf("ratio durable-grouped/single %.1f\n", single / grouped);
}

static int
discard(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

int
main(int argc, char **argv)
{
	struct bench bench = { .state = 1 };
	int64_t n = argc > 1 ? strtoll(argv[1], NULL, 10) : 1000000;
	struct publish small, large;

	snprintf(bench.folder, sizeof bench.folder, "%s/ambit-bench-XXXXXX",
	    argc > 2 ? argv[2] : "/tmp");
	if (!mkdtemp(bench.folder)) {
		perror(bench.folder);
		return 1;
	}
	must(&bench, zones_open(NULL, &bench.zones, &bench.err));
	bench_writes(&bench);
	small = bench_snapshot(&bench, 1000, "small");
	large = bench_snapshot(&bench, 100000, "large");
	printf("ratio snapshot-apply-100000/1000 %.2f\n",
	    large.apply / small.apply);
	bench_window(&bench, n);
	zones_free(bench.zones);
	nftw(bench.folder, discard, 8, FTW_DEPTH | FTW_PHYS);
	return 0;
}
