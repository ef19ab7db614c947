// SPDX-License-Identifier: PostgreSQL
// Signs of life that are left on the source at intervals, on a connection and a thread of their
// own: they come back in the stream, also where nothing else does.
#pragma once

#include <optional>
#include <thread>

#include "applier/base/stop.hpp"
#include "applier/receive/connection.hpp"

namespace applier {

class HeartbeatSender {
 public:
  // `config` must outlive it.  Trouble is warned of, and is the stream's own business otherwise.
  explicit HeartbeatSender(const Config& config);
  ~HeartbeatSender();

 private:
  void run();
  void connect(std::optional<SourceConnection>& connection);
  void beat(SourceConnection& connection);

  const Config& config_;
  Stop ending_;
  std::thread thread_;
};

}  // namespace applier
