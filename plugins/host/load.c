/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate. A plugin built for this major version and for this minor one or
 * an older one is loaded; its structs may be shorter than ours.
 */
#include "host.h"

#include <dlfcn.h>
#include <string.h>

/* What every plugin has had since the first version. */
#define PLUGIN_LEAST offsetof(struct ambit_plugin, check)
#define KEY_LEAST sizeof(struct ambit_key)

static int
abi_check(const char *path, const struct ambit_plugin *plugin, struct err *err)
{
	if (plugin->abi_major != AMBIT_ABI_MAJOR)
		return err_set(err, -ENOEXEC,
		    "plugin %s is built for ABI %u.%u, this Ambit has %d.%d: "
		    "build it again with this Ambit's ambit-plugin.h",
		    path, plugin->abi_major, plugin->abi_minor, AMBIT_ABI_MAJOR,
		    AMBIT_ABI_MINOR);
	if (plugin->abi_minor > AMBIT_ABI_MINOR)
		return err_set(err, -ENOEXEC,
		    "plugin %s is built for ABI %u.%u, newer than this "
		    "Ambit's %d.%d: update Ambit",
		    path, plugin->abi_major, plugin->abi_minor, AMBIT_ABI_MAJOR,
		    AMBIT_ABI_MINOR);
	return 0;
}

static int
parts_check(
    const char *path, const struct ambit_plugin *plugin, struct err *err)
{
	const char *lacks = NULL;

	if (!plugin->name || !plugin->name[0])
		lacks = "a name";
	else if (!plugin->version || !plugin->licence || !plugin->summary)
		lacks = "a version, licence or summary";
	else if (!plugin->kinds || !plugin->kinds[0])
		lacks = "a kind of event";
	else if (!plugin->sync)
		lacks = "sync";
	else if (plugin->keys && plugin->key_size < KEY_LEAST)
		lacks = "key_size (write AMBIT_PLUGIN_HEAD)";
	if (lacks)
		return err_set(
		    err, -EINVAL, "plugin %s has not got %s", path, lacks);
	return 0;
}

int
plugin_load(const char *path, struct ambit_plugin *out, struct err *err)
{
	const struct ambit_plugin *found;
	struct ambit_plugin plugin = { 0 };
	void *object;

	object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!object)
		return err_set(
		    err, -ENOEXEC, "plugin cannot be loaded: %s", dlerror());
	found = dlsym(object, "ambit_plugin");
	if (!found)
		return err_set(err, -ENOEXEC,
		    "%s is not a plugin: it does not export ambit_plugin "
		    "(AMBIT_PLUGIN_EXPORT)",
		    path);
	if (found->size < PLUGIN_LEAST)
		return err_set(err, -ENOEXEC,
		    "plugin %s: its ambit_plugin.size is %u; write "
		    "AMBIT_PLUGIN_HEAD",
		    path, found->size);
	memcpy(&plugin, found,
	    found->size < sizeof plugin ? found->size : sizeof plugin);
	if (abi_check(path, &plugin, err) < 0 ||
	    parts_check(path, &plugin, err) < 0)
		return err->code;
	*out = plugin;
	return 0;
}
