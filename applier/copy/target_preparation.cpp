// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/target_preparation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/base/log.hpp"
#include "applier/schema/column_fit.hpp"
#include "applier/schema/own_rows.hpp"
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

std::string described(const Relation& relation) {
  return fmt::format("target table \"{}\".\"{}\"", relation.target.database, relation.target.table);
}

Error has_rows(const Relation& relation) {
  const std::string own = own_rows_text(relation);
  return Error(
      fmt::format("{} already has rows{}", described(relation), own.empty() ? "" : " where " + own),
      "The copy would mix them with those of the source.",
      own.empty() ? "Empty or rename the table, or drop it: wal2mysql creates it. Or let "
                    "copy.existing say what becomes of such rows."
                  : "Delete those rows, or give the constants another value. Or let copy.existing "
                    "say what becomes of such rows.");
}

Error has_others(const Relation& relation, const std::string& owner, const char* what) {
  return Error(fmt::format("{} cannot be {}", described(relation), what),
               fmt::format("It has rows of {}, too.", owner),
               "Give one of the two another target by a rule, or make room by hand.");
}

Error cannot_append(const Relation& relation) {
  return Error(
      fmt::format("{} has rows, to which source table \"{}\" cannot be appended",
                  described(relation), relation.source_name()),
      relation.deletion_mark ? "Deleted rows stay in it, marked."
                             : "Its primary or a unique key must be the key that names the rows "
                               "on the source: without it nothing tells which of them a row of "
                               "the source is.",
      "Empty or rename the table; or give it that key, and the source table a primary key.");
}

}  // namespace

TargetPreparation::TargetPreparation(const Config& config, SourceConnection& source,
                                     TargetConnection& target, TableStates& states)
    : config_(config),
      source_(source),
      target_(target),
      states_(states),
      partner_(target, config.partner()) {}

// A target belongs to one table, or to several whose rows constants tell apart.  A table that was
// dropped on the source gives way to its successor of the same name; its own last changes, still in
// the log, are then left out.
void TargetPreparation::take_target(const Relation& relation) {
  take_target(relation, states_);
  take_target(relation, partner_);
}

void TargetPreparation::take_target(const Relation& relation, TableStates& states) {
  for (const std::uint32_t owner : states.owners_of(relation.target)) {
    if (owner == relation.id) continue;
    const std::string& its_rows = states.find(owner)->own_rows;
    const bool apart = relation.shared_target != 0 && !its_rows.empty();
    if (apart && its_rows != own_rows_text(relation)) continue;
    if (table_exists(source_, owner))
      throw apart ? same_constants(relation, owner) : already_taken(relation, owner);
    if (&states == &states_) remove_unfinished(relation, owner);
    states.forget(target_, owner);
  }
}

// What an owner that cannot be copied any more has left in its target, where the rows of the
// relation, or of another, will be.  Where there were rows before, nothing tells which.
void TargetPreparation::remove_unfinished(const Relation& relation, std::uint32_t owner) {
  const TableState& state = *states_.find(owner);
  if (!state.interrupted() || state.overwrites || state.own_rows != own_rows_text(relation)) return;
  CopiedChunks(config_.name).forget(target_, owner);
  Relation unfinished = relation;
  unfinished.target = state.target;
  if (target_table_exists(target_, state.target)) remove_own_rows(target_, unfinished);
}

void TargetPreparation::leave_old_target(const Relation& relation) {
  const TableState* state = states_.find(relation.id);
  if (state == nullptr || !state->interrupted() || state->target == relation.target) return;
  spdlog::info("emptying target table \"{}\".\"{}\": table \"{}\" goes to \"{}\".\"{}\" now",
               state->target.database, state->target.table, relation.source_name(),
               relation.target.database, relation.target.table);
  remove_unfinished(relation, relation.id);
  states_.forget(target_, relation.id);
}

void TargetPreparation::check(const Relation& relation) {
  take_target(relation);
  if (!target_table_exists(target_, relation.target) || is_to_recreate(relation) ||
      is_outgrown(relation))
    return;
  Relation fitted = relation;
  fit(fitted);
}

// Drops nothing that somebody else has rows in; a part of a table without rows of its own needs no
// other room.
bool TargetPreparation::is_to_recreate(const Relation& relation) {
  if (config_.copy.existing != ExistingRows::Recreate || states_.find(relation.id) != nullptr)
    return false;
  const auto owner = states_.other_owner(target_, relation.target, relation.id);
  if (!owner) return true;
  if (has_own_rows(target_, relation)) throw has_others(relation, *owner, "recreated");
  return false;
}

// A table of ours, and of nobody else, that was created for other columns.
bool TargetPreparation::is_outgrown(const Relation& relation) {
  const TableState* state = states_.find(relation.id);
  if (state == nullptr || !state->created || state->target != relation.target ||
      (!state->resync && config_.schema.changes != ChangedTables::Copy) ||
      !relation.key_constants.empty() || states_.other_owner(target_, relation.target, relation.id))
    return false;
  try {
    Relation fitted = relation;
    check_target_table(target_, fitted);
    check_columns_fit(target_, fitted);
    return false;
  } catch (const Misfit&) {
    return true;
  }
}

