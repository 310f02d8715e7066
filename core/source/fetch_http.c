/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcurl, and nothing else of the project sees it. One transfer at a time on
 * a multi handle, so that a cancel is heeded while a server is silent. What
 * libcurl does not bound itself is bounded in the callbacks: decoded bytes
 * (compression, chunks), headers, and the addresses that are called.
 */
#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "source/fetch_parts.h"
#include "source/manners.h"

#define SLICE_MS 100
#define HEADERS_MAX (64 << 10)
#define CONNECT_MS 15000L
#define SLOW_BYTES 64L /* a second, for SLOW_SECONDS: given up */
#define SLOW_SECONDS 20L

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void
curl_start(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

void *
http_new(void)
{
	pthread_once(&curl_once, curl_start);
	return curl_multi_init();
}

void
http_free(void *multi)
{
	if (multi)
		curl_multi_cleanup(multi);
}

/* ------------------------------------------------------------ transfer */

struct transfer {
	const struct fetcher *fetcher;
	CURL *easy;
	struct curl_slist *headers;
	struct draft draft;
	struct kept kept;  /* of the last time */
	struct kept fresh; /* of this time */
	char name[DIGEST_HEX];
	char error[CURL_ERROR_SIZE];
	int64_t most, got;
	size_t header_bytes;
	const char *refused; /* why a callback ended it */
};

static void
transfer_free(struct transfer *transfer)
{
	curl_easy_cleanup(transfer->easy);
	curl_slist_free_all(transfer->headers);
	draft_free(&transfer->draft);
	closep(&transfer->kept.fd);
}

static size_t
body_came(char *bytes, size_t size, size_t n, void *arg)
{
	struct transfer *transfer = arg;
	size_t len = size * n;

	transfer->got += (int64_t)len;
	if (transfer->got > transfer->most) {
		transfer->refused = "the answer is larger than the limit";
		return CURL_WRITEFUNC_ERROR;
	}
	if (draft_add(&transfer->draft, bytes, len) < 0) {
		transfer->refused = "the answer cannot be kept: is the "
				    "cache's disk full?";
		return CURL_WRITEFUNC_ERROR;
	}
	return len;
}

/* The value of a header line if it has this name; control characters and
 * values too long for out count as none. */
static void
header_take(
    const char *line, size_t len, const char *name, char *out, size_t room)
{
	size_t skip = strlen(name);

	if (len <= skip || strncasecmp(line, name, skip) != 0)
		return;
	line += skip;
	len -= skip;
	while (len && (*line == ' ' || *line == '\t'))
		line++, len--;
	while (len && (unsigned char)line[len - 1] <= ' ')
		len--;
	out[0] = '\0';
	if (len >= room)
		return;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			return;
	memcpy(out, line, len);
	out[len] = '\0';
}

static size_t
header_came(char *line, size_t size, size_t n, void *arg)
{
	struct transfer *transfer = arg;
	struct kept *fresh = &transfer->fresh;
	size_t len = size * n;

	transfer->header_bytes += len;
	if (transfer->header_bytes > HEADERS_MAX) {
		transfer->refused = "the answer's headers are too large";
		return CURL_WRITEFUNC_ERROR;
	}
	if (len > 5 && !strncasecmp(line, "HTTP/", 5)) /* after a redirect */
		*fresh = (struct kept){ .fd = -1 };
	header_take(line, len, "etag:", fresh->etag, sizeof fresh->etag);
	header_take(line, len, "last-modified:", fresh->modified,
	    sizeof fresh->modified);
	header_take(line, len, "content-type:", fresh->content_type,
	    sizeof fresh->content_type);
	return len;
}

static curl_socket_t
socket_open(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = arg;

	(void)purpose;
	if (!transfer->fetcher->options.allow_private &&
	    !address_public(&address->addr)) {
		transfer->refused =
		    "its address is of this machine or of a private network "
		    "(allow_private = yes permits that)";
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
}

/* --------------------------------------------------------------- set up */

static int
header_add(struct transfer *transfer, const char *name, const char *value)
{
	char line[512];
	struct curl_slist *longer;

	if (!value || !value[0])
		return 0;
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < ' ')
			return -EINVAL;
	if (snprintf(line, sizeof line, "%s: %s", name, value) >=
	    (int)sizeof line)
		return -EINVAL;
	longer = curl_slist_append(transfer->headers, line);
	if (!longer)
		return -ENOMEM;
	transfer->headers = longer;
	return 0;
}

static int
headers_fill(struct transfer *transfer, const struct fetch_request *request)
{
	int rc = header_add(transfer, "Accept", request->accept);

	if (transfer->kept.fd >= 0 && rc == 0)
		rc = header_add(transfer, "If-None-Match", transfer->kept.etag);
	if (transfer->kept.fd >= 0 && rc == 0)
		rc = header_add(
		    transfer, "If-Modified-Since", transfer->kept.modified);
	return rc;
}

#define SET(option, value) \
	do { \
		CURLcode rc_ = curl_easy_setopt(easy, option, value); \
		if (rc_ != CURLE_OK) \
			return rc_; \
	} while (0)

static CURLcode
set_bounds(struct transfer *transfer, int64_t total_ms)
{
	CURL *easy = transfer->easy;
	long total = (long)total_ms;

	SET(CURLOPT_TIMEOUT_MS, total);
	SET(CURLOPT_CONNECTTIMEOUT_MS, total < CONNECT_MS ? total : CONNECT_MS);
	SET(CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES);
	SET(CURLOPT_LOW_SPEED_TIME, SLOW_SECONDS);
	SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)transfer->most);
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_FOLLOWLOCATION, 1L);
	SET(CURLOPT_MAXREDIRS, (long)transfer->fetcher->options.max_redirects);
	SET(CURLOPT_PROXY, ""); /* none from the environment either */
	SET(CURLOPT_NOSIGNAL, 1L);
	return CURLE_OK;
}

