/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A feed cannot make the daemon call this machine or a network behind it:
 * forty spellings of such addresses, given as they are, as the target of a
 * redirect, and as what a name turns out to be. getaddrinfo and connect stand
 * here in the place of libc's, so that names resolve to what a case wants, a
 * public address leads to the test's own server, and every other call is
 * counted and goes nowhere.
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "http_peer.h"
#include "source/fetch_parts.h"

#define PUBLIC "93.184.216.34"

/* What the names of a case resolve to, one lookup after the other; the last
 * one stays. NULL: libc is asked. */
static const char *answers[4];
static atomic_int lookups;
/* Calls to addresses that are not public: the canary. */
static atomic_int calls;

static int
real_getaddrinfo(const char *node, const char *service,
    const struct addrinfo *hints, struct addrinfo **out)
{
	static __typeof__(getaddrinfo) *real;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	return real(node, service, hints, out);
}

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **out)
{
	size_t len = node ? strlen(node) : 0;
	int i;

	if (len < 8 || strcmp(node + len - 8, ".example") != 0)
		return real_getaddrinfo(node, service, hints, out);
	i = atomic_fetch_add(&lookups, 1);
	while (i > 0 && !answers[i < 4 ? i : 3])
		i--;
	return real_getaddrinfo(answers[i < 4 ? i : 3], service, hints, out);
}

/* Under its name libc's header gives it a type of its own. */
int see_call(int fd, const struct sockaddr *address, socklen_t len) __asm__(
    "connect");

int
see_call(int fd, const struct sockaddr *address, socklen_t len)
{
	static __typeof__(see_call) *real;
	struct sockaddr_in in;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "connect");
	if (address->sa_family == AF_UNIX) /* nscd and the like */
		return real(fd, address, len);
	memcpy(&in, address, sizeof in);
	if (in.sin_family == AF_INET &&
	    in.sin_addr.s_addr == inet_addr(PUBLIC)) {
		in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return real(fd, (struct sockaddr *)&in, sizeof in);
	}
	if (in.sin_family == AF_INET || in.sin_family == AF_INET6)
		atomic_fetch_add(&calls, 1);
	errno = ECONNREFUSED;
	return -1;
}

/* ------------------------------------------------------------- fetching */

/* 0: refused or failed; else the status. */
static int
fetch(const char *url)
{
	struct fetch_options options = fetch_options_default;
	struct fetch_request request = { .url = url };
	struct fetcher *fetcher;
	struct fetch_reply reply;
	struct err err = ERR_INIT;
	int status;

	options.total_ms = 10000;
	assert_int_equal(fetcher_new("test", &options, &fetcher, &err), 0);
	fetcher_get(fetcher, &request, NULL, &reply);
	status = reply.status;
	fetch_reply_free(&reply);
	fetcher_free(fetcher);
	return status;
}

/* By way of the public server, which sends it on. */
static int
fetch_sent_on(const char *target)
{
	char url[400];

	snprintf(
	    url, sizeof url, "http://" PUBLIC ":%d/to?%s", server.port, target);
	return fetch(url);
}

static const char *const spellings[] = {
	"127.0.0.1",
	"127.1",
	"127.0.1",
	"127.255.255.254",
	"2130706433",
	"0x7f000001",
	"0x7f.0.0.1",
	"0177.0.0.1",
	"017700000001",
	"0x7f.1",
	"0",
	"0.0.0.0",
	"0x0",
	"localhost",
	"LOCALHOST",
	"localhost.",
	"[::1]",
	"[::]",
	"[0:0:0:0:0:0:0:1]",
	"[::ffff:127.0.0.1]",
	"[::ffff:7f00:1]",
	"[::127.0.0.1]",
	"[64:ff9b::127.0.0.1]",
	"[2002:7f00:1::]",
	"[fe80::1]",
	"[fc00::1]",
	"[fd12:3456::1]",
	"10.0.0.1",
	"10.1",
	"172.16.0.1",
	"172.31.255.255",
	"192.168.0.1",
	"0xc0a80001",
	"100.64.0.1",
	"169.254.169.254",
	"2852039166",
	"0251.0376.0251.0376",
	"[::ffff:169.254.169.254]",
	"224.0.0.1",
	"255.255.255.255",
	"someone@127.0.0.1",
	"%31%32%37.0.0.1",
	"\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1", /* full-width 127 */
	"127\xe3\x80\x82"
	"0\xe3\x80\x82"
	"0\xe3\x80\x82"
	"1",
};

static void
no_spelling_is_called(void **state)
{
	(void)state;
	assert_in_range(ARRAY_LEN(spellings), 40, 100);
	for (size_t i = 0; i < ARRAY_LEN(spellings); i++) {
		char url[200];

		snprintf(url, sizeof url, "http://%s:%d/plain", spellings[i],
		    server.port);
		if (fetch(url) != 0)
			fail_msg("%s was fetched", url);
		if (fetch_sent_on(url) != 0)
			fail_msg("%s was fetched by a redirect", url);
		if (atomic_load(&calls))
			fail_msg("%s was called", url);
	}
}

