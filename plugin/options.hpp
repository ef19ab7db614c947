// SPDX-License-Identifier: PostgreSQL
// What START_REPLICATION, pg_logical_slot_get_binary_changes() and the functions of the extension
// can be told: one table of options for all of them.
#pragma once

#include "plugin/rules.hpp"
#include "plugin/target.hpp"

namespace plugin {

struct Options {
  std::uint32_t protocol_version;
  List* publication_names;  // of char *
  Target target;
  List* text_columns;       // see text_columns.hpp
  HTAB* rules;              // see rules.hpp
  std::uint64_t since_xid;  // copy_rows(): leaves out what older transactions wrote
  const char* heartbeat;    // the stream whose heartbeats are wanted; nullptr: none
  bool local_only;          // without changes that came from elsewhere
  List* relations;          // the only ones that are streamed, by their oids; NIL: all
};
SAFE_TO_LONGJMP_OVER(Options);

// `definitions` are DefElems.  The result lives in the current memory context.
Options parse_options(List* definitions);

// From the VARIADIC text[] of an SQL function: name, value, name, value …
Options parse_options(ArrayType* names_and_values);

}  // namespace plugin
