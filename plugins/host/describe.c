/* SPDX-License-Identifier: Apache-2.0 */
/* What a plugin says of itself, for help, manuals and the check of a
 * configuration. */
#include "host.h"

#include <stdlib.h>

#include "base/cleanup.h"

static struct plugin_key
key_describe(const struct ambit_key *key)
{
	return (struct plugin_key){
		.name = key->name,
		.type = key_type_word(key->type),
		.required = (key->flags & AMBIT_REQUIRED) != 0,
		.fallback = key->fallback,
		.min = key->min,
		.max = key->max,
		.choices = key->choices,
		.help = key->help,
	};
}

int
describe_send(
    struct wire *wire, const struct ambit_plugin *plugin, struct err *err)
{
	size_t n = keys_count(plugin);
	CLEANUP(freep) struct plugin_key *keys = calloc(n + 1, sizeof *keys);
	CLEANUP(freep)
	const struct plugin_key **rows = calloc(n + 1, sizeof *rows);
	struct plugin_description description = {
		.name = plugin->name,
		.version = plugin->version,
		.licence = plugin->licence,
		.summary = plugin->summary,
		.kinds = plugin->kinds,
		.abi_major = plugin->abi_major,
		.abi_minor = plugin->abi_minor,
		.snapshot = (plugin->capabilities & AMBIT_CAP_SNAPSHOT) != 0,
		.cursor = (plugin->capabilities & AMBIT_CAP_CURSOR) != 0,
		.net = (plugin->capabilities & AMBIT_CAP_NET) != 0,
		.keys = rows,
	};

	if (!keys || !rows)
		return err_set(err, -ENOMEM, "no memory");
	for (size_t i = 0; i < n; i++) {
		struct ambit_key key = key_at(plugin, i);

		keys[i] = key_describe(&key);
		rows[i] = &keys[i];
	}
	return wire_send(
	    wire, FRAME_DESCRIPTION, &description_record, &description, err);
}
