// SPDX-License-Identifier: PostgreSQL
// A stream goes on for as long as its errors pass by themselves.
#pragma once

#include <functional>

#include "applier/afterwards.hpp"
#include "applier/base/stop.hpp"

namespace applier {

// Calls `attempt` until it returns true, or the stop is requested; again at once or after a pause,
// as the remedy of its Error says.  Throws those that only a person can remedy.
void repeat(const Stop& stop, Afterwards& afterwards, const std::function<bool()>& attempt);

}  // namespace applier
