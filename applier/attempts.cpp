// SPDX-License-Identifier: PostgreSQL
#include "applier/attempts.hpp"

#include "applier/base/backoff.hpp"
#include "applier/base/error.hpp"
#include "applier/base/log.hpp"

namespace applier {

void repeat(const Stop& stop, Afterwards& afterwards, const std::function<bool()>& attempt) {
  Backoff backoff;
  while (!stop.requested()) {
    afterwards.progressed = false;
    try {
      if (attempt()) return;
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
}

}  // namespace applier
