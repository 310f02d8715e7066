/* SPDX-License-Identifier: Apache-2.0 */
/* How a request is framed: lines, bodies, chunks. */
#include "screen.h"

#include <string.h>

void
screen_init(struct screen *screen, size_t max_header, size_t max_body)
{
	*screen = (struct screen){
		.max_header = max_header,
		.max_body = max_body,
	};
}

void
screen_free(struct screen *screen)
{
	buf_free(&screen->in);
	buf_free(&screen->head);
	buf_free(&screen->body);
}

void
screen_refuse(struct screen *screen, int status, const char *why)
{
	screen->state = SCREEN_REFUSED;
	screen->status = status;
	screen->why = why;
	screen->looked = 0;
	buf_free(&screen->in);
	buf_free(&screen->body);
}

bool
screen_idle(const struct screen *screen)
{
	return screen->state == SCREEN_LINE && screen->in.len == 0;
}

bool
screen_ask(struct screen *screen)
{
	bool ask = screen->expects && screen->state != SCREEN_READY &&
		   screen->state != SCREEN_REFUSED &&
		   screen->state != SCREEN_FIELD;

	if (ask)
		screen->expects = false;
	return ask;
}

/* The values are not negative and fit: "0" .. "ffffffff". */
static bool
chunk_size(const char *line, size_t len, uint64_t *size)
{
	size_t i;

	*size = 0;
	for (i = 0; i < len && i < 8; i++) {
		const char *digits = "0123456789abcdef";
		char c =
		    line[i] >= 'A' && line[i] <= 'F' ? line[i] + 32 : line[i];
		const char *digit = c ? strchr(digits, c) : NULL;

		if (!digit)
			break;
		*size = *size * 16 + (uint64_t)(digit - digits);
	}
	if (i == 0)
		return false;
	/* Extensions are ignored (RFC 9112 section 7.1.1). */
	while (i < len && (line[i] == ' ' || line[i] == '\t'))
		i++;
	return i == len || line[i] == ';';
}

static void
take_chunk_line(struct screen *screen, const char *line, size_t len)
{
	uint64_t size;

	if (!http_clean(line, len) || !chunk_size(line, len, &size))
		screen_refuse(screen, 400, "a chunk's size is not a number");
	else if (size > screen->max_body - screen->body.len)
		screen_refuse(screen, 413, "the body is too large");
	else if (size == 0)
		screen->state = SCREEN_TRAILER;
	else {
		screen->left = size;
		screen->state = SCREEN_CHUNK_DATA;
	}
}

/* Trailer fields are checked for their form and ignored (RFC 9110 section
 * 6.5.1 lets a recipient discard them). */
static void
take_trailer(struct screen *screen, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);

	if (len == 0)
		screen->state = SCREEN_READY;
	else if (!colon || !http_token(line, (size_t)(colon - line)) ||
		 !http_clean(line, len))
		screen_refuse(screen, 400, "a trailer field is malformed");
}

static void
take_line(struct screen *screen, const char *line, size_t len)
{
	switch (screen->state) {
	case SCREEN_LINE:
		/* Empty lines before a request are skipped (RFC 9112 section
		 * 2.2). */
		if (len && screen_request_line(screen, line, len))
			screen->state = SCREEN_FIELD;
		break;
	case SCREEN_FIELD:
		if (len)
			screen_field(screen, line, len);
		else
			screen_head_end(screen);
		break;
	case SCREEN_CHUNK:
		take_chunk_line(screen, line, len);
		break;
	case SCREEN_CHUNK_END:
		if (len)
			screen_refuse(
			    screen, 400, "a chunk is longer than its size");
		else
			screen->state = SCREEN_CHUNK;
		break;
	default:
		take_trailer(screen, line, len);
		break;
	}
}

static bool
line_fits(struct screen *screen, size_t len)
{
	if (screen->state == SCREEN_CHUNK ||
	    screen->state == SCREEN_CHUNK_END) {
		if (len <= SCREEN_CHUNK_LINE)
			return true;
		screen_refuse(screen, 400, "a chunk's size line is too long");
	} else {
		if (screen->header_bytes + len <= screen->max_header)
			return true;
		screen_refuse(screen, screen->state == SCREEN_LINE ? 414 : 431,
		    screen->state == SCREEN_LINE
			? "the request's target is too long"
			: "the header section is too large");
	}
	return false;
}

/* One line of what has come, from *at on; false: it is not whole yet, or
 * refused. */
static bool
next_line(struct screen *screen, size_t *at)
{
	const char *start = screen->in.data + *at;
	size_t room = screen->in.len - *at;
	const char *end =
	    memchr(start + screen->looked, '\n', room - screen->looked);
	size_t len = end ? (size_t)(end - start) + 1 : room;

	if (!line_fits(screen, len))
		return false;
	if (!end) {
		screen->looked = room;
		/* TLS or another protocol: it would wait for us as we for it.
		 */
		if (screen->state == SCREEN_LINE && *start != '\r' &&
		    !http_token(start, 1))
			screen_refuse(screen, 400, "this is not HTTP");
		return false;
	}
	screen->looked = 0;
	if (len < 2 || end[-1] != '\r') {
		/* A line that ends in LF alone has two readings among the
		 * recipients on its way. */
		screen_refuse(screen, 400, "a line ends in LF without CR");
		return false;
	}
	if (screen->state != SCREEN_CHUNK && screen->state != SCREEN_CHUNK_END)
		screen->header_bytes += len;
	*at += len;
	take_line(screen, start, len - 2);
	return screen->state != SCREEN_REFUSED;
}

static bool
next_data(struct screen *screen, size_t *at)
{
	size_t room = screen->in.len - *at;
	size_t n = room < screen->left ? room : (size_t)screen->left;

	buf_add(&screen->body, screen->in.data + *at, n);
	*at += n;
	screen->left -= n;
	if (screen->left)
		return false;
	screen->state =
	    screen->state == SCREEN_BODY ? SCREEN_READY : SCREEN_CHUNK_END;
	return true;
}

static enum screen_state
advance(struct screen *screen)
{
	size_t at = 0;

	while (at < screen->in.len && screen->state < SCREEN_READY) {
		bool data = screen->state == SCREEN_BODY ||
			    screen->state == SCREEN_CHUNK_DATA;

		if (!(data ? next_data(screen, &at) : next_line(screen, &at)))
			break;
	}
	if (buf_error(&screen->head) < 0 || buf_error(&screen->body) < 0)
		screen_refuse(screen, 503, "out of memory");
	if (screen->state == SCREEN_REFUSED)
		return SCREEN_REFUSED;
	buf_consume(&screen->in, at);
	return screen->state;
}

enum screen_state
screen_feed(struct screen *screen, const char *bytes, size_t len)
{
	if (screen->state == SCREEN_REFUSED)
		return SCREEN_REFUSED;
	buf_add(&screen->in, bytes, len);
	if (buf_error(&screen->in) < 0)
		screen_refuse(screen, 503, "out of memory");
	return advance(screen);
}

enum screen_state
screen_next(struct screen *screen)
{
	struct buf in = screen->in;

	if (screen->state != SCREEN_READY)
		return screen->state;
	/* An idle connection holds no memory. */
	if (in.len == 0)
		buf_free(&in);
	buf_free(&screen->head);
	buf_free(&screen->body);
	screen_init(screen, screen->max_header, screen->max_body);
	screen->in = in;
	return advance(screen);
}
