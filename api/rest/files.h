/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are part of the program; written by embed.py at build time. */
#ifndef AMBIT_REST_FILES_H
#define AMBIT_REST_FILES_H

#include <stddef.h>

extern const char openapi_text[]; /* api/openapi.json */
extern const size_t openapi_text_len;
extern const char style_text[]; /* api/web/style.css */
extern const size_t style_text_len;

#endif
