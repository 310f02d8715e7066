/* SPDX-License-Identifier: Apache-2.0 */
/* ambit plugin list | show NAME, and the way to its other halves. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/plugin.h"
#include "cli/table.h"
#include "source/runner.h"
#include "source/sync.h"

char *
plugin_path_of(const struct cli *cli, const char *name)
{
	if (strchr(name, '/') || strstr(name, ".so"))
		return realpath(name, NULL);
	return sync_plugin_path(cli->config, name);
}

static void
add_words(struct buf *buf, const char *const *words)
{
	for (; words && *words; words++)
		buf_addf(buf, "%s%s", buf->len ? ", " : "", *words);
}

static int
list_one(const struct cli *cli, const char *path, struct table *table,
    struct buf *json)
{
	CLEANUP(buf_free) struct buf kinds = BUF_INIT;
	CLEANUP(freep) struct plugin_description *plugin = NULL;
	struct err err = ERR_INIT;

	if (runner_describe(cli->config->plugin_host, path,
		(enum sandbox_mode)cli->config->sandbox, &plugin, &err) < 0) {
		fprintf(stderr, "ambit: %s: %s\n", path, err.msg);
		return EXIT_FAILURE;
	}
	add_words(&kinds, plugin->kinds);
	table_add(table, plugin->name);
	table_add(table, plugin->version);
	table_add(table, buf_str(&kinds));
	table_addf(table, "%lld.%lld", (long long)plugin->abi_major,
	    (long long)plugin->abi_minor);
	table_add(table, plugin->summary);
	buf_adds(json, json->len > 1 ? ",\n" : "\n");
	record_add_json(&description_record, plugin, json);
	return EXIT_SUCCESS;
}

static int
list(struct cli *cli)
{
	static const char *const heads[] = { "NAME", "VERSION", "KINDS", "ABI",
		"SUMMARY", NULL };
	CLEANUP(plugin_paths_free) struct plugin_paths paths = { .len = 0 };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	struct err err = ERR_INIT;
	int status = EXIT_SUCCESS;

	if (!table)
		return EXIT_FAILURE;
	if (plugin_paths_list(cli->config->plugin_dir, &paths, &err) < 0)
		return cli_fail(&err);
	buf_addc(&json, '[');
	for (size_t i = 0; i < paths.len; i++)
		status |= list_one(cli, paths.items[i], table, &json);
	buf_addc(&json, ']');
	if (cli->json)
		puts(buf_str(&json));
	else if (table_print(table, stdout) < 0)
		return EXIT_FAILURE;
	return status;
}

static void
print_range(const struct plugin_key *key)
{
	if (key->min != key->max)
		printf("      from %lld to %lld\n", (long long)key->min,
		    (long long)key->max);
	if (!key->choices || !*key->choices)
		return;
	printf("      one of:");
	for (const char *const *word = key->choices; *word; word++)
		printf(" %s", *word);
	putchar('\n');
}

static void
print_key(const struct plugin_key *key)
{
	printf("  %s = %s%s\n", key->name, key->type,
	    key->required ? " (needed)" : "");
	printf("      %s\n", key->help ? key->help : "");
	print_range(key);
	if (key->fallback)
		printf("      default: %s\n", key->fallback);
}

static void
print_plugin(const struct plugin_description *plugin)
{
	CLEANUP(buf_free) struct buf kinds = BUF_INIT;

	add_words(&kinds, plugin->kinds);
	printf("%s %s (%s), ABI %lld.%lld\n%s\nBrings: %s\n", plugin->name,
	    plugin->version ? plugin->version : "",
	    plugin->licence ? plugin->licence : "no licence stated",
	    (long long)plugin->abi_major, (long long)plugin->abi_minor,
	    plugin->summary ? plugin->summary : "", buf_str(&kinds));
	printf("\nKeys of its [source NAME] sections:\n");
	for (size_t i = 0; plugin->keys && plugin->keys[i]; i++)
		print_key(plugin->keys[i]);
}

static int
show(struct cli *cli, const char *name)
{
	CLEANUP(freep) struct plugin_description *plugin = NULL;
	CLEANUP(freep) char *path = plugin_path_of(cli, name);
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	struct err err = ERR_INIT;

	if (!path) {
		err_errno(&err, "plugin %s", name);
		return cli_fail(&err);
	}
	if (runner_describe(cli->config->plugin_host, path,
		(enum sandbox_mode)cli->config->sandbox, &plugin, &err) < 0)
		return cli_fail(&err);
	if (!cli->json) {
		print_plugin(plugin);
		return EXIT_SUCCESS;
	}
	record_add_json(&description_record, plugin, &json);
	puts(buf_str(&json));
	return EXIT_SUCCESS;
}

/* Without a configuration the programs are where they were installed, which
 * is what an author has. */
static int
config_or_none(struct cli *cli)
{
	if (!cli->config_chosen && access(cli->config_path, F_OK) < 0 &&
	    errno == ENOENT)
		cli->config_path = NULL;
	return cli_config(cli);
}

int
command_plugin(struct cli *cli, int argc, char **argv)
{
	static const struct {
		const char *word;
		int (*run)(struct cli *cli, int argc, char **argv);
	} halves[] = {
		{ "check", plugin_check },
		{ "new", plugin_new },
		{ "run", plugin_run },
	};
	const char *what = argc > 1 ? argv[1] : "";
	int status = config_or_none(cli);
	int n;

	if (status)
		return status;
	for (size_t i = 0; i < ARRAY_LEN(halves); i++)
		if (strcmp(what, halves[i].word) == 0)
			return halves[i].run(cli, argc - 1, argv + 1);
	n = cli_options(cli, "plugin", NULL, argc, argv);
	if (n < 0)
		return EXIT_USAGE;
	if (n == 1 && strcmp(what, "list") == 0)
		return list(cli);
	if (n == 2 && strcmp(what, "show") == 0)
		return show(cli, argv[1]);
	return cli_usage("plugin: say \"plugin list\", \"plugin show NAME\", "
			 "\"plugin run NAME key=value ...\", \"plugin new "
			 "NAME\" or \"plugin check NAME FIXTURES\"");
}
