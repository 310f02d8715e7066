/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

/* A configuration and how many work by it; one of them is its being the
 * newest. */
struct edition {
	struct config *config;
	int users;
	struct edition *older;
};

struct settings {
	pthread_mutex_t lock;
	struct edition *newest;
};

static struct edition *
edition_new(struct config *config, struct edition *older)
{
	struct edition *edition = malloc(sizeof *edition);

	if (edition)
		*edition = (struct edition){ config, 1, older };
	return edition;
}

struct settings *
settings_new(struct config *config)
{
	struct settings *settings = calloc(1, sizeof *settings);

	if (!settings)
		return NULL;
	settings->newest = edition_new(config, NULL);
	if (!settings->newest) {
		free(settings);
		return NULL;
	}
	pthread_mutex_init(&settings->lock, NULL);
	return settings;
}

void
settings_free(struct settings *settings)
{
	struct edition *edition = settings ? settings->newest : NULL;

	while (edition) {
		struct edition *older = edition->older;

		config_free(edition->config);
		free(edition);
		edition = older;
	}
	if (settings)
		pthread_mutex_destroy(&settings->lock);
	free(settings);
}

const struct config *
settings_get(struct settings *settings)
{
	const struct config *config;

	pthread_mutex_lock(&settings->lock);
	settings->newest->users++;
	config = settings->newest->config;
	pthread_mutex_unlock(&settings->lock);
	return config;
}

/* Drops one use; an edition that nobody works by goes. */
static void
drop(struct settings *settings, const struct config *config)
{
	struct edition **at = &settings->newest;

	while (*at && (*at)->config != config)
		at = &(*at)->older;
	assert(*at);
	if (--(*at)->users == 0) {
		struct edition *gone = *at;

		*at = gone->older;
		config_free(gone->config);
		free(gone);
	}
}

void
settings_put(struct settings *settings, const struct config *config)
{
	pthread_mutex_lock(&settings->lock);
	drop(settings, config);
	pthread_mutex_unlock(&settings->lock);
}

int
settings_replace(struct settings *settings, struct config *config)
{
	struct edition *edition;

	pthread_mutex_lock(&settings->lock);
	edition = edition_new(config, settings->newest);
	if (edition) {
		settings->newest = edition;
		drop(settings, edition->older->config);
	}
	pthread_mutex_unlock(&settings->lock);
	return edition ? 0 : -ENOMEM;
}
