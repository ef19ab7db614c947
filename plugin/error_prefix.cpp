// SPDX-License-Identifier: PostgreSQL
#include "plugin/error_prefix.hpp"

namespace plugin {
namespace {

// A cancelled session is nobody's mistake.
bool concerns_session(int code) {
  return code == ERRCODE_QUERY_CANCELED || code == ERRCODE_ADMIN_SHUTDOWN ||
         code == ERRCODE_CRASH_SHUTDOWN;
}

void add_position(ErrorData& error, XLogRecPtr lsn) {
  if (XLogRecPtrIsInvalid(lsn)) return;
  char* position = psprintf("The change is at LSN %X/%X.", static_cast<std::uint32_t>(lsn >> 32),
                            static_cast<std::uint32_t>(lsn));
  error.detail = error.detail == nullptr ? position : psprintf("%s %s", error.detail, position);
}

}  // namespace

void point_into_query(void* query) {
  const int position = geterrposition();
  if (query == nullptr || position <= 0) return;
  errposition(0);
  internalerrposition(position);
  internalerrquery(static_cast<const char*>(query));
}

void throw_with_prefix(const ErrorPrefix& prefix, MemoryContext caller) {
  if (concerns_session(geterrcode())) PG_RE_THROW();
  MemoryContextSwitchTo(caller);
  ErrorData* error = CopyErrorData();
  FlushErrorState();
  error->message = psprintf("%s %s: %s", prefix.subject, prefix.verb, error->message);
  add_position(*error, prefix.lsn);
  ReThrowError(error);
}

}  // namespace plugin
