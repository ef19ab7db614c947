// SPDX-License-Identifier: PostgreSQL
// Asks source and target every second whether the copy should pause: copy.pause_while_source,
// copy.pause_while_target.
#pragma once

#include <chrono>
#include <optional>

#include "applier/copy/pace.hpp"
#include "applier/receive/connection.hpp"
#include "applier/write/connection.hpp"

namespace applier {

class PauseWatch {
 public:
  // Asks for the first time.  All of it must outlive this.  Throws Error where a query is refused.
  PauseWatch(const Config& config, Pace& pace);

  // Cheap, unless it is time to ask.  Throws Error likewise.
  void look_when_due();

 private:
  using Clock = std::chrono::steady_clock;

  void look();
  bool source_wants();
  bool target_wants();
  void pause(const char* setting);

  const CopyConfig& config_;
  Pace& pace_;
  std::optional<SourceConnection> source_;
  std::optional<TargetConnection> target_;
  Clock::time_point next_look_;
  std::optional<Clock::time_point> paused_at_;
};

}  // namespace applier
