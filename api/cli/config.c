/* SPDX-License-Identifier: Apache-2.0 */
/* ambit config check | keys */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/table.h"
#include "source/check.h"

static void
print_problems_json(const struct config_problems *problems)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	buf_addc(&buf, '[');
	vec_each(problems, problem) {
		buf_adds(&buf, buf.len > 1 ? ",\n{\"file\":" : "\n{\"file\":");
		json_add_text(&buf, problem->file);
		buf_addf(&buf, ",\"line\":%d,\"problem\":", problem->line);
		json_add_text(&buf, problem->text);
		buf_addc(&buf, '}');
	}
	buf_adds(&buf, "]");
	puts(buf_str(&buf));
}

static int
check(struct cli *cli)
{
	CLEANUP(config_problems_free)
	struct config_problems problems = VEC_INIT;
	struct err err = ERR_INIT;

	if (config_load(cli->config_path, &cli->config, &problems, &err) < 0 &&
	    err.code != -EINVAL)
		return cli_fail(&err);
	if (cli->config && sources_check(cli->config, cli->clock, &problems,
			       &problems, &err) < 0)
		return cli_fail(&err);
	if (cli->json)
		print_problems_json(&problems);
	else
		cli_problems(&problems);
	if (problems.len)
		return EXIT_FAILURE;
	if (!cli->json)
		printf("%s is right: %zu source(s)\n", cli->config_path,
		    cli->config->sources.len);
	return EXIT_SUCCESS;
}

static void
add_key(const char *section, const char *key, const char *fallback,
    const char *help, void *arg)
{
	struct table *table = arg;

	table_addf(table, "[%s]", section);
	table_add(table, key);
	table_add(table, fallback);
	table_add(table, help);
}

static void
add_key_json(const char *section, const char *key, const char *fallback,
    const char *help, void *arg)
{
	struct buf *buf = arg;
	const char *const names[] = { "section", "key", "default", "help" };
	const char *const values[] = { section, key, fallback, help };

	buf_adds(buf, buf->len > 1 ? ",\n{" : "\n{");
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		buf_addf(buf, "%s\"%s\":", i ? "," : "", names[i]);
		json_add_text(buf, values[i]);
	}
	buf_addc(buf, '}');
}

static int
keys(struct cli *cli)
{
	static const char *const heads[] = { "SECTION", "KEY", "DEFAULT",
		"MEANING", NULL };
	CLEANUP(table_freep) struct table *table = table_new(heads);
	CLEANUP(buf_free) struct buf buf = BUF_INIT;

	if (!table)
		return EXIT_FAILURE;
	if (!cli->json) {
		config_keys_each(add_key, table);
		return table_print(table, stdout) < 0;
	}
	buf_addc(&buf, '[');
	config_keys_each(add_key_json, &buf);
	buf_addc(&buf, ']');
	puts(buf_str(&buf));
	return EXIT_SUCCESS;
}

int
command_config(struct cli *cli, int argc, char **argv)
{
	int n = cli_options(cli, "config", NULL, argc, argv);

	if (n < 0)
		return EXIT_USAGE;
	if (n == 1 && strcmp(argv[0], "check") == 0)
		return check(cli);
	if (n == 1 && strcmp(argv[0], "keys") == 0)
		return keys(cli);
	return cli_usage("config: say \"config check\" or \"config keys\"");
}
