// SPDX-License-Identifier: PostgreSQL
// Tables that are altered again and again while they are copied.  The stream goes on without them
// for a while: whatever is left out of it meanwhile, a later copy has.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>

namespace applier {

class PostponedTables {
 public:
  using Clock = std::chrono::steady_clock;

  // The table was altered while it was copied.  Returns for how long it is left alone; zero: it is
  // copied again at once.
  std::chrono::seconds note_altered(std::uint32_t relation, Clock::time_point now = Clock::now());

  bool contains(std::uint32_t relation, Clock::time_point now = Clock::now()) const;

 private:
  struct Altered {
    int times = 0;
    Clock::time_point until = {};
  };
  std::map<std::uint32_t, Altered> tables_;
};

}  // namespace applier
