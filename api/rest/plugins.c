/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/plugins, /v1/plugins/{name} */
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "rest/call.h"
#include "rest/query.h"

/* "networks" of ".../networks.so". */
static void
name_of(const struct view_plugin *plugin, char out[128])
{
	const char *slash = strrchr(plugin->path, '/');
	char *dot;

	snprintf(out, 128, "%s", slash ? slash + 1 : plugin->path);
	dot = strrchr(out, '.');
	if (dot)
		*dot = '\0';
}

/* A description, or a name and why there is none. */
static void
add_plugin(struct buf *body, const struct view_plugin *plugin)
{
	char name[128];

	if (plugin->description) {
		record_add_json(&description_record, plugin->description, body);
		return;
	}
	name_of(plugin, name);
	buf_adds(body, "{\"name\":");
	json_add_text(body, name);
	buf_adds(body, ",\"error\":");
	json_add_text(body, plugin->error);
	buf_addc(body, '}');
}

void
plugins_list(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	const char *comma = "\n";

	if (query_any(request, reply))
		return;
	buf_adds(&body, "{\"items\":[");
	vec_each(&call->view->plugins->list, plugin) {
		buf_adds(&body, comma);
		add_plugin(&body, plugin);
		comma = ",\n";
	}
	buf_adds(&body, "\n]}\n");
	reply_json(request, reply, &body);
}

void
plugin_item(
    const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf body = BUF_INIT;
	const struct rest_call *call = arg;
	char name[128];

	if (query_any(request, reply))
		return;
	vec_each(&call->view->plugins->list, plugin) {
		name_of(plugin, name);
		if (strcmp(name, http_path_value(request, "name")) != 0)
			continue;
		add_plugin(&body, plugin);
		buf_addc(&body, '\n');
		reply_json(request, reply, &body);
		return;
	}
	problem_reply(reply, PROBLEM_NOT_FOUND,
	    "There is no plugin of this name; /v1/plugins lists them.");
}
