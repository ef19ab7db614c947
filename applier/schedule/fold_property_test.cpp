// SPDX-License-Identifier: PostgreSQL
// Random changes, made one by one by a source and written in every order that a worker tries, each
// into tables of its own: all must be equal after every unit, and every step must find the rows
// that it is about.
#include <boost/test/unit_test.hpp>

#include "applier/schedule/replacement.hpp"
#include "applier/testing/folding.hpp"
#include "applier/testing/random_changes.hpp"

using namespace applier;
using namespace applier::testing;
using frame::testing::Chance;

namespace {

constexpr int kRounds = 500;

// Calls `write` with several units after another, from empty tables on, time and again.
template <typename Target>
void compare(std::size_t changes_max, bool deleted_rows_stay = false) {
  const std::uint32_t seed = frame::testing::seed();
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    Chance chance(seed);
    for (int round = 0; round < kRounds; ++round) {
      RandomChanges source(chance, !deleted_rows_stay, deleted_rows_stay);
      Target target;
      for (int unit = 0; unit < 3; ++unit) {
        Folding changes;
        source.add_unit(changes, chance.below(changes_max));
        target.write(changes, source);
        for (std::uint32_t id = 1; id <= RandomChanges::kTables; ++id)
          BOOST_REQUIRE_MESSAGE(source.tables().rows(id) == target.tables.rows(id),
                                "table " << id << ", round " << round << ", unit " << unit);
      }
    }
  }
}

// A worker folds again in every attempt.
struct Folded {
  void write(Folding& changes, const RandomChanges&) {
    changes.split();
    for (const Step& step : changes.steps()) tables.apply(step);
  }
  Tables tables;
};

// Folding has put rows in place of others by then.
struct InSourceOrder {
  void write(Folding& changes, const RandomChanges&) {
    changes.steps();
    for (std::uint32_t id = 1; id <= RandomChanges::kTables; ++id) tables.keep_unique(id, {0, 1});
    for (const Change& change : changes.all()) tables.apply(change);
  }
  Tables tables;
};

struct Replaced {
  void write(Folding& changes, const RandomChanges& source) {
    for (std::uint32_t id = 1; id <= RandomChanges::kTables; ++id)
      tables.keep_unique(id, source.whole(id) ? std::vector<std::size_t>{0, 1, 2}
                                              : std::vector<std::size_t>{0, 1});
    write_all(changes);
  }
  void write_all(Folding& changes) {
    changes.steps();
    Arena arena;
    Replacement replacement(
        arena,
        [&](const Relation& relation, const Value* key, Value* row) {
          tables.complete(relation, key, row);
        },
        [&](const std::vector<Step>& steps) {
          for (const Step& step : steps) tables.apply(step);
        });
    for (const Change& change : changes.all()) replacement.add(change);
    replacement.finish();
  }
  Tables tables;
};

// Values of deleted rows are in the way of others: only the identity is unique.
struct MarkedInSourceOrder {
  void write(Folding& changes, const RandomChanges&) {
    changes.steps();
    for (const Change& change : changes.all()) tables.apply(change);
  }
  Tables tables;
};

struct MarkedReplaced : Replaced {
  void write(Folding& changes, const RandomChanges&) { write_all(changes); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_fold_property)

BOOST_AUTO_TEST_CASE(leaves_the_tables_as_the_changes_one_by_one_would) {
  compare<Folded>(60);
}

BOOST_AUTO_TEST_CASE(writes_less_than_every_change) {
  Chance chance(frame::testing::seed());
  RandomChanges source(chance);
  Folding changes;
  source.add_unit(changes, 2000);
  std::size_t written = 0;
  for (const Step& step : changes.steps())
    written += step.deletes.size() + step.updates.size() + step.inserts.size();
  BOOST_TEST(written < changes.all().size());
}

BOOST_AUTO_TEST_CASE(leaves_changes_that_can_still_be_written_one_by_one) {
  compare<InSourceOrder>(60);
}

BOOST_AUTO_TEST_CASE(leaves_changes_that_can_still_be_replaced) {
  compare<Replaced>(60);
}

BOOST_AUTO_TEST_CASE(leaves_deleted_rows_as_the_changes_one_by_one_would) {
  compare<Folded>(60, true);
  compare<MarkedInSourceOrder>(60, true);
  compare<MarkedReplaced>(60, true);
}

BOOST_AUTO_TEST_SUITE_END()
