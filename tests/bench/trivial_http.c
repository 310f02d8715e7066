/* SPDX-License-Identifier: Apache-2.0 */
/* The least that the HTTP library does: one answer of so many bytes to
 * whatever is asked. What the API's benchmark is held against.
 *   trivial_http PORT BYTES */
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *body;
static size_t body_len;

static void
answer(struct evhttp_request *request, void *arg)
{
	struct evbuffer *buffer = evbuffer_new();

	(void)arg;
	evbuffer_add(buffer, body, body_len);
	evhttp_add_header(evhttp_request_get_output_headers(request),
	    "Content-Type", "application/json");
	evhttp_send_reply(request, 200, "OK", buffer);
	evbuffer_free(buffer);
}

int
main(int argc, char **argv)
{
	struct event_base *base = event_base_new();
	struct evhttp *http = base ? evhttp_new(base) : NULL;

	if (argc != 3 || !http)
		return 2;
	body_len = strtoul(argv[2], NULL, 10);
	body = malloc(body_len + 1);
	if (!body)
		return 1;
	memset(body, 'x', body_len);
	evhttp_set_gencb(http, answer, NULL);
	if (evhttp_bind_socket(http, "127.0.0.1",
		(unsigned short)strtoul(argv[1], NULL, 10)) < 0)
		return 1;
	return event_base_dispatch(base) < 0;
}
