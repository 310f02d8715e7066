/* SPDX-License-Identifier: Apache-2.0 */
/* The broker: what belongs to one source, and which way a URL goes. */
#include "fetch.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "source/fetch_parts.h"

const struct fetch_options fetch_options_default = {
	.max_bytes = 10 << 20,
	.total_ms = 60000,
	.max_redirects = 5,
	.user_agent = "Ambit/" AMBIT_VERSION,
};

static int
text_copy(const char *text, char **out)
{
	*out = text ? strdup(text) : NULL;
	return text && !*out ? -ENOMEM : 0;
}

static int
cache_open(struct fetcher *fetcher, struct err *err)
{
	const char *path = fetcher->cache_path;

	fetcher->cache = -1;
	if (!path)
		return 0;
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return err_errno(err, "make the cache folder %s", path);
	fetcher->cache = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fetcher->cache < 0)
		return err_errno(err, "open the cache folder %s", path);
	return 0;
}

static void
fetcher_freep(struct fetcher **fetcher)
{
	fetcher_free(*fetcher);
}

int
fetcher_new(const char *source, const struct fetch_options *options,
    struct fetcher **out, struct err *err)
{
	CLEANUP(fetcher_freep) struct fetcher *fetcher = NULL;

	fetcher = calloc(1, sizeof *fetcher);
	if (!fetcher)
		return err_set(err, -ENOMEM, "no memory for a fetcher");
	fetcher->options = *options;
	fetcher->cache = -1;
	fetcher->multi = http_new();
	if (!fetcher->multi || text_copy(source, &fetcher->source) < 0 ||
	    text_copy(options->data_dir, &fetcher->data_dir) < 0 ||
	    text_copy(options->cache_dir, &fetcher->cache_path) < 0 ||
	    text_copy(options->user_agent, &fetcher->user_agent) < 0)
		return err_set(err, -ENOMEM, "no memory for a fetcher");
	fetcher->options.data_dir = fetcher->data_dir;
	fetcher->options.cache_dir = fetcher->cache_path;
	fetcher->options.user_agent = fetcher->user_agent;
	if (cache_open(fetcher, err) < 0)
		return err->code;
	*out = TAKE(fetcher);
	return 0;
}

void
fetcher_free(struct fetcher *fetcher)
{
	if (!fetcher)
		return;
	http_free(fetcher->multi);
	closep(&fetcher->cache);
	free(fetcher->source);
	free(fetcher->data_dir);
	free(fetcher->cache_path);
	free(fetcher->user_agent);
	free(fetcher);
}

int64_t
fetch_lesser(int64_t wanted, int64_t most)
{
	return wanted > 0 && wanted < most ? wanted : most;
}

void
fetch_fail(struct fetch_reply *reply, const char *url, const char *why)
{
	char plain[160];

	snprintf(reply->error, sizeof reply->error, "%s: %.90s",
	    url_for_people(url, plain, sizeof plain), why);
}

void
fetcher_get(struct fetcher *fetcher, const struct fetch_request *request,
    const atomic_bool *cancel, struct fetch_reply *reply)
{
	const char *url = request->url ? request->url : "";

	*reply = (struct fetch_reply){ .fd = -1 };
	if (!strncasecmp(url, "file:", 5))
		fetch_file(&fetcher->options, url,
		    fetch_lesser(
			request->max_bytes, fetcher->options.max_bytes),
		    reply);
	else if (!strncasecmp(url, "http://", 7) ||
		 !strncasecmp(url, "https://", 8))
		fetch_http(fetcher, request, cancel, reply);
	else
		fetch_fail(
		    reply, url, "only http://, https:// and file: are fetched");
}

void
fetch_reply_free(struct fetch_reply *reply)
{
	closep(&reply->fd);
	reply->fd = -1;
}

char *
url_for_people(const char *url, char *out, size_t room)
{
	const char *host = strstr(url, "://");
	const char *end, *at;
	int head;

	host = host ? host + 3 : url;
	end = host + strcspn(host, "?#");
	at = memrchr(host, '@', strcspn(host, "/?#"));
	head = (int)(host - url);
	if (at)
		host = at + 1;
	snprintf(out, room, "%.*s%.*s", head, url, (int)(end - host), host);
	return out;
}