static CURLcode
set_callbacks(struct transfer *transfer)
{
	CURL *easy = transfer->easy;

	SET(CURLOPT_WRITEFUNCTION, body_came);
	SET(CURLOPT_WRITEDATA, transfer);
	SET(CURLOPT_HEADERFUNCTION, header_came);
	SET(CURLOPT_HEADERDATA, transfer);
	SET(CURLOPT_OPENSOCKETFUNCTION, socket_open);
	SET(CURLOPT_OPENSOCKETDATA, transfer);
	SET(CURLOPT_ERRORBUFFER, transfer->error);
	return CURLE_OK;
}

static CURLcode
set_request(struct transfer *transfer, const struct fetch_request *request)
{
	CURL *easy = transfer->easy;

	SET(CURLOPT_URL, request->url);
	SET(CURLOPT_USERAGENT, transfer->fetcher->options.user_agent);
	SET(CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
	SET(CURLOPT_HTTPHEADER, transfer->headers);
	if (request->bearer && request->bearer[0]) {
		SET(CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
		SET(CURLOPT_XOAUTH2_BEARER, request->bearer);
	}
	return CURLE_OK;
}

static int
transfer_prepare(struct transfer *transfer, const struct fetch_request *request)
{
	const struct fetcher *fetcher = transfer->fetcher;
	int rc;

	kept_name(
	    transfer->name, fetcher->source, request->url, request->bearer);
	kept_open(fetcher->cache, transfer->name, &transfer->kept);
	rc = draft_open(&transfer->draft, fetcher->cache, transfer->name);
	if (rc < 0)
		return rc;
	transfer->most =
	    fetch_lesser(request->max_bytes, fetcher->options.max_bytes);
	transfer->easy = curl_easy_init();
	if (!transfer->easy)
		return -ENOMEM;
	rc = headers_fill(transfer, request);
	if (rc < 0)
		return rc;
	if (set_bounds(transfer,
		fetch_lesser(request->max_ms, fetcher->options.total_ms)) ||
	    set_callbacks(transfer) || set_request(transfer, request))
		return -ENOMEM;
	return 0;
}

/* -------------------------------------------------------------- perform */

static CURLcode
transfer_result(CURLM *multi)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(multi, &left)))
		if (message->msg == CURLMSG_DONE)
			return message->data.result;
	return CURLE_FAILED_INIT;
}

