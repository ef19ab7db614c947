// SPDX-License-Identifier: PostgreSQL
#include "applier/decode/relation_map.hpp"

#include <utility>

namespace applier {

Relation to_relation(const frame::Relation& described) {
  Relation relation;
  relation.id = described.id;
  relation.schema = described.schema;
  relation.name = described.name;
  relation.identity_kind = described.identity_kind;
  relation.untold = described.untold;
  for (const frame::Column& column : described.columns) {
    Column& added = relation.columns.emplace_back();
    added.attnum = column.attnum;
    added.name = column.name;
    added.mysql_type = column.mysql_type;
    added.wire = column.wire;
    added.not_null = column.not_null;
    if ((column.flags & frame::kColumnComputed) == 0) added.source_name = column.name;
  }
  relation.primary_key.assign(described.primary_key.begin(), described.primary_key.end());
  relation.identity.assign(described.identity.begin(), described.identity.end());
  return relation;
}

std::shared_ptr<const Relation> RelationMap::put(const frame::Relation& described,
                                                 const frame::Begin& transaction) {
  Relation relation = to_relation(described);
  relation.described_lsn = Lsn{transaction.commit_lsn};
  relation.described_by = transaction.xid;
  complete_(relation);
  std::shared_ptr<const Relation>& slot = relations_[relation.id];
  return std::exchange(slot, std::make_shared<const Relation>(std::move(relation)));
}

const Relation* RelationMap::find(std::uint32_t id) const {
  const auto found = relations_.find(id);
  return found == relations_.end() ? nullptr : found->second.get();
}

}  // namespace applier
