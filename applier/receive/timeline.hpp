// SPDX-License-Identifier: PostgreSQL
// Which cluster a server of the source belongs to, and which of its histories it has.
//
// A cluster's history forks where a standby is promoted and where a backup is restored: what is
// written there goes to a timeline of its own (PostgreSQL documentation, "Timelines").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "applier/base/lsn.hpp"

namespace applier {

struct SourceConfig;

struct Timeline {
  std::uint32_t id = 1;
  Lsn began;  // 0/0: with the cluster

  bool operator==(const Timeline&) const = default;
};

// The timelines of a server from the cluster's first to its present one.
class TimelineHistory {
 public:
  // `file` is the content of the history file of `id`; the first timeline has none.  Throws Error
  // where a line is not understood.
  TimelineHistory(std::uint32_t id, std::string_view file);

  Timeline current() const { return timelines_.back(); }
  // Where a timeline of this history ended: nothing where it is not of this history, the highest
  // position for the present one.
  std::optional<Lsn> end_of(const Timeline& timeline) const;

 private:
  std::vector<Timeline> timelines_;  // each ended where the next one began
};

struct SourceIdentity {
  std::string system_identifier;  // the same for every copy of the cluster
  TimelineHistory history;
  Lsn flushed;  // where its log ends
};

// Asks over the replication protocol: an SQL function would only know what the last checkpoint of
// the source knew.
SourceIdentity identify_source(const SourceConfig& config);

}  // namespace applier
