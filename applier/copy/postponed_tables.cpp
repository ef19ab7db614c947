// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/postponed_tables.hpp"

#include <algorithm>

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr int kAtOnceMax = 2;
constexpr auto kPause = 10s;
constexpr int kDoublingsMax = 6;

}  // namespace

std::chrono::seconds PostponedTables::note_altered(std::uint32_t relation, Clock::time_point now) {
  Altered& table = tables_[relation];
  if (++table.times <= kAtOnceMax) return 0s;
  const auto pause = kPause * (1 << std::min(table.times - kAtOnceMax - 1, kDoublingsMax));
  table.until = now + pause;
  return pause;
}

bool PostponedTables::contains(std::uint32_t relation, Clock::time_point now) const {
  const auto found = tables_.find(relation);
  return found != tables_.end() && now < found->second.until;
}

}  // namespace applier
