// SPDX-License-Identifier: PostgreSQL
// The log on standard error.
#pragma once

#include <spdlog/spdlog.h>

#include "applier/base/error.hpp"

namespace applier {

// Call once, before any thread starts.
void open_log();

// Writes an error with its detail, hint and context, each on a line of its own as psql shows them.
void log_error(const Error& error, spdlog::level::level_enum level = spdlog::level::err);

}  // namespace applier