static CURLcode
transfer_perform(struct transfer *transfer, const atomic_bool *cancel)
{
	CURLM *multi = transfer->fetcher->multi;
	CURLcode result = CURLE_OK;
	int running = 1;

	if (curl_multi_add_handle(multi, transfer->easy) != CURLM_OK)
		return CURLE_FAILED_INIT;
	while (running) {
		if (cancel && atomic_load(cancel)) {
			transfer->refused = "cancelled";
			break;
		}
		if (curl_multi_perform(multi, &running) != CURLM_OK ||
		    (running && curl_multi_poll(multi, NULL, 0, SLICE_MS,
				    NULL) != CURLM_OK))
			break;
	}
	result = running ? CURLE_ABORTED_BY_CALLBACK : transfer_result(multi);
	curl_multi_remove_handle(multi, transfer->easy);
	return result;
}

/* --------------------------------------------------------------- reply */

static void
give_kept(struct transfer *transfer, struct fetch_reply *reply)
{
	struct kept *kept = &transfer->kept;

	reply->status = 200;
	reply->unchanged = true;
	reply->body_len = kept->body_len;
	reply->fd = take_fd(&kept->fd);
	memcpy(reply->content_type, kept->content_type,
	    sizeof reply->content_type);
	memcpy(reply->final_url, kept->final_url, sizeof reply->final_url);
}

/* Without a validator the next fetch could not be conditional. */
static bool
worth_keeping(const struct transfer *transfer, long status)
{
	return status == 200 && transfer->draft.dir >= 0 &&
	       (transfer->fresh.etag[0] || transfer->fresh.modified[0]);
}

static void
give_fresh(struct transfer *transfer, long status, struct fetch_reply *reply)
{
	struct kept *fresh = &transfer->fresh;
	const char *url = NULL;

	fresh->body_len = transfer->got;
	if (curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url) ==
		CURLE_OK &&
	    url)
		snprintf(fresh->final_url, sizeof fresh->final_url, "%s", url);
	reply->fd = draft_reopen(&transfer->draft);
	if (reply->fd < 0 ||
	    (worth_keeping(transfer, status) &&
		draft_keep(&transfer->draft, transfer->name, fresh) < 0)) {
		fetch_reply_free(reply);
		fetch_fail(reply, url ? url : "", "the answer cannot be kept");
		return;
	}
	reply->status = (int)status;
	reply->body_len = transfer->got;
	memcpy(reply->content_type, fresh->content_type,
	    sizeof reply->content_type);
	memcpy(reply->final_url, fresh->final_url, sizeof reply->final_url);
}

/* The host may have said for how long. */
static void
leave_alone(const struct transfer *transfer, const char *url)
{
	curl_off_t seconds = 0;

	if (curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &seconds) ==
	    CURLE_OK)
		manners_leave(transfer->fetcher->options.manners, url, seconds);
}

void
fetch_http(struct fetcher *fetcher, const struct fetch_request *request,
    const atomic_bool *cancel, struct fetch_reply *reply)
{
	CLEANUP(transfer_free)
	struct transfer transfer = {
		.fetcher = fetcher,
		.draft = { .dir = -1, .fd = -1 },
		.kept = { .fd = -1 },
		.fresh = { .fd = -1 },
	};
	int64_t most = fetch_lesser(request->max_ms, fetcher->options.total_ms);
	int rc = transfer_prepare(&transfer, request);
	CURLcode result;
	long status = 0;

	if (rc < 0) {
		fetch_fail(reply, request->url, strerror(-rc));
		return;
	}
	if (manners_wait(fetcher->options.manners, request->url, most, cancel) <
	    0) {
		fetch_fail(reply, request->url,
		    "its host is not to be asked now: it wants a pause, or "
		    "others of its sources wait as well");
		return;
	}
	result = transfer_perform(&transfer, cancel);
	curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
	if (result != CURLE_OK)
		fetch_fail(reply, request->url,
		    transfer.refused    ? transfer.refused
		    : transfer.error[0] ? transfer.error
					: curl_easy_strerror(result));
	else if (status == 304 && transfer.kept.fd >= 0)
		give_kept(&transfer, reply);
	else
		give_fresh(&transfer, status, reply);
	if (result == CURLE_OK && (status == 429 || status == 503))
		leave_alone(&transfer, request->url);
}
