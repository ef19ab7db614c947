// SPDX-License-Identifier: PostgreSQL
// wal2mysql run FILE
#pragma once

#include "applier/config/config.hpp"

namespace applier {

// Runs the stream until SIGTERM or SIGINT, or until tables are copied that are only to be copied.
// Lost connections are waited out; throws Error where a person must act.
void run_command(const Config& config);

}  // namespace applier
