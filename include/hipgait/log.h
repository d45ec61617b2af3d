/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file log.h
 * Where the library's talk goes. The library never prints: it hands each message to a sink.
 */
#ifndef HG_HIPGAIT_LOG_H
#define HG_HIPGAIT_LOG_H

typedef enum hg_log_level {
    HG_LOG_ERROR = 0,
    HG_LOG_WARN = 1,
    HG_LOG_INFO = 2,
    HG_LOG_DEBUG = 3
} hg_log_level;

/**
 * Receives one message: a level, the event's short code (e.g. "direction"), and a sentence without
 * line break. Texts live only during the call. Called on the thread that works; a sink that is
 * shared by several contexts must be able to bear that. Messages never hold paths or names.
 */
typedef void (*hg_log_fn)(void *user, hg_log_level level, const char *event, const char *text);

/** A sink and its highest level of interest. `write` may be NULL: silence. */
typedef struct hg_log {
    hg_log_fn write;
    void *user;
    hg_log_level level;
} hg_log;

#endif
