// SPDX-License-Identifier: PostgreSQL
// Looks now and then at what is published: what joined without a change of its own is copied, what
// left is not applied any more as if it were complete; wishes to copy tables again are seen, and
// what can get its indexes now.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>

#include "applier/copy/postponed_tables.hpp"
#include "applier/progress/table_states.hpp"
#include "applier/receive/connection.hpp"
#include "applier/sync/table_sync.hpp"

namespace applier {

class PublicationWatch {
 public:
  // All must outlive the watch.  `sync` is of the tables that join the stream; nullptr: none do.
  PublicationWatch(const Config& config, SourceConnection& source, TargetConnection& target,
                   TableStates& states, const PostponedTables& postponed, TableSync* sync)
      : config_(config),
        source_(source),
        target_(target),
        states_(states),
        postponed_(postponed),
        sync_(sync) {}

  // Cheap, unless it is time to look.  `applied` is the stream's position in the target.  Throws
  // Error with Remedy::Resume where the stream has to begin again because of what it saw.
  void look_when_due(Lsn applied);

 private:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::seconds kInterval{5};

  void look(Lsn applied);
  void find_settled(Lsn applied) const;
  std::set<std::uint32_t> published();
  void find_joined(const std::set<std::uint32_t>& published) const;
  void find_wishes(const std::set<std::uint32_t>& published) const;
  void note_left(const std::set<std::uint32_t>& published);
  void part_with_left(Lsn applied);

  const Config& config_;
  SourceConnection& source_;
  TargetConnection& target_;
  TableStates& states_;
  const PostponedTables& postponed_;
  TableSync* sync_;
  // Not published any more as of the position, up to which its changes are still applied.
  std::map<std::uint32_t, Lsn> left_;
  Clock::time_point next_look_ = Clock::now() + kInterval;
};

}  // namespace applier