static void
what_a_name_turns_out_to_be_counts(void **state)
{
	static const char *const turns[] = { "127.0.0.1", "::1", "10.0.0.1",
		"169.254.169.254", "::ffff:127.0.0.1", "fd00::1" };
	char url[100];

	(void)state;
	snprintf(url, sizeof url, "http://feed.example:%d/plain", server.port);
	for (size_t i = 0; i < ARRAY_LEN(turns); i++) {
		answers[0] = turns[i];
		atomic_store(&lookups, 0);
		assert_int_equal(fetch(url), 0);
		assert_int_equal(fetch_sent_on(url), 0);
		assert_in_range(atomic_load(&lookups), 1, 9);
		/* Rebinding: public when it is looked up first. */
		answers[0] = PUBLIC;
		answers[1] = turns[i];
		atomic_store(&lookups, 0);
		assert_int_equal(fetch(url), 200);
		assert_int_equal(fetch(url), 0);
		answers[1] = NULL;
	}
	answers[0] = NULL;
	assert_int_equal(atomic_load(&calls), 0);
}

static void
a_redirect_stays_on_the_web(void **state)
{
	static const char *const targets[] = { "file:///etc/passwd",
		"FILE:/etc/passwd", "ftp://" PUBLIC "/", "gopher://" PUBLIC "/",
		"dict://" PUBLIC "/", "smb://" PUBLIC "/", "ldap://" PUBLIC "/",
		"telnet://" PUBLIC "/", "scp://" PUBLIC "/x",
		"data:text/plain,x", "//127.0.0.1/", "http:127.0.0.1/" };
	int before = atomic_load(&server.requests);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(targets); i++)
		if (fetch_sent_on(targets[i]) != 0)
			fail_msg("%s was fetched", targets[i]);
	assert_int_equal(
	    atomic_load(&server.requests) - before, ARRAY_LEN(targets));
	assert_int_equal(atomic_load(&calls), 0);
}

static void
no_proxy_comes_from_the_environment(void **state)
{
	static const char *const names[] = { "http_proxy", "HTTP_PROXY",
		"https_proxy", "all_proxy", "ALL_PROXY" };
	char url[100];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		setenv(names[i], "http://127.0.0.1:9/", 1);
	snprintf(url, sizeof url, "http://" PUBLIC ":%d/plain", server.port);
	assert_int_equal(fetch(url), 200);
	assert_int_equal(atomic_load(&calls), 0);
}

/* The canary can sing. */
static void
a_source_that_may_is_connected(void **state)
{
	struct fetch_options options = fetch_options_default;
	struct fetch_request request = { .url = "http://10.0.0.1:9/" };
	struct fetcher *fetcher;
	struct fetch_reply reply;
	struct err err = ERR_INIT;

	(void)state;
	options.allow_private = true;
	assert_int_equal(fetcher_new("test", &options, &fetcher, &err), 0);
	fetcher_get(fetcher, &request, NULL, &reply);
	assert_int_equal(reply.status, 0);
	assert_int_equal(atomic_load(&calls), 1);
	fetcher_free(fetcher);
}

static bool
is_public(const char *text)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return address_public((struct sockaddr *)&in);
	assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
	return address_public((struct sockaddr *)&in6);
}

static void
addresses_are_told_apart(void **state)
{
	static const char *const public[] = { "8.8.8.8", "172.15.255.255",
		"172.32.0.0", "100.128.0.0", "192.167.255.255", "9.255.255.255",
		"223.255.255.255", "2a00:1450:4003:80a::200e", "::ffff:8.8.8.8",
		"64:ff9b::8.8.8.8", "2002:808:808::1" };
	static const char *const private[] = { "0.0.0.0", "0.1.2.3", "10.0.0.1",
		"100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254",
		"172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1",
		"198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1",
		"::127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fec0::1",
		"fc00::1", "fd12::1", "ff02::1", "64:ff9b::10.0.0.1",
		"2002:a00:1::1", "2001:db8::1", "2001::1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(public); i++)
		if (!is_public(public[i]))
			fail_msg("%s is public", public[i]);
	for (size_t i = 0; i < ARRAY_LEN(private); i++)
		if (is_public(private[i]))
			fail_msg("%s is not public", private[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_spelling_is_called),
		cmocka_unit_test(what_a_name_turns_out_to_be_counts),
		cmocka_unit_test(a_redirect_stays_on_the_web),
		cmocka_unit_test(no_proxy_comes_from_the_environment),
		cmocka_unit_test(a_source_that_may_is_connected),
		cmocka_unit_test(addresses_are_told_apart),
	};

	return cmocka_run_group_tests(tests, http_peer_start, http_peer_stop);
}
