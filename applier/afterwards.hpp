// SPDX-License-Identifier: PostgreSQL
// What one attempt at the stream leaves for the next one.
#pragma once

#include "applier/copy/postponed_tables.hpp"
#include "applier/rules/plugin_rules.hpp"

namespace applier {

struct Afterwards {
  bool progressed = false;  // something was applied: the next pause is a short one
  // Names that the stream met, and of which the plugin had not been told what the rules want.
  SourceColumns named;
  // What the rules name is there, and they can be followed.  Only the first attempt asks: a table
  // that is dropped later must not keep the stream from going on.
  bool rules_checked = false;
  PostponedTables postponed;
};

}  // namespace applier
