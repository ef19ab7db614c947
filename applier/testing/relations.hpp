// SPDX-License-Identifier: PostgreSQL
// Descriptions of tables for tests.
#pragma once

#include <memory>
#include <string>

#include "applier/model/relation.hpp"

namespace applier::testing {

// public.t, which goes to shop.t, with columns c1 (bigint), c2, c3, … (text); its key is c1.
inline std::shared_ptr<Relation> keyed(std::size_t columns = 2) {
  auto relation = std::make_shared<Relation>();
  relation->id = 1;
  relation->schema = "public";
  relation->name = "t";
  relation->target = {"shop", "t"};
  relation->identity_kind = frame::Identity::Key;
  for (std::size_t i = 0; i < columns; ++i)
    relation->columns.push_back({static_cast<std::int32_t>(i + 1), "c" + std::to_string(i + 1),
                                 i == 0 ? "BIGINT" : "LONGTEXT",
                                 i == 0 ? frame::Wire::Integer : frame::Wire::Text, i == 0});
  relation->primary_key = {0};
  relation->identity = {0};
  return relation;
}

// The same without a key; rows are named by all their columns.
inline std::shared_ptr<Relation> keyless(std::size_t columns = 2) {
  auto relation = keyed(columns);
  relation->identity_kind = frame::Identity::Full;
  relation->primary_key.clear();
  relation->identity.clear();
  return relation;
}

// Where deleted rows stay: one more column, deleted_at, which the source does not have.
inline std::shared_ptr<Relation> marking(std::shared_ptr<Relation> relation) {
  Column column;
  column.name = "deleted_at";
  column.mysql_type = "DATETIME(6)";
  column.wire = frame::Wire::Datetime;
  column.origin = Origin::DeletionTime;
  relation->deletion_mark = static_cast<std::uint16_t>(relation->columns.size());
  relation->columns.push_back(column);
  ++relation->added;
  return relation;
}

// One more column, region, whose constant its key begins with.
inline std::shared_ptr<Relation> in_region(std::shared_ptr<Relation> relation, const char* region) {
  Column column;
  column.name = "region";
  column.mysql_type = "VARCHAR(64)";
  column.origin = Origin::Constant;
  column.constant = region;
  const auto position = static_cast<std::uint16_t>(relation->columns.size());
  relation->columns.push_back(column);
  ++relation->added;
  relation->key_constants = {position};
  for (std::vector<std::uint16_t>* key : {&relation->primary_key, &relation->identity})
    if (!key->empty()) key->insert(key->begin(), position);
  return relation;
}

}  // namespace applier::testing
