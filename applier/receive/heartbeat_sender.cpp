// SPDX-License-Identifier: PostgreSQL
#include "applier/receive/heartbeat_sender.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/log.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

// After trouble, if the interval is shorter.
constexpr std::chrono::milliseconds kPauseMin = 10s;

Error without_right() {
  return Error("the source takes no heartbeats from this role",
               "It lacks the attribute REPLICATION.", "Give it to the role of source.connection.");
}

}  // namespace

HeartbeatSender::HeartbeatSender(const Config& config) : config_(config) {
  if (config.heartbeat.interval_ms > 0) thread_ = std::thread([this] { run(); });
}

HeartbeatSender::~HeartbeatSender() {
  ending_.request();
  if (thread_.joinable()) thread_.join();
}

void HeartbeatSender::run() {
  const std::chrono::milliseconds interval(config_.heartbeat.interval_ms);
  std::optional<SourceConnection> connection;
  bool warned = false;
  while (!ending_.requested()) try {
      if (!connection) connect(connection);
      beat(*connection);
      warned = false;
      ending_.wait_for(interval);
    } catch (const Error& error) {
      connection.reset();
      if (ending_.requested()) return;
      if (!warned)
        log_error(Error("no heartbeats for now: " + error.message(), error.detail(), error.hint()),
                  spdlog::level::warn);
      warned = true;
      ending_.wait_for(std::max(interval, kPauseMin));
    }
}

// Lag is measured from the moment at which the beat is on this disk, and not on those of standbys.
void HeartbeatSender::connect(std::optional<SourceConnection>& connection) {
  connection.emplace(config_.source, SourceConnection::Mode::Sql);
  connection->query("SET synchronous_commit = local");
}

void HeartbeatSender::beat(SourceConnection& connection) {
  const QueryResult result = connection.query_until(
      ending_, fmt::format("SELECT wal2mysql.beat({})", connection.quoted_literal(config_.name)));
  if (result.is_null(0, 0)) throw without_right();
}

}  // namespace applier
