/*
 * The log: one line a message on standard error, English, for the operator. Only doors and the store log.
 * Never personal data, never passwords or tokens.
 */
#pragma once

void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
