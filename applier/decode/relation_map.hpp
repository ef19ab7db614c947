// SPDX-License-Identifier: PostgreSQL
// The tables that the source has described on this connection, by their ids.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include "applier/model/relation.hpp"
#include "frame/messages.hpp"

namespace applier {

class RelationMap {
 public:
  // Completes a description with what only the applier knows: the target, unless there is none of
  // a table whose changes are left out, and copied_lsn.  Throws where the table cannot be applied.
  using Complete = std::function<void(Relation&)>;

  explicit RelationMap(Complete complete) : complete_(std::move(complete)) {}

  // Returns the version that this one replaces, which changes already read may still point to.
  // `transaction` is that in which it is described.
  std::shared_ptr<const Relation> put(const frame::Relation& described,
                                      const frame::Begin& transaction);

  // nullptr where the source has described no such table.
  const Relation* find(std::uint32_t id) const;

 private:
  Complete complete_;
  std::unordered_map<std::uint32_t, std::shared_ptr<const Relation>> relations_;
};

// An owned copy of a description, without what RelationMap::Complete adds.
Relation to_relation(const frame::Relation& described);

}  // namespace applier
