/* SPDX-License-Identifier: Apache-2.0 */
/* What a header section may say, line by line. */
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "http/screen.h"
#include "http/server.h"

static bool
token_char(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

bool
http_token(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!token_char((unsigned char)text[i]))
			return false;
	return len > 0;
}

bool
http_clean(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (((unsigned char)text[i] < 0x20 && text[i] != '\t') ||
		    text[i] == 0x7f)
			return false;
	return true;
}

static unsigned
method_of(const char *text, size_t len)
{
	static const struct {
		const char *word;
		enum http_method method;
	} methods[] = {
		{ "GET", HTTP_GET },
		{ "HEAD", HTTP_HEAD },
		{ "POST", HTTP_POST },
		{ "PUT", HTTP_PUT },
		{ "PATCH", HTTP_PATCH },
		{ "DELETE", HTTP_DELETE },
		{ "OPTIONS", HTTP_OPTIONS },
	};

	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (strlen(methods[i].word) == len &&
		    memcmp(methods[i].word, text, len) == 0)
			return methods[i].method;
	return 0;
}

static bool
refuse(struct screen *screen, int status, const char *why)
{
	screen_refuse(screen, status, why);
	return false;
}

/* Only the origin form (RFC 9112 section 3.2.1): no other host can be meant
 * than the one that is asked. */
static bool
check_target(struct screen *screen, const char *target, size_t len)
{
	if (len == 0 || target[0] != '/')
		return refuse(screen, 400,
		    "the request's target does not begin with a slash");
	if (len > 1 && target[1] == '/')
		return refuse(screen, 400,
		    "the request's target begins with two slashes");
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)target[i];

		if (c <= 0x20 || c >= 0x7f || c == '#')
			return refuse(screen, 400,
			    "the request's target holds a character that must "
			    "be percent-encoded");
	}
	return true;
}

bool
screen_request_line(struct screen *screen, const char *line, size_t len)
{
	const char *end = line + len;
	const char *target = memchr(line, ' ', len);
	const char *version;

	if (!target || !http_token(line, (size_t)(target - line)))
		return refuse(screen, 400, "the request line is malformed");
	screen->method = method_of(line, (size_t)(target - line));
	target++;
	version = memchr(target, ' ', (size_t)(end - target));
	if (!version || end - version != 9 ||
	    memcmp(version + 1, "HTTP/", 5) != 0)
		return refuse(screen, 400, "the request line is malformed");
	if (memcmp(version + 6, "1.1", 3) != 0 &&
	    memcmp(version + 6, "1.0", 3) != 0)
		return refuse(screen, 505, "only HTTP/1.1 is spoken here");
	if (!check_target(screen, target, (size_t)(version - target)))
		return false;
	if (!screen->method)
		return refuse(screen, 501, "the method is not known here");
	screen->http10 = version[8] == '0';
	screen->close = screen->http10;
	buf_add(&screen->head, line, len);
	buf_add(&screen->head, "\r\n", 2);
	return true;
}

static bool
name_is(const char *line, size_t len, const char *name)
{
	return strlen(name) == len && strncasecmp(line, name, len) == 0;
}

/* The syntax of RFC 9112 section 3.2, without telling hosts from ports; an
 * empty one is that of a client that has none to name. */
static bool
take_host(struct screen *screen, const char *value, size_t len)
{
	if (screen->has_host)
		return refuse(screen, 400, "there is more than one Host");
	for (size_t i = 0; i < len; i++)
		if (!strchr("!$&'()*+;=-._~:[]%", value[i]) &&
		    !token_char((unsigned char)value[i]))
			return refuse(screen, 400, "the Host is malformed");
	screen->has_host = true;
	return true;
}

/* Digits alone (RFC 9110 section 8.6): no sign, no list, no second line, not
 * even an equal one. */
static bool
take_length(struct screen *screen, const char *value, size_t len)
{
	if (screen->has_length)
		return refuse(
		    screen, 400, "there is more than one Content-Length");
	if (len == 0 || strspn(value, "0123456789") < len)
		return refuse(
		    screen, 400, "the Content-Length is not a number");
	screen->has_length = true;
	for (size_t i = 0; i < len && screen->left <= screen->max_body; i++)
		screen->left = screen->left * 10 + (uint64_t)(value[i] - '0');
	return true;
}

