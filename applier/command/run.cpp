// SPDX-License-Identifier: PostgreSQL
#include "applier/command/run.hpp"

#include "applier/base/backoff.hpp"
#include "applier/base/log.hpp"
#include "applier/base/stop.hpp"
#include "applier/session.hpp"

namespace applier {

void run_command(const Config& config) {
  Stop stop;
  stop.catch_signals();
  Backoff backoff;
  Afterwards afterwards;
  while (!stop.requested()) {
    afterwards.progressed = false;
    try {
      if (run_session(config, stop, afterwards)) return;
    } catch (const Error& error) {
      if (error.remedy() == Remedy::Halt || error.remedy() == Remedy::Reorder) throw;
      if (stop.requested()) break;
      if (error.remedy() == Remedy::Resume) {
        log_error(error, spdlog::level::info);
        continue;
      }
      if (afterwards.progressed) backoff.reset();
      const auto pause = backoff.next();
      log_error(error, spdlog::level::warn);
      spdlog::warn("trying again in {:.1f} s", static_cast<double>(pause.count()) / 1000);
      stop.wait_for(pause);
    }
  }
  spdlog::info("stopped");
}

}  // namespace applier
