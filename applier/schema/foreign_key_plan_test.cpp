// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/foreign_key_plan.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

using Action = SourceForeignKey::Action;

// Parent 1 has the key c1 (BIGINT), unique c3 and (c4, c3) (INT); child 2 the same columns.
struct Tables {
  std::map<std::uint32_t, PlannedTable> tables;

  Tables() {
    for (const std::uint32_t id : {1, 2}) {
      Relation& relation = tables[id].relation = *keyed(4);
      relation.id = id;
      relation.target.table = id == 1 ? "parent" : "child";
      for (std::size_t i = 0; i < 4; ++i) {
        Column& column = relation.columns[i];
        column.source_name = column.name;
        if (i < 2) continue;
        column.mysql_type = "INT";
        column.wire = frame::Wire::Integer;
      }
    }
    tables[1].plan.indexes = {
        {"once", true, {{2}}}, {"both", true, {{3}, {2}}}, {"c2", false, {{1, 255}}}};
  }

  Relation& parent() { return tables[1].relation; }
  Relation& child() { return tables[2].relation; }

  std::string planned(const SourceForeignKey& key, const std::string& against = "") const {
    const PlannedForeignKey found = plan_foreign_keys({key}, tables, against).front();
    return found.definition + (found.note.empty() ? "" : "; " + found.note);
  }
};

SourceForeignKey key(std::vector<std::int32_t> child, std::vector<std::int32_t> parent) {
  SourceForeignKey key;
  key.name = "fk";
  key.child = 2;
  key.parent = 1;
  key.child_columns = std::move(child);
  key.parent_columns = std::move(parent);
  return key;
}

template <typename Change>
SourceForeignKey changed(SourceForeignKey key, Change change) {
  change(key);
  return key;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_foreign_key_plan)

BOOST_AUTO_TEST_CASE(refers_to_what_is_unique) {
  const Tables tables;
  BOOST_TEST(tables.planned(key({1}, {1})) ==
             "CONSTRAINT `fk` FOREIGN KEY (`c1`) REFERENCES `shop`.`parent` (`c1`)");
  BOOST_TEST(tables.planned(key({4}, {3})) ==
             "CONSTRAINT `fk` FOREIGN KEY (`c4`) REFERENCES `shop`.`parent` (`c3`)");
  BOOST_TEST(tables.planned(key({3, 4}, {3, 4})) ==
             "CONSTRAINT `fk` FOREIGN KEY (`c4`, `c3`) REFERENCES `shop`.`parent` (`c4`, `c3`)");
  BOOST_TEST(tables.planned(key({3}, {4})) ==
             "; foreign key \"fk\" is left out: what it refers to is not unique in the target");
}

BOOST_AUTO_TEST_CASE(does_what_the_sources_does) {
  const Tables tables;
  const auto acting = [&](Action on_delete, Action on_update) {
    SourceForeignKey acting = key({3}, {3});
    acting.on_delete = on_delete;
    acting.on_update = on_update;
    const std::string planned = tables.planned(acting);
    return planned.substr(planned.find("(`c3`)", planned.find("REFERENCES")) + 6);
  };
  BOOST_TEST(acting(Action::Cascade, Action::SetNull) == " ON DELETE CASCADE ON UPDATE SET NULL");
  BOOST_TEST(acting(Action::Restrict, Action::NoAction) == " ON DELETE RESTRICT");
  BOOST_TEST(acting(Action::SetDefault, Action::Cascade) ==
             " ON UPDATE CASCADE; foreign key \"fk\" acts as NO ACTION: MySQL has no such action "
             "here");
  SourceForeignKey of_key = key({1}, {1});
  of_key.on_delete = Action::SetNull;
  BOOST_TEST(tables.planned(of_key).ends_with("acts as NO ACTION: MySQL has no such action here"));
}

BOOST_AUTO_TEST_CASE(says_what_is_checked_otherwise) {
  const Tables tables;
  BOOST_TEST(tables.planned(changed(key({3}, {3}), [](auto& k) { k.is_deferrable = true; }))
                 .ends_with("; foreign key \"fk\" is checked at once: MySQL's are not deferrable"));
  BOOST_TEST(tables.planned(changed(key({3, 4}, {3, 4}), [](auto& k) { k.matches_full = true; }))
                 .ends_with("; foreign key \"fk\" is MATCH SIMPLE: MySQL has no MATCH FULL"));
}

BOOST_AUTO_TEST_CASE(leaves_out_what_may_not_hold) {
  const auto left_out = [](const Tables& tables, const SourceForeignKey& key, const char* why) {
    BOOST_TEST(tables.planned(key) == std::string("; foreign key \"fk\" is left out: ") + why);
  };
  const SourceForeignKey plain = key({3}, {3});
  left_out({}, changed(plain, [](auto& k) { k.is_valid = false; }),
           "it is not valid on the source");
  left_out({}, changed(plain, [](auto& k) { k.parent_is_filtered = true; }),
           "not all rows that it refers to are replicated");
  left_out({}, key({7}, {3}), "a column of it is not replicated");
  left_out({}, key({3}, {1}), "\"c3\" is INT and \"c1\" is BIGINT");
  Tables marked;
  marked.child().deletion_mark = 3;
  left_out(marked, plain, "deleted rows stay");
  Tables shared;
  shared.parent().key_constants = {3};
  left_out(shared, plain, "rows of other tables may be in the target, too");
  Tables replaced;
  replaced.parent().columns[2].is_replaced = true;
  left_out(replaced, plain, "values of \"c3\" may be others than on the source");
  BOOST_TEST(Tables().planned(plain, "so it is") == "; foreign key \"fk\" is left out: so it is");
}

BOOST_AUTO_TEST_CASE(compares_texts_without_their_lengths) {
  Tables tables;
  tables.parent().columns[2].mysql_type = "VARCHAR(20) COLLATE utf8mb4_0900_bin";
  tables.child().columns[2].mysql_type = "VARCHAR(40) COLLATE utf8mb4_0900_bin";
  BOOST_TEST(tables.planned(key({3}, {3})).starts_with("CONSTRAINT"));
  tables.child().columns[2].mysql_type = "VARCHAR(40) COLLATE ascii_bin";
  BOOST_TEST(tables.planned(key({3}, {3})).starts_with("; foreign key"));
}

BOOST_AUTO_TEST_CASE(gives_every_key_of_a_database_a_name_of_its_own) {
  Tables tables;
  tables.tables[3] = tables.tables[2];
  tables.child().id = 16384;
  SourceForeignKey other = key({3}, {3});
  other.child = 3;
  tables.tables[3].relation.target.table = std::string(64, 't');
  tables.tables[3].relation.id = 16385;
  const auto planned = plan_foreign_keys({key({3}, {3}), other}, tables.tables, "");
  BOOST_TEST(planned[0].name == "child_fk");
  BOOST_TEST(planned[1].name == "fk_16385");
}

BOOST_AUTO_TEST_SUITE_END()
