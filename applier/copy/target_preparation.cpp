// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/target_preparation.hpp"

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/schema/own_rows.hpp"
#include "applier/schema/shared_table.hpp"
#include "applier/schema/target_table.hpp"

namespace applier {
namespace {

Error already_taken(const Relation& relation, std::uint32_t owner) {
  return Error(fmt::format("target table \"{}\".\"{}\" already belongs to another table",
                           relation.target.database, relation.target.table),
               fmt::format("It was copied from the table with oid {}, which has been renamed "
                           "since; now \"{}\" has its name.",
                           owner, relation.source_name()),
               "Give one of the two another name on the source, or begin the stream anew.");
}

Error same_constants(const Relation& relation, std::uint32_t owner) {
  return Error(fmt::format("the rows of two tables cannot be told apart in target table "
                           "\"{}\".\"{}\"",
                           relation.target.database, relation.target.table),
               fmt::format("Those of the table with oid {} and those of \"{}\" both have {}.",
                           owner, relation.source_name(), own_rows_text(relation)),
               "Give the constants of the key another value for one of the two.");
}

Error has_rows(const Relation& relation) {
  const std::string own = own_rows_text(relation);
  const std::string target =
      fmt::format("\"{}\".\"{}\"", relation.target.database, relation.target.table);
  return Error(
      fmt::format("target table {} already has rows{}", target, own.empty() ? "" : " where " + own),
      "The copy would mix them with those of the source.",
      own.empty() ? "Empty or rename the table, or drop it: wal2mysql creates it."
                  : "Delete those rows, or give the constants another value.");
}

}  // namespace

TargetPreparation::TargetPreparation(const Config& config, SourceConnection& source,
                                     TargetConnection& target, TableStates& states)
    : config_(config), source_(source), target_(target), states_(states) {}

// A target belongs to one table, or to several whose rows constants tell apart.  A table that was
// dropped on the source gives way to its successor of the same name; its own last changes, still in
// the log, are then left out.
void TargetPreparation::take_target(const Relation& relation) {
  for (const std::uint32_t owner : states_.owners_of(relation.target)) {
    if (owner == relation.id) continue;
    const std::string& its_rows = states_.find(owner)->own_rows;
    const bool apart = relation.shared_target != 0 && !its_rows.empty();
    if (apart && its_rows != own_rows_text(relation)) continue;
    const std::string id = std::to_string(owner);
    if (source_.query("SELECT 1 FROM pg_catalog.pg_class WHERE oid = $1", {id.c_str()}).rows() > 0)
      throw apart ? same_constants(relation, owner) : already_taken(relation, owner);
    states_.forget(target_, owner);
  }
}

// What an interrupted copy left, if it can be built on; else nothing.  Without a key no row could
// be told from another; and unique keys hold in each of two snapshots, but not in a mixture.
std::vector<CopiedChunk> TargetPreparation::resumable_chunks(const Relation& relation,
                                                             const TableState* state,
                                                             const std::string& fingerprint) {
  const bool same = state != nullptr && !state->copied && state->fingerprint == fingerprint &&
                    state->target == relation.target && state->own_rows == own_rows_text(relation);
  if (!same || relation.identity_kind != frame::Identity::Key || relation.deletion_mark ||
      !target_table_exists(target_, relation.target) || !unique_keys(target_, relation).empty())
    return {};
  return CopiedChunks(config_.name).load(target_, relation.id);
}

void TargetPreparation::make_room(const Relation& relation, bool begun) {
  if (begun) {
    CopiedChunks(config_.name).forget(target_, relation.id);
    return remove_own_rows(target_, relation);
  }
  if (has_own_rows(target_, relation)) throw has_rows(relation);
}

void TargetPreparation::prepare(TableToCopy& table, Lsn copied_lsn) {
  Relation& relation = table.relation;
  const TableState* state = states_.find(relation.id);
  take_target(relation);
  const std::string print = fingerprint(source_, table.source, table.options);
  std::vector<CopiedChunk> copied = resumable_chunks(relation, state, print);
  const bool exists = target_table_exists(target_, relation.target);
  if (!exists) {
    create_target_table(target_, relation);
  } else {
    check_target_table(target_, relation);
    if (!relation.key_constants.empty()) check_shared_table(target_, relation);
  }
  if (!copied.empty()) {
    spdlog::info("going on with the copy of table \"{}\": {} chunks of it are there",
                 relation.source_name(), copied.size());
    table.copied = std::move(copied);
    return;
  }
  if (exists) make_room(relation, state != nullptr);
  states_.begin_copy(target_, relation, copied_lsn, print);
}

}  // namespace applier