// Throws Error where the table that is there cannot take the rows.
void TargetPreparation::fit(Relation& relation) {
  check_target_table(target_, relation);
  const TableState* state = states_.find(relation.id);
  if (state != nullptr) {
    relation.overwrites = state->overwrites;
  } else if (has_own_rows(target_, relation)) {
    check_first(relation);
    relation.overwrites = config_.copy.existing == ExistingRows::Append;
  }
  check_columns_fit(target_, relation);
}

void TargetPreparation::check_first(const Relation& relation) {
  switch (config_.copy.existing) {
    case ExistingRows::Error:
      throw has_rows(relation);
    case ExistingRows::Append:
      if (relation.deletion_mark || !has_identity_key(target_, relation))
        throw cannot_append(relation);
      return;
    default:
      if (!relation.key_constants.empty()) return;
      if (const auto owner = states_.other_owner(target_, relation.target, relation.id))
        throw has_others(relation, *owner, "emptied");
  }
}

// Whether the log tells what happened since what the target has: the snapshot of an interrupted
// copy, or the stream's position.
bool TargetPreparation::is_continued(const TableState& state) const {
  return (state.interrupted() || (state.copied && state.resync)) &&
         config_.copy.mode != CopyMode::Copy;
}

// What an interrupted copy left, if it can be built on; else nothing.  Without a key no row could
// be told from another; and unique keys hold in each of two snapshots, but not in a mixture.
std::vector<CopiedChunk> TargetPreparation::resumable_chunks(const Relation& relation,
                                                             const std::string& fingerprint) {
  const TableState* state = states_.find(relation.id);
  const bool same = state != nullptr && is_continued(*state) && !state->resync &&
                    state->fingerprint == fingerprint && state->target == relation.target &&
                    state->own_rows == own_rows_text(relation);
  if (!same || relation.identity_kind != frame::Identity::Key || relation.deletion_mark ||
      !target_table_exists(target_, relation.target) || !unique_keys(target_, relation).empty())
    return {};
  return CopiedChunks(config_.name).load(target_, relation.id);
}

// Of a table whose rows stay, those that an interrupted copy brought do, too: what happened to them
// since is then in the log, from where that copy began.
Lsn TargetPreparation::make_room(TableToCopy& table, Lsn copied_lsn) {
  const TableState* state = states_.find(table.relation.id);
  CopiedChunks(config_.name).forget(target_, table.relation.id);
  if (!table.relation.overwrites) {
    if (has_own_rows(target_, table.relation)) remove_own_rows(target_, table.relation);
    return copied_lsn;
  }
  spdlog::info("{} keeps its rows, but for those with keys of the source",
               described(table.relation));
  if (state == nullptr) return copied_lsn;
  table.is_resumed = is_continued(*state);
  if (table.is_resumed) return state->copied_lsn;
  spdlog::warn(
      "rows of {} that the source has deleted while table \"{}\" was not streamed stay: nothing "
      "tells "
      "them from those that were there before",
      described(table.relation), table.relation.source_name());
  return copied_lsn;
}

void TargetPreparation::trust(Relation& relation, Lsn lsn) {
  take_target(relation);
  if (target_table_exists(target_, relation.target)) {
    check_target_table(target_, relation);
    check_columns_fit(target_, relation);
  } else {
    create_target_table(target_, relation, {});
  }
  spdlog::info("table \"{}\" is streamed from {} on, and not copied", relation.source_name(),
               lsn.text());
  states_.trust(target_, relation, lsn);
}

void TargetPreparation::prepare(TableToCopy& table, Lsn copied_lsn) {
  Relation& relation = table.relation;
  take_target(relation);  // by now another table of this copy may have it
  const TableState* state = states_.find(relation.id);
  bool exists = target_table_exists(target_, relation.target);
  if (exists && (is_to_recreate(relation) || is_outgrown(relation))) {
    drop_target_table(target_, relation.target);
    CopiedChunks(config_.name).forget(target_, relation.id);
    exists = false;
  }
  const bool created =
      !exists || (state != nullptr && state->created && state->target == relation.target);
  if (exists) fit(relation);
  const std::string print = fingerprint(source_, table.source, table.options);
  table.copied = resumable_chunks(relation, print);
  if (!table.copied.empty()) {
    spdlog::info("going on with the copy of table \"{}\": {} chunks of it are there",
                 relation.source_name(), table.copied.size());
    table.is_resumed = true;
    return;
  }
  if (exists) copied_lsn = make_room(table, copied_lsn);
  // Noted first: a table that a crash leaves behind is then known as ours.
  states_.begin_copy(target_, relation, copied_lsn, print, created);
  if (!exists) create(relation, table.plan);
}

void TargetPreparation::create(Relation& relation, const TablePlan& plan) {
  create_target_table(target_, relation, plan);
  if (!plan.notes.empty())
    spdlog::info("not carried over of table \"{}\": {}", relation.source_name(),
                 fmt::join(plan.notes, "; "));
}

}  // namespace applier
