/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From entries to a struct config: sections are looked up, keys checked by
 * the schema, everything that is wrong is collected before anything is used.
 */
#include "config.h"

#include <glob.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/zone.h"
#include "config/ini_file.h"
#include "config/plan_file.h"
#include "config/schema.h"

static const char *const sections[] = { "server", "office", "store", "feeds",
	"places", "travel", "conflicts", "plan", "missions", "proposals",
	"duplicates", "doctor", "source" };

int
config_problem_add(struct config_problems *problems, const char *file, int line,
    const char *fmt, ...)
{
	struct config_problem problem = { strdup(file), line, NULL };
	va_list args;
	int rc;

	va_start(args, fmt);
	rc = vasprintf(&problem.text, fmt, args);
	va_end(args);
	if (rc >= 0 && problem.file && vec_push(problems, problem) == 0)
		return 0;
	free(problem.file);
	if (rc >= 0)
		free(problem.text);
	return -ENOMEM;
}

void
config_problems_free(struct config_problems *problems)
{
	vec_each(problems, problem) {
		free(problem->file);
		free(problem->text);
	}
	vec_free(problems);
}

static void
source_release(struct config_source *source)
{
	schema_release("source", source);
	vec_each(&source->settings, setting) {
		free(setting->key);
		free(setting->value);
		free(setting->file);
	}
	vec_free(&source->settings);
	free(source->name);
	free(source->file);
}

void
config_free(struct config *config)
{
	if (!config)
		return;
	for (size_t i = 0; i < ARRAY_LEN(sections) - 1; i++)
		schema_release(sections[i], config);
	vec_each(&config->sources, source)
		source_release(source);
	vec_free(&config->sources);
	free(config->plan);
	free(config->file);
	free(config->folder);
	free(config);
}

void
config_freep(struct config **config)
{
	config_free(*config);
}

const struct config_source *
config_source_find(const struct config *config, const char *name)
{
	vec_each(&config->sources, source)
		if (strcmp(source->name, name) == 0)
			return source;
	return NULL;
}

void
config_keys_each(void (*fn)(const char *section, const char *key,
		     const char *fallback, const char *help, void *arg),
    void *arg)
{
	for (const struct schema_key *key = schema_keys; key->section; key++)
		fn(key->section, key->name, key->fallback, key->help, arg);
}

/* Sets every key of a section to its default. */
static int
set_defaults(const char *section, const char *folder, void *target)
{
	CLEANUP(buf_free) struct buf why = BUF_INIT;

	for (const struct schema_key *key = schema_keys; key->section; key++)
		if (strcmp(key->section, section) == 0 &&
		    schema_set(key, folder, key->fallback, target, &why) < 0)
			return -ENOMEM;
	return 0;
}

static bool
source_name_valid(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return len > 0 && len < 64 && name[len] == '\0';
}

/* The source of a section "source NAME", made when it is new. */
static int
source_of(struct config *config, const struct ini_entry *entry,
    struct config_source **out)
{
	struct config_source source = { .line = entry->line };
	const char *name = entry->section + strlen("source ");
	int rc = 0;

	*out = (struct config_source *)config_source_find(config, name);
	if (*out)
		return 0;
	source.name = strdup(name);
	source.file = strdup(entry->file);
	if (!source.name || !source.file ||
	    set_defaults("source", config->folder, &source) < 0 ||
	    vec_push(&config->sources, source) < 0)
		rc = -ENOMEM;
	if (rc < 0)
		source_release(&source);
	else
		*out = &config->sources.items[config->sources.len - 1];
	return rc;
}

/* A key that is not ours: the plugin's, which checks it later. */
static int
add_setting(struct config_source *source, const struct ini_entry *entry)
{
	struct config_setting setting = { strdup(entry->key),
		strdup(entry->value), strdup(entry->file), entry->line };

	vec_each(&source->settings, old) {
		if (strcmp(old->key, entry->key) != 0)
			continue;
		free(old->key);
		free(old->value);
		free(old->file);
		*old = setting;
		return setting.key && setting.value && setting.file ? 0
								    : -ENOMEM;
	}
	if (setting.key && setting.value && setting.file &&
	    vec_push(&source->settings, setting) == 0)
		return 0;
	free(setting.key);
	free(setting.value);
	free(setting.file);
	return -ENOMEM;
}

