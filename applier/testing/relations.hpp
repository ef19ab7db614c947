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

}  // namespace applier::testing
