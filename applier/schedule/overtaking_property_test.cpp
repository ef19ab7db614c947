// SPDX-License-Identifier: PostgreSQL
// Random units, written in any order that the scheduler allows: what is early whenever it may be,
// what is late after the units that it comes after.  The tables must be as if the changes had been
// made one by one, and every step must find its rows.
#include <deque>

#include <boost/test/unit_test.hpp>

#include "applier/schedule/conflicts.hpp"
#include "applier/testing/folding.hpp"
#include "applier/testing/random_changes.hpp"

using namespace applier;
using namespace applier::testing;
using frame::testing::Chance;

namespace {

constexpr std::size_t kUnits = 5;

struct Overtaking {
  Folding changes;
  Steps steps;
  std::size_t after = 0;  // units from the first
  bool early_is_written = false;
  bool is_written = false;
};

void make(Overtaking& unit, std::uint64_t sequence, RandomChanges& source, Conflicts& conflicts,
          std::size_t count) {
  source.add_unit(unit.changes, count);
  for (Change& change : unit.changes.all()) {
    const std::uint64_t after = conflicts.note(change, sequence);
    change.late = after != 0;
    unit.after = std::max<std::size_t>(unit.after, after);
  }
  unit.steps = unit.changes.split();
}

bool may_write(const std::deque<Overtaking>& units, const Overtaking& unit) {
  if (unit.is_written) return false;
  if (!unit.early_is_written || unit.steps.late.empty()) return true;
  return std::all_of(units.begin(), units.begin() + static_cast<std::ptrdiff_t>(unit.after),
                     [](const Overtaking& before) { return before.is_written; });
}

// Early steps, then late ones.
void write_next(Overtaking& unit, Tables& tables) {
  for (const Step& step : unit.early_is_written ? unit.steps.late : unit.steps.early)
    tables.apply(step);
  unit.is_written = unit.early_is_written;
  unit.early_is_written = true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_overtaking_property)

BOOST_AUTO_TEST_CASE(leaves_the_tables_as_the_changes_one_by_one_would) {
  const std::uint32_t seed = frame::testing::seed();
  std::size_t overtaken = 0;
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    Chance chance(seed);
    for (int round = 0; round < 500; ++round) {
      RandomChanges source(chance, false);
      Tables tables;
      Conflicts conflicts;
      for (std::uint64_t committed = 0; committed < 3 * kUnits; committed += kUnits) {
        std::deque<Overtaking> units(kUnits);
        for (std::size_t i = 0; i < kUnits; ++i) {
          make(units[i], committed + i + 1, source, conflicts, chance.below(8));
          units[i].after -= std::min<std::size_t>(units[i].after, committed);
        }
        for (std::size_t written = 0; written < kUnits;) {
          const std::size_t i = chance.below(kUnits);
          if (!may_write(units, units[i])) continue;
          write_next(units[i], tables);
          if (!units[i].is_written) continue;
          overtaken += i > written;
          ++written;
        }
        conflicts.forget(committed + kUnits);
        for (std::uint32_t id = 1; id <= RandomChanges::kTables; ++id)
          BOOST_REQUIRE_MESSAGE(source.tables().rows(id) == tables.rows(id),
                                "table " << id << ", round " << round);
      }
    }
  }
  BOOST_TEST(overtaken > 500u);
}

BOOST_AUTO_TEST_SUITE_END()