static int
apply_key(const struct schema_key *key, const char *folder,
    const struct ini_entry *entry, void *target,
    struct config_problems *problems)
{
	CLEANUP(buf_free) struct buf why = BUF_INIT;
	int rc = schema_set(key, folder, entry->value, target, &why);

	if (rc != -EINVAL)
		return rc;
	return config_problem_add(problems, entry->file, entry->line,
	    "[%s] %s: %s", entry->section, entry->key, buf_str(&why));
}

static int
unknown_key(const struct ini_entry *entry, struct config_problems *problems)
{
	const char *near = schema_nearest(entry->section, entry->key);

	return config_problem_add(problems, entry->file, entry->line,
	    near ? "[%s] has no key \"%s\"; did you mean \"%s\"?"
		 : "[%s] has no key \"%s\"",
	    entry->section, entry->key, near);
}

static int
unknown_section(const struct ini_entry *entry, struct config_problems *problems)
{
	const char *near =
	    text_nearest(entry->section, sections, ARRAY_LEN(sections));

	if (strcmp(entry->section, "source") == 0)
		return config_problem_add(problems, entry->file, entry->line,
		    "[source] needs a name: [source NAME]");
	return config_problem_add(problems, entry->file, entry->line,
	    near ? "there is no section [%s]; did you mean [%s]?"
		 : "there is no section [%s]; there are [server], [store], "
		   "[feeds] and [source NAME]",
	    entry->section, near);
}

static int
apply_source(struct config *config, const struct ini_entry *entry,
    struct config_problems *problems)
{
	const struct schema_key *key = schema_find("source", entry->key);
	struct config_source *source;

	if (!source_name_valid(entry->section + strlen("source ")))
		return config_problem_add(problems, entry->file, entry->line,
		    "[%s]: a source's name is made of a-z, 0-9, - and _",
		    entry->section);
	if (source_of(config, entry, &source) < 0)
		return -ENOMEM;
	if (!key)
		return add_setting(source, entry);
	return apply_key(key, config->folder, entry, source, problems);
}

/* One of those without a name of their own. */
static bool
is_section(const char *section)
{
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		if (strcmp(sections[i], section) == 0)
			return strcmp(section, "source") != 0;
	return false;
}

static int
apply_entry(struct config *config, const struct ini_entry *entry,
    struct config_problems *problems)
{
	const struct schema_key *key;

	if (strncmp(entry->section, "source ", strlen("source ")) == 0)
		return apply_source(config, entry, problems);
	if (!is_section(entry->section))
		return unknown_section(entry, problems);
	key = schema_find(entry->section, entry->key);
	if (!key)
		return unknown_key(entry, problems);
	return apply_key(key, config->folder, entry, config, problems);
}

/* The same key twice in one file is a mistake; in a later file it replaces. */
static int
check_repeats(const struct ini_entries *entries, size_t i,
    struct config_problems *problems)
{
	const struct ini_entry *entry = &entries->items[i];

	for (size_t j = 0; j < i; j++) {
		const struct ini_entry *other = &entries->items[j];

		if (strcmp(other->file, entry->file) == 0 &&
		    strcmp(other->section, entry->section) == 0 &&
		    strcmp(other->key, entry->key) == 0)
			return config_problem_add(problems, entry->file,
			    entry->line, "[%s] %s is already given in line %d",
			    entry->section, entry->key, other->line);
	}
	return 0;
}

static int
read_drop_ins(const char *folder, struct ini_entries *entries,
    struct config_problems *problems, struct err *err)
{
	CLEANUP(freep) char *pattern = NULL;
	glob_t found = { .gl_pathc = 0 };
	int rc = 0;

	if (asprintf(&pattern, "%s/conf.d/*.conf", folder) < 0) {
		pattern = NULL;
		return err_set(err, -ENOMEM, "read conf.d");
	}
	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc && rc == 0; i++)
			rc = ini_file_read(
			    found.gl_pathv[i], entries, problems, err);
	globfree(&found);
	return rc;
}

static char *
folder_of(const char *path)
{
	char *real = realpath(path, NULL);
	char *slash = real ? strrchr(real, '/') : NULL;

	if (slash)
		slash[slash == real] = '\0';
	return real;
}

