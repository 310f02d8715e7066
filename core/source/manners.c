/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of when each host may be asked next, by the host's hash: two hosts
 * that share a place only wait for each other. Who comes books the next free
 * moment and sleeps until then, outside the lock.
 */
#include "manners.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"

#define PLACES 256
#define SLICE_MS 50

struct manners {
	pthread_mutex_t lock;
	int64_t pause_ms;
	int64_t next[PLACES]; /* monotonic ms; 0: at once */
};

struct manners *
manners_new(int64_t pause_ms)
{
	struct manners *manners = calloc(1, sizeof *manners);

	if (!manners)
		return NULL;
	manners->pause_ms = pause_ms;
	pthread_mutex_init(&manners->lock, NULL);
	return manners;
}

void
manners_free(struct manners *manners)
{
	if (!manners)
		return;
	pthread_mutex_destroy(&manners->lock);
	free(manners);
}

/* Of "scheme://user@Host:port/...": Host, in any case of letters. */
static size_t
place_of(const char *url)
{
	const char *host = strstr(url, "://"), *at;
	size_t len, hash = 5381;

	host = host ? host + 3 : url;
	len = strcspn(host, "/?#");
	at = memrchr(host, '@', len);
	if (at) {
		len -= (size_t)(at + 1 - host);
		host = at + 1;
	}
	for (size_t i = 0; i < len && host[i] != ':'; i++)
		hash = hash * 33 + ((unsigned char)host[i] | 0x20);
	return hash % PLACES;
}

static int
sleep_until(int64_t then, const atomic_bool *cancel)
{
	for (;;) {
		int64_t left = then - clock_monotonic(&clock_system);
		struct timespec slice = { 0, SLICE_MS * 1000000L };

		if (cancel && atomic_load(cancel))
			return -ECANCELED;
		if (left <= 0)
			return 0;
		if (left < SLICE_MS)
			slice.tv_nsec = left * 1000000L;
		nanosleep(&slice, NULL);
	}
}

int
manners_wait(struct manners *manners, const char *url, int64_t most_ms,
    const atomic_bool *cancel)
{
	int64_t now = clock_monotonic(&clock_system), turn, *next;

	if (!manners)
		return 0;
	next = &manners->next[place_of(url)];
	pthread_mutex_lock(&manners->lock);
	turn = *next > now ? *next : now;
	if (turn - now <= most_ms)
		*next = turn + manners->pause_ms;
	pthread_mutex_unlock(&manners->lock);
	return turn - now <= most_ms ? sleep_until(turn, cancel) : -ETIMEDOUT;
}

void
manners_leave(struct manners *manners, const char *url, int64_t seconds)
{
	int64_t then, *next;

	if (!manners || seconds <= 0)
		return;
	if (seconds > MANNERS_MOST_SECONDS)
		seconds = MANNERS_MOST_SECONDS;
	then = clock_monotonic(&clock_system) + seconds * 1000;
	next = &manners->next[place_of(url)];
	pthread_mutex_lock(&manners->lock);
	if (*next < then)
		*next = then;
	pthread_mutex_unlock(&manners->lock);
}
