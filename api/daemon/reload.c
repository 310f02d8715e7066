/* SPDX-License-Identifier: Apache-2.0 */
#include "reload.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "source/check.h"
#include "source/runner.h"

/* Makes what was wished of the publisher happen now. */
static void
publish(const struct reload *reload)
{
	struct err err = ERR_INIT;

	if (publisher_publish(reload->writer, &err) < 0)
		log_error("publish: %s", err.msg);
}

static void
describe(
    const struct config *config, const char *path, struct view_plugins *plugins)
{
	struct view_plugin plugin = { .path = strdup(path) };
	struct err err = ERR_INIT;

	if (runner_describe(config->plugin_host, path,
		(enum sandbox_mode)config->sandbox, &plugin.description,
		&err) < 0)
		plugin.error = strdup(err.msg);
	if (plugin.path && vec_push(&plugins->list, plugin) == 0)
		return;
	free(plugin.path);
	free(plugin.description);
	free(plugin.error);
}

void
reload_plugins(void *arg)
{
	CLEANUP(plugin_paths_free) struct plugin_paths paths = { .len = 0 };
	const struct reload *reload = arg;
	const struct config *config = settings_get(reload->settings);
	struct view_plugins *plugins = view_plugins_new();
	struct err err = ERR_INIT;

	if (plugin_paths_list(config->plugin_dir, &paths, &err) < 0)
		log_warning("%s", err.msg);
	for (size_t i = 0; plugins && i < paths.len; i++)
		describe(config, paths.items[i], plugins);
	settings_put(reload->settings, config);
	if (plugins)
		publisher_plugins(reload->publisher, plugins);
	publish(reload);
}

/* What only a restart can change is said, and the rest taken. */
static void
warn_of_restart(const struct config *old, const struct config *new)
{
	static const char text[] = "the new %s needs a restart";

	if (strcmp(old->address, new->address) != 0 || old->port != new->port)
		log_warning(text, "[server] listen");
	if (strcmp(old->socket, new->socket) != 0)
		log_warning(text, "[server] socket");
	if (strcmp(old->store_path, new->store_path) != 0)
		log_warning(text, "[store] path");
	if (strcmp(old->own_places, new->own_places) != 0 ||
	    old->near_km != new->near_km || old->prominent != new->prominent)
		log_warning(text, "[places]");
}

static void
log_problems(const struct config_problems *problems)
{
	vec_each(problems, problem)
		log_error(
		    "%s:%d: %s", problem->file, problem->line, problem->text);
}

static int
read_config(const struct reload *reload, const char *path, struct config **out)
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT;
	CLEANUP(config_problems_free)
	struct config_problems faults = VEC_INIT; /* with which it can go on */
	CLEANUP(config_freep) struct config *config = NULL;
	struct err err = ERR_INIT;
	int rc = config_load(path, &config, &problems, &err);

	if (rc == 0)
		rc = sources_check(
		    config, reload->clock, &problems, &faults, &err);
	log_problems(&problems);
	log_problems(&faults);
	if (rc == 0 && problems.len == 0) {
		*out = TAKE(config);
		return 0;
	}
	log_error("the configuration stays as it was%s%s",
	    err.msg[0] ? ": " : "", err.msg);
	return -EINVAL;
}

void
reload_run(void *arg)
{
	struct reload *reload = arg;
	const struct config *old = settings_get(reload->settings);
	struct config *config = NULL;

	if (read_config(reload, old->file, &config) == 0) {
		warn_of_restart(old, config);
		log_setup((enum log_format)config->log_format,
		    (enum log_level)config->log_level);
		if (settings_replace(reload->settings, config) < 0) {
			log_error("no memory for the new configuration");
			config_free(config);
		} else {
			log_info("the configuration was read again");
			publisher_rebuild(reload->publisher);
			timetable_reload(reload->timetable);
			reload_plugins(reload);
		}
	}
	settings_put(reload->settings, old);
}
