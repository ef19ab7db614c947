// SPDX-License-Identifier: PostgreSQL
// What one decoding session owns, in the memory context of its LogicalDecodingContext.
#pragma once

#include "plugin/change_encoder.hpp"
#include "plugin/heartbeat.hpp"
#include "plugin/options.hpp"
#include "plugin/output_settings.hpp"
#include "plugin/relation_cache.hpp"
#include "plugin/transaction.hpp"
#include "plugin/untold_rows.hpp"

namespace plugin {

struct Session {
  Options options;
  FrameSink sink;
  RelationCache relations;
  Transaction transaction;
  ChangeEncoder changes;
  MemoryContext change_memory;  // reset after each change
  int pinned_settings;
};
SAFE_TO_LONGJMP_OVER(Session);

inline Session& session_of(LogicalDecodingContext* context) {
  return *static_cast<Session*>(context->output_plugin_private);
}

}  // namespace plugin
