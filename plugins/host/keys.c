/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings become the plugin's configuration struct by the plugin's own rows.
 * A default is parsed as if it had been written, so that a wrong one shows at
 * once.
 */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/number.h"
#include "base/text.h"
#include "base/zone.h"

static const char *const type_words[] = {
	[AMBIT_STRING] = "string",
	[AMBIT_SECRET] = "secret",
	[AMBIT_URL] = "url",
	[AMBIT_ZONE] = "zone",
	[AMBIT_INT] = "int",
	[AMBIT_SECONDS] = "seconds",
	[AMBIT_BOOL] = "bool",
	[AMBIT_CHOICE] = "choice",
};

const char *
key_type_word(int32_t type)
{
	if (type < AMBIT_STRING || type > AMBIT_CHOICE)
		return "unknown";
	return type_words[type];
}

struct ambit_key
key_at(const struct ambit_plugin *plugin, size_t i)
{
	struct ambit_key key = { 0 };
	const char *at = (const char *)plugin->keys + i * plugin->key_size;

	memcpy(&key, at,
	    plugin->key_size < sizeof key ? plugin->key_size : sizeof key);
	return key;
}

size_t
keys_count(const struct ambit_plugin *plugin)
{
	size_t n = 0;

	while (plugin->keys && key_at(plugin, n).name)
		n++;
	return n;
}

static int
url_check(const char *value, struct err *err)
{
	static const char *const schemes[] = { "https://", "http://", "file:" };

	for (const char *p = value; *p; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f)
			return err_set(err, -EINVAL,
			    "a URL holds no blank or control character");
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t len = strlen(schemes[i]);

		if (!strncasecmp(value, schemes[i], len) && value[len])
			return 0;
	}
	return err_set(err, -EINVAL,
	    "'%s' is not a URL: it begins with https://, http:// or file:",
	    value);
}

static int
zone_check(const char *value, struct err *err)
{
	const struct zone *zone;
	struct zones *zones;
	int rc;

	if (zones_open(NULL, &zones, err) < 0)
		return err->code;
	rc = zones_get(zones, value, &zone, err);
	zones_free(zones);
	if (rc < 0)
		return err_set(err, -EINVAL,
		    "'%s' is not a time zone; write its IANA name, such as "
		    "Europe/Madrid",
		    value);
	return 0;
}

static int
range_check(const struct ambit_key *key, int64_t value, struct err *err)
{
	if (key->min == key->max || (value >= key->min && value <= key->max))
		return 0;
	return err_set(err, -EINVAL, "%lld is not between %lld and %lld",
	    (long long)value, (long long)key->min, (long long)key->max);
}

static int
number_set(const struct ambit_key *key, const char *value, void *member,
    struct err *err)
{
	bool seconds = key->type == AMBIT_SECONDS;
	int64_t number;
	int rc =
	    seconds ? seconds_parse(value, &number) : int_parse(value, &number);

	if (rc < 0)
		return err_set(err, -EINVAL, "'%s' is not a %s", value,
		    seconds ? "length of time such as 90, 15m, 6h or 2d"
			    : "number");
	if (range_check(key, number, err) < 0)
		return err->code;
	memcpy(member, &number, sizeof number);
	return 0;
}

static int
choice_set(const struct ambit_key *key, const char *value, void *member,
    struct err *err)
{
	struct buf words = BUF_INIT;
	int i = choice_parse(key->choices, value);

	if (i >= 0) {
		memcpy(member, &i, sizeof i);
		return 0;
	}
	for (size_t n = 0; key->choices[n]; n++)
		buf_addf(&words, "%s%s", n ? ", " : "", key->choices[n]);
	err_set(err, -EINVAL, "'%s' is none of %s", value, buf_str(&words));
	buf_free(&words);
	return err->code;
}

static int
text_set(const char *value, void *member)
{
	memcpy(member, &value, sizeof value);
	return 0;
}

static int
bool_set(const char *value, void *member, struct err *err)
{
	int truth;

	if (bool_parse(value, &truth) < 0)
		return err_set(
		    err, -EINVAL, "'%s' is neither yes nor no", value);
	memcpy(member, &truth, sizeof truth);
	return 0;
}

