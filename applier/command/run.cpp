// SPDX-License-Identifier: PostgreSQL
#include "applier/command/run.hpp"

#include "applier/attempts.hpp"
#include "applier/base/error.hpp"
#include "applier/base/log.hpp"
#include "applier/session.hpp"
#include "applier/sync/table_sync.hpp"

namespace applier {
namespace {

// Whatever broke the stream may have let another applier begin, which follows joining tables, too.
bool attempt(const Config& config, const Stop& stop, Afterwards& afterwards, TableSync& sync) try {
  return run_session(config, stop, {afterwards, &sync, nullptr});
} catch (const Error& error) {
  if (error.remedy() != Remedy::Resume) sync.interrupt();
  throw;
}

}  // namespace

void run_command(const Config& config) {
  Stop stop;
  stop.catch_signals();
  Afterwards afterwards;
  TableSync sync(config);
  bool done = false;
  repeat(stop, afterwards, [&] { return done = attempt(config, stop, afterwards, sync); });
  if (!done) spdlog::info("stopped");
}

}  // namespace applier
