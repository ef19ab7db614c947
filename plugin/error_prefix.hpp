// SPDX-License-Identifier: PostgreSQL
// PostgreSQL's own errors about what came in an option (a syntax error, a division by zero) do not
// say where that was. Here it is put in front of them.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

struct ErrorPrefix {
  const char* subject;                 // expression for column "email" of table "public.customer"
  const char* verb;                    // cannot be used
  const char* query = nullptr;         // into which a position of the error points; nullptr: none
  XLogRecPtr lsn = InvalidXLogRecPtr;  // of the change at hand
};

// Makes a position in `query`, which the client has never seen, one that is shown with it.  It has
// to be the first that looks at an error: others take the position for one in a query of theirs.
void point_into_query(void* query);

// Of the error that was caught, which it throws again. `caller`: a memory context for the words.
[[noreturn]] void throw_with_prefix(const ErrorPrefix& prefix, MemoryContext caller);

// Calls `step`, which may write to what it refers to.
template <typename Step>
void with_error_prefix(const ErrorPrefix& prefix, Step&& step) {
  MemoryContext caller = CurrentMemoryContext;
  PG_TRY();
  {
    ErrorContextCallback callback{error_context_stack, point_into_query,
                                  const_cast<char*>(prefix.query)};
    error_context_stack = &callback;
    step();
    error_context_stack = callback.previous;
  }
  PG_CATCH();
  { throw_with_prefix(prefix, caller); }
  PG_END_TRY();
}

}  // namespace plugin