static int
key_set(const struct ambit_key *key, const char *value, void *config,
    struct err *err)
{
	void *member = (char *)config + key->offset;

	switch (key->type) {
	case AMBIT_STRING:
	case AMBIT_SECRET:
		return text_set(value, member);
	case AMBIT_URL:
		return url_check(value, err) < 0 ? err->code
						 : text_set(value, member);
	case AMBIT_ZONE:
		return zone_check(value, err) < 0 ? err->code
						  : text_set(value, member);
	case AMBIT_INT:
	case AMBIT_SECONDS:
		return number_set(key, value, member, err);
	case AMBIT_BOOL:
		return bool_set(value, member, err);
	case AMBIT_CHOICE:
		if (key->choices)
			return choice_set(key, value, member, err);
		break;
	}
	return err_set(err, -EINVAL,
	    "the plugin's row is of a type (%d) that this Ambit does not "
	    "know",
	    key->type);
}

/* Does the member lie within the configuration struct? */
static int
row_check(const struct ambit_plugin *plugin, const struct ambit_key *key,
    struct err *err)
{
	size_t size = key->type <= AMBIT_ZONE      ? sizeof(char *)
		      : key->type <= AMBIT_SECONDS ? sizeof(int64_t)
						   : sizeof(int);

	if (key->offset <= plugin->config_size &&
	    size <= plugin->config_size - key->offset)
		return 0;
	return err_set(
	    err, -EINVAL, "the plugin's row lies beyond its config_size");
}

static const char *
setting_value(const struct setting *const *settings, const char *name)
{
	for (; settings && *settings; settings++)
		if ((*settings)->key && !strcmp((*settings)->key, name))
			return (*settings)->value ? (*settings)->value : "";
	return NULL;
}

static int
row_fill(const struct ambit_plugin *plugin, const struct ambit_key *key,
    const struct setting *const *settings, void *config, struct err *err)
{
	const char *value = setting_value(settings, key->name);

	if (row_check(plugin, key, err) < 0)
		return err->code;
	if (!value && (key->flags & AMBIT_REQUIRED))
		return err_set(err, -EINVAL, "is needed: %s",
		    key->help ? key->help : "it has no default");
	if (!value)
		value = key->fallback;
	return value ? key_set(key, value, config, err) : 0;
}

static int
unknown_refuse(
    const struct ambit_plugin *plugin, const char *name, struct err *err)
{
	size_t n = keys_count(plugin);
	CLEANUP(freep) const char **words = calloc(n + 1, sizeof *words);
	const char *near;

	if (!words)
		return err_set(err, -ENOMEM, "no memory");
	for (size_t i = 0; i < n; i++)
		words[i] = key_at(plugin, i).name;
	near = text_nearest(name, words, n);
	if (near)
		return err_set(err, -EINVAL,
		    "the plugin %s has no such setting; did you mean '%s'?",
		    plugin->name, near);
	return err_set(
	    err, -EINVAL, "the plugin %s has no such setting", plugin->name);
}

static bool
key_known(const struct ambit_plugin *plugin, const char *name)
{
	for (size_t i = 0; i < keys_count(plugin); i++)
		if (!strcmp(key_at(plugin, i).name, name))
			return true;
	return false;
}

static int
wrong(char key[64], const char *name, struct err *err)
{
	snprintf(key, 64, "%s", name);
	err_context(err, "%s", name);
	return err->code;
}

int
keys_fill(const struct ambit_plugin *plugin,
    const struct setting *const *settings, void **config, char key[64],
    struct err *err)
{
	CLEANUP(freep)
	void *filled = calloc(1, plugin->config_size ? plugin->config_size : 1);

	if (!filled)
		return err_set(err, -ENOMEM, "no memory");
	for (size_t i = 0; settings && settings[i]; i++) {
		const char *name = settings[i]->key ? settings[i]->key : "";

		if (!key_known(plugin, name) &&
		    unknown_refuse(plugin, name, err) < 0)
			return wrong(key, name, err);
	}
	for (size_t i = 0; i < keys_count(plugin); i++) {
		struct ambit_key row = key_at(plugin, i);

		if (row_fill(plugin, &row, settings, filled, err) < 0)
			return wrong(key, row.name, err);
	}
	*config = TAKE(filled);
	return 0;
}
