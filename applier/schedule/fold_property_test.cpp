// SPDX-License-Identifier: PostgreSQL
// Random changes, applied one by one to one model of the tables and through the steps they fold
// into to another: both must be equal, and every step must find the rows that it is about.
#include <map>

#include <boost/test/unit_test.hpp>

#include "applier/testing/folding.hpp"
#include "frame/testing/seed.hpp"

using namespace applier;
using namespace applier::testing;
using frame::testing::Chance;

namespace {

constexpr int kRounds = 3000;
constexpr std::size_t kTables = 3;
constexpr std::int64_t kKeys = 6;

// The rows of a keyed table by their key; the columns behind the key as numbers.
using Rows = std::map<std::int64_t, std::vector<std::int64_t>>;

std::int64_t key_in(const Value* row) {
  return row[0].integer;
}

void set(std::vector<std::int64_t>& columns, const Value* row) {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!row[i + 1].is_unchanged()) columns[i] = row[i + 1].integer;
}

// One server's tables, as strict as the writer: each statement must find its rows.
class Tables {
 public:
  Rows& operator[](std::uint32_t id) { return tables_[id]; }

  void insert(const Relation& relation, const Value* row) {
    std::vector<std::int64_t> columns(relation.columns.size() - 1);
    for (std::size_t i = 1; i <= columns.size(); ++i) BOOST_REQUIRE(!row[i].is_unchanged());
    set(columns, row);
    BOOST_REQUIRE(tables_[relation.id].emplace(key_in(row), columns).second);
  }

  void update(const Relation& relation, const Value* key, const Value* row) {
    Rows& rows = tables_[relation.id];
    auto found = rows.extract(key_in(key));
    BOOST_REQUIRE(!found.empty());
    if (!row[0].is_unchanged()) found.key() = key_in(row);
    set(found.mapped(), row);
    BOOST_REQUIRE(rows.insert(std::move(found)).inserted);
  }

  void remove(const Relation& relation, const Value* key) {
    BOOST_REQUIRE_EQUAL(tables_[relation.id].erase(key_in(key)), 1u);
  }

  void apply(const Step& step) {
    const Relation& relation = *step.relation;
    if (step.alone != nullptr) {
      BOOST_REQUIRE(step.alone->action == Action::Truncate || step.alone->action == Action::Update);
      if (step.alone->action == Action::Truncate) return tables_[relation.id].clear();
      return update(relation, step.alone->old_row, step.alone->new_row);
    }
    for (const Value* key : step.deletes) remove(relation, key);
    for (const RowUpdate& row : step.updates) update(relation, row.key, row.row);
    for (const Value* row : step.inserts) insert(relation, row);
  }

  bool operator==(const Tables&) const = default;

 private:
  std::map<std::uint32_t, Rows> tables_;
};

// Makes changes that a source could make, and makes them in a model, too.
class Source {
 public:
  Source(Chance& chance, Tables& model) : chance_(chance), model_(model) {
    for (std::uint32_t id = 1; id <= kTables; ++id) describe(id);
  }

  void change(Folding& folding) {
    const auto id = static_cast<std::uint32_t>(1 + chance_.below(kTables));
    if (chance_.one_in(40)) describe(id);
    const Relation& relation = *relations_[id].back();
    Rows& rows = model_[id];
    if (chance_.one_in(50)) {
      rows.clear();
      folding.truncate(relation);
      return;
    }
    const auto key = static_cast<std::int64_t>(chance_.below(kKeys));
    if (!rows.contains(key)) return insert(folding, relation, key);
    if (chance_.one_in(3)) return remove(folding, relation, key);
    update(folding, relation, key);
  }

 private:
  // From now on changes of the table come under a new description of it.
  void describe(std::uint32_t id) {
    auto relation = keyed(3);
    relation->id = id;
    relations_[id].push_back(std::move(relation));
  }

  Value number() { return integer(static_cast<std::int64_t>(chance_.below(1000))); }

  void insert(Folding& folding, const Relation& relation, std::int64_t key) {
    const std::vector<Value> row = {integer(key), number(), number()};
    model_.insert(relation, row.data());
    folding.insert(relation, row);
  }

  void remove(Folding& folding, const Relation& relation, std::int64_t key) {
    model_[relation.id].erase(key);
    folding.remove(relation, {integer(key)});
  }

  void update(Folding& folding, const Relation& relation, std::int64_t key) {
    const auto other = static_cast<std::int64_t>(chance_.below(kKeys));
    const bool moves = chance_.one_in(4) && !model_[relation.id].contains(other);
    const Value old_key = integer(key);
    std::vector<Value> row = {integer(moves ? other : key), number(), number()};
    for (std::size_t i = 1; i < row.size(); ++i)
      if (chance_.one_in(2)) row[i] = unchanged();
    model_.update(relation, &old_key, row.data());
    if (moves || chance_.one_in(4))
      folding.update_key(relation, {old_key}, row);
    else
      folding.update(relation, row);
  }

  Chance& chance_;
  Tables& model_;
  std::map<std::uint32_t, std::vector<std::shared_ptr<Relation>>> relations_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_fold_property)

BOOST_AUTO_TEST_CASE(leaves_the_tables_as_the_changes_one_by_one_would) {
  const std::uint32_t seed = frame::testing::seed();
  std::size_t changes = 0, written = 0;
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    Chance chance(seed);
    for (int round = 0; round < kRounds; ++round) {
      Tables model, folded;
      Source source(chance, model);
      // Several units after another, from empty tables on.
      for (int unit = 0; unit < 3; ++unit) {
        Folding folding;
        for (std::size_t i = chance.below(60); i > 0; --i, ++changes) source.change(folding);
        for (const Step& step : folding.steps()) {
          folded.apply(step);
          written += step.deletes.size() + step.updates.size() + step.inserts.size();
        }
        for (std::uint32_t id = 1; id <= kTables; ++id)
          BOOST_REQUIRE_MESSAGE(model[id] == folded[id], "round " << round << ", unit " << unit);
      }
    }
  }
  BOOST_TEST(written < changes);
}

BOOST_AUTO_TEST_SUITE_END()
