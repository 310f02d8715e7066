/* SPDX-License-Identifier: Apache-2.0 */
#include "http_echo.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "http/problem.h"

char echo_large[6 * MEBIBYTE];
atomic_int echo_releases;

static void
count_release(void *arg)
{
	(void)arg;
	echo_releases++;
}

/* Says what it was asked; "/large?n=" answers n bytes by reference. */
void
echo(const struct http_request *request, struct http_reply *reply, void *arg)
{
	CLEANUP(buf_free) struct buf buf = BUF_INIT;
	const struct http_peer *peer = http_peer(request);
	const char *why, *n = http_query(request, "n");
	size_t len;
	const char *body = http_body(request, &len);
	int refusal = http_refusal(request, &why);

	(void)arg;
	if (refusal) {
		problem_reply(reply, problem_of_status(refusal), "%s", why);
		return;
	}
	http_reply_status(reply, 200);
	http_reply_header(reply, "Content-Type", "text/plain");
	if (strcmp(http_path(request), "/large") == 0) {
		http_reply_part(reply, echo_large, strtoul(n, NULL, 10),
		    count_release, NULL);
		return;
	}
	buf_addf(&buf, "%d %s %s uid=%d [", (int)http_method(request),
	    http_path(request), peer->address,
	    peer->local && peer->uid == getuid());
	if (http_header(request, "x-list"))
		buf_adds(&buf, http_header(request, "x-list"));
	buf_adds(&buf, "] ");
	buf_add(&buf, body, len);
	http_reply_take(reply, &buf);
}

void
echo_start(void **state, const struct http_options *options)
{
	static struct http_kit kit;

	http_kit_start(&kit, options, echo, NULL);
	*state = &kit;
}

int
echo_setup(void **state)
{
	echo_start(state, NULL);
	return 0;
}

int
echo_teardown(void **state)
{
	http_kit_stop(*state);
	return 0;
}
