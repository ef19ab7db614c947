// SPDX-License-Identifier: PostgreSQL
// Output functions write what the session's settings say, and expressions are read as they say; the
// frames of a row may not depend on them.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// Sets what output functions and expressions look at, for the rest of the session of a walsender,
// elsewhere until unpin_output_settings() or the end of the (sub)transaction.
int pin_output_settings();
void unpin_output_settings(int pinned);

}  // namespace plugin
