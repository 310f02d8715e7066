/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "source/plugin_place.h"
#include "source/runner.h"
#include "source/sync.h"

#define CHECK_MS 10000

/* The line of a setting, or of the source's section. */
static int
line_of(const struct config_source *source, const char *key, const char **file)
{
	*file = source->file;
	vec_each(&source->settings, setting) {
		if (strcmp(setting->key, key) != 0)
			continue;
		*file = setting->file;
		return setting->line;
	}
	return source->line;
}

static int
add_outcome(const struct config_source *source,
    const struct runner_outcome *outcome, struct config_problems *problems)
{
	const char *file;
	int line = line_of(source, outcome->key, &file);

	return config_problem_add(problems, file, line, "[source %s] %s",
	    source->name, outcome->message);
}

/* The nearest name among the plugins that are there. */
static int
add_unknown(const struct config *config, const struct config_source *source,
    struct config_problems *problems)
{
	CLEANUP(plugin_paths_free) struct plugin_paths paths = { .len = 0 };
	const char *file, *near = NULL;
	int line = line_of(source, "plugin", &file);

	if (plugin_paths_list(config->plugin_dir, &paths, NULL) == 0) {
		for (size_t i = 0; i < paths.len; i++) {
			memmove(paths.items[i],
			    strrchr(paths.items[i], '/') + 1,
			    strlen(strrchr(paths.items[i], '/')));
			*strrchr(paths.items[i], '.') = '\0';
		}
		near = text_nearest(source->plugin,
		    (const char *const *)paths.items, paths.len);
	}
	return config_problem_add(problems, file, line,
	    near ? "[source %s] there is no plugin \"%s\" in %s; did you mean "
		   "\"%s\"?"
		 : "[source %s] there is no plugin \"%s\" in %s",
	    source->name, source->plugin, config->plugin_dir, near);
}

/* Not of the settings, but of the plugin. */
static bool
is_fault(const char *path, const struct runner_outcome *outcome)
{
	return outcome->result != AMBIT_CONFIG ||
	       plugin_place_check(path, NULL) == -EPERM;
}

static int
check_source(const struct config *config, const struct config_source *source,
    const struct clock *clock, struct config_problems *problems,
    struct config_problems *faults, struct err *err)
{
	CLEANUP(freep) char *path = sync_plugin_path(config, source->plugin);
	struct sync_settings settings = { .block = NULL };
	struct runner_outcome outcome = { .result = AMBIT_OK };
	struct runner_request request = { .host = config->plugin_host,
		.plugin = path,
		.mode = START_CHECK,
		.clock = clock,
		.deadline_ms = CHECK_MS,
		.sandbox = (enum sandbox_mode)config->sandbox };
	struct runner_sink sink = { .arg = NULL };
	int rc;

	if (!path || sync_settings(source, &settings) < 0)
		return err_set(err, -ENOMEM, "check the sources");
	request.settings = settings.list;
	if (access(path, R_OK) < 0)
		rc = add_unknown(config, source, problems);
	else if (runner_run(&request, &sink, &outcome, err) < 0)
		rc = config_problem_add(problems, source->file, source->line,
		    "[source %s] %s", source->name, err->msg);
	else if (outcome.result != AMBIT_OK)
		rc = add_outcome(source, &outcome,
		    is_fault(path, &outcome) ? faults : problems);
	else
		rc = 0;
	free(settings.block);
	return rc;
}

int
sources_check(const struct config *config, const struct clock *clock,
    struct config_problems *problems, struct config_problems *faults,
    struct err *err)
{
	vec_each(&config->sources, source) {
		if (!source->plugin[0])
			continue;
		if (check_source(config, source, clock, problems, faults, err) <
		    0)
			return err_set(err, -ENOMEM, "check the sources");
	}
	return 0;
}
