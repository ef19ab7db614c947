// SPDX-License-Identifier: PostgreSQL
// What an error of the MySQL server or client means for the stream.
#pragma once

#include <string>

#include "applier/base/error.hpp"

namespace applier {

// `said` is the server's text; values of rows in it are left out.
Error target_error(std::string message, unsigned number, const std::string& said);

}  // namespace applier