/* Values that stand for one another when they are left empty. */
static int
fill_derived(struct config *config)
{
	char **paths[] = { &config->socket, &config->store_path };
	static const char *const names[] = { "ambit.sock", "ambit.db" };

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		if (**paths[i])
			continue;
		freep(paths[i]);
		if (asprintf(paths[i], "%s/%s", config->state_dir, names[i]) <
		    0) {
			*paths[i] = NULL;
			return -ENOMEM;
		}
	}
	return 0;
}

static int
check_source(
    const struct config_source *source, struct config_problems *problems)
{
	if (!source->plugin[0] &&
	    config_problem_add(problems, source->file, source->line,
		"[source %s] names no plugin; add \"plugin = NAME\"",
		source->name) < 0)
		return -ENOMEM;
	if (source->absences_of[0] && source->holidays_of[0])
		return config_problem_add(problems, source->file, source->line,
		    "[source %s] has both absences_of and holidays_of",
		    source->name);
	if ((source->absences_of[0] || source->holidays_of[0]) &&
	    source->missions_of[0])
		return config_problem_add(problems, source->file, source->line,
		    "[source %s] brings days, and no delegations that could "
		    "be missions_of a team",
		    source->name);
	return 0;
}

static int
check_sources(const struct config *config, struct config_problems *problems)
{
	vec_each(&config->sources, source)
		if (check_source(source, problems) < 0)
			return -ENOMEM;
	return 0;
}

static int
apply_all(struct config *config, const struct ini_entries *entries,
    struct config_problems *problems)
{
	for (size_t i = 0; i < ARRAY_LEN(sections) - 1; i++)
		if (set_defaults(sections[i], config->folder, config) < 0)
			return -ENOMEM;
	for (size_t i = 0; i < entries->len; i++)
		if (check_repeats(entries, i, problems) < 0 ||
		    apply_entry(config, &entries->items[i], problems) < 0)
			return -ENOMEM;
	if (fill_derived(config) < 0)
		return -ENOMEM;
	return check_sources(config, problems);
}

static int
check_zone(const struct config *config, struct config_problems *problems)
{
	const struct zone *zone;
	struct zones *zones = NULL;
	struct err err = ERR_INIT;
	int rc = zones_open(NULL, &zones, &err);

	if (rc == 0)
		rc = zones_get(zones, config->zone, &zone, &err);
	zones_free(zones);
	if (rc == 0 || rc == -ENOMEM)
		return rc;
	return config_problem_add(
	    problems, config->file, 0, "[office] zone: %s", err.msg);
}

/* What is wrong within the plan is among the problems. */
static int
read_plan(struct config *config, struct config_problems *problems)
{
	struct err err = ERR_INIT;

	if (!config->plan_path[0] ||
	    plan_file_read(config->plan_path, &config->plan, problems, &err) ==
		0 ||
	    err.code == -EINVAL)
		return 0;
	if (err.code == -ENOMEM)
		return -ENOMEM;
	return config_problem_add(
	    problems, config->file, 0, "[plan] file: %s", err.msg);
}

int
config_load(const char *path, struct config **out,
    struct config_problems *problems, struct err *err)
{
	CLEANUP(config_freep) struct config *config = calloc(1, sizeof *config);
	CLEANUP(ini_entries_free) struct ini_entries entries = VEC_INIT;
	const char *name = path ? path : "the defaults";
	size_t before = problems->len;

	if (!config)
		return err_set(err, -ENOMEM, "read %s", name);
	if (path && ini_file_read(path, &entries, problems, err) < 0)
		return err->code;
	config->file = strdup(path ? path : "");
	config->folder = path ? folder_of(path) : strdup("/");
	if (!config->file || !config->folder)
		return err_errno(err, "read %s", name);
	if (path && read_drop_ins(config->folder, &entries, problems, err) < 0)
		return err->code;
	if (apply_all(config, &entries, problems) < 0 ||
	    check_zone(config, problems) < 0 || read_plan(config, problems) < 0)
		return err_set(err, -ENOMEM, "read %s", name);
	if (problems->len > before)
		return err_set(err, -EINVAL,
		    "%s: %zu thing(s) wrong in the "
		    "configuration",
		    name, problems->len - before);
	*out = TAKE(config);
	return 0;
}