static bool
take_coding(struct screen *screen, const char *value, size_t len)
{
	if (screen->chunked || !name_is(value, len, "chunked"))
		return refuse(screen, 400,
		    "the only Transfer-Encoding known here is chunked");
	screen->chunked = true;
	return true;
}

static bool
take_expectation(struct screen *screen, const char *value, size_t len)
{
	if (!name_is(value, len, "100-continue"))
		return refuse(screen, 417, "the expectation is not known here");
	/* RFC 9110 section 10.1.1: one of an HTTP/1.0 client is ignored. */
	screen->expects = !screen->http10;
	return true;
}

static bool
take_connection(struct screen *screen, const char *value, size_t len)
{
	const char *end = value + len;

	while (value < end) {
		size_t word = 0;

		value += strspn(value, " \t,");
		while (value + word < end &&
		       token_char((unsigned char)value[word]))
			word++;
		if (value < end && word == 0)
			return refuse(
			    screen, 400, "the Connection is malformed");
		if (name_is(value, word, "close"))
			screen->close = true;
		else if (screen->http10 && name_is(value, word, "keep-alive"))
			screen->close = false;
		value += word;
	}
	return true;
}

static bool
pass(struct screen *screen, const char *name, size_t name_len,
    const char *value, size_t value_len)
{
	buf_add(&screen->head, name, name_len);
	buf_add(&screen->head, ": ", 2);
	buf_add(&screen->head, value, value_len);
	buf_add(&screen->head, "\r\n", 2);
	return true;
}

/* The line is followed by its CR, at which every strspn above ends. */
bool
screen_field(struct screen *screen, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	const char *value, *end = line + len;
	size_t name_len;

	if (line[0] == ' ' || line[0] == '\t')
		return refuse(screen, 400, "a field is folded over lines");
	if (!colon || !http_token(line, (size_t)(colon - line)))
		return refuse(screen, 400, "a field's name is malformed");
	if (++screen->fields > SCREEN_FIELDS)
		return refuse(screen, 431, "there are too many fields");
	name_len = (size_t)(colon - line);
	value = colon + 1;
	while (value < end && (*value == ' ' || *value == '\t'))
		value++;
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	len = (size_t)(end - value);
	if (!http_clean(value, len))
		return refuse(screen, 400, "a field holds a control character");
	if (name_is(line, name_len, "Content-Length"))
		return take_length(screen, value, len);
	if (name_is(line, name_len, "Transfer-Encoding"))
		return take_coding(screen, value, len);
	if (name_is(line, name_len, "Expect"))
		return take_expectation(screen, value, len);
	if (name_is(line, name_len, "Connection"))
		return take_connection(screen, value, len);
	if (name_is(line, name_len, "Host") && !take_host(screen, value, len))
		return false;
	return pass(screen, line, name_len, value, len);
}

static enum screen_state
body_state(const struct screen *screen)
{
	if (screen->chunked)
		return SCREEN_CHUNK;
	return screen->left ? SCREEN_BODY : SCREEN_READY;
}

bool
screen_head_end(struct screen *screen)
{
	if (!screen->has_host && !screen->http10)
		return refuse(screen, 400, "there is no Host");
	if (screen->chunked && (screen->has_length || screen->http10))
		return refuse(screen, 400,
		    "the body's length is told in two ways, or in one that "
		    "HTTP/1.0 does not know");
	if (screen->left > screen->max_body)
		return refuse(screen, 413, "the body is too large");
	/* The engine is to see neither a body nor a doubt about one, and the
	 * two words for a connection that it knows. */
	if (screen->method & (HTTP_POST | HTTP_PUT | HTTP_PATCH))
		buf_adds(&screen->head, "Content-Length: 0\r\n");
	if (screen->close)
		buf_adds(&screen->head, "Connection: close\r\n");
	else if (screen->http10)
		buf_adds(&screen->head, "Connection: keep-alive\r\n");
	buf_adds(&screen->head, "\r\n");
	screen->state = body_state(screen);
	return true;
}
