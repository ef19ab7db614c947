// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/pause_watch.hpp"

#include <algorithm>
#include <iterator>

#include "applier/base/log.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr auto kInterval = 1s;

// As either server spells it.
bool is_true(std::string_view value) {
  constexpr std::string_view kFalse[] = {"", "0", "f", "false"};
  return std::find(std::begin(kFalse), std::end(kFalse), value) == std::end(kFalse);
}

}  // namespace

PauseWatch::PauseWatch(const Config& config, Pace& pace) : config_(config.copy), pace_(pace) {
  if (!config_.pause_while_source.empty())
    source_.emplace(config.source, SourceConnection::Mode::Sql);
  if (!config_.pause_while_target.empty()) target_.emplace(config.target);
  look();
}

void PauseWatch::look_when_due() {
  if (Clock::now() >= next_look_) look();
}

void PauseWatch::look() {
  if (source_ && source_wants())
    pause("copy.pause_while_source");
  else if (target_ && target_wants())
    pause("copy.pause_while_target");
  else
    pause(nullptr);
  next_look_ = Clock::now() + kInterval;
}

bool PauseWatch::source_wants() try {
  const QueryResult result = source_->query(config_.pause_while_source);
  return result.rows() > 0 && !result.is_null(0, 0) && is_true(result.text(0, 0));
} catch (Error& error) {
  throw error.about("copy.pause_while_source");
}

bool PauseWatch::target_wants() try {
  const auto value = target_->query_value(config_.pause_while_target);
  target_->commit();
  return value && is_true(*value);
} catch (Error& error) {
  throw error.about("copy.pause_while_target");
}

void PauseWatch::pause(const char* setting) {
  const bool wanted = setting != nullptr;
  if (wanted == paused_at_.has_value()) return;
  pace_.pause(wanted);
  if (wanted) {
    spdlog::info("the copy pauses: {} holds", setting);
    paused_at_ = Clock::now();
  } else {
    spdlog::info("the copy goes on after {:.0f} s",
                 std::chrono::duration<double>(Clock::now() - *paused_at_).count());
    paused_at_.reset();
  }
}

}  // namespace applier
