// SPDX-License-Identifier: PostgreSQL
#include "applier/preparation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "applier/base/log.hpp"
#include "applier/continuity.hpp"
#include "applier/copy/outstanding.hpp"
#include "applier/receive/own_publication.hpp"
#include "applier/receive/source_checks.hpp"
#include "applier/rules/rule_checks.hpp"
#include "applier/schema/own_rows.hpp"
#include "applier/schema/shared_table.hpp"
#include "applier/schema/table_planner.hpp"
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

// What is copied stays where it is.
std::vector<PlacedTable> placed(const RelationShape& shape,
                                const std::vector<PublishedTable>& tables,
                                const TableStates& states) {
  std::vector<PlacedTable> placed;
  for (const PublishedTable& table : tables) {
    const TableState* state = states.find(table.relation);
    placed.push_back({{table.schema, table.name},
                      state != nullptr && state->copied
                          ? state->target
                          : shape.target_of(table.schema, table.name)});
  }
  return placed;
}

// A rule that came or changed after the copy moves nothing.
void check_moved(const RelationShape& shape, const std::vector<PublishedTable>& tables,
                 const TableStates& states) {
  for (const PublishedTable& table : tables) {
    const TableState* state = states.find(table.relation);
    if (state == nullptr || !state->copied) continue;
    const TableRules rules = shape.rules().rules_of(table.schema, table.name);
    if (!rules.target || *rules.target == state->target) continue;
    throw Error(
        fmt::format("{}: table \"{}.{}\" is to go to \"{}\".\"{}\", and is in \"{}\".\"{}\"",
                    rules.target_where, table.schema, table.name, rules.target->database,
                    rules.target->table, state->target.database, state->target.table),
        "A target is for the whole life of a copy.",
        fmt::format("Take the rule back; or RENAME TABLE on the target, and tell wal2mysql of it: "
                    "UPDATE `wal2mysql`.`table_state` SET target_database = …, target_table = … "
                    "WHERE relation = {}.",
                    table.relation));
  }
}

}  // namespace

Preparation::Preparation(const Config& config, const RelationShape& shape, SourceConnection& source,
                         TargetConnection& target, Afterwards& afterwards, const Stop& stop)
    : config_(config),
      shape_(shape),
      source_(source),
      target_(target),
      afterwards_(afterwards),
      stop_(stop),
      tables_(shape, source, plugin_options(config, target.version())) {}

TableStates Preparation::run() {
  check_source(source_);
  create_progress_tables(target_);
  record_ = load_stream_record(target_, config_.name);
  keep_publication(source_, config_, is_begun());
  check_publications(source_, config_.source.publications);
  TableStates states(target_, config_.name);
  if (!shape_.rules().empty()) check_rules(states);
  check_continuity();
  copy(states);
  new_slot_.reset();  // and with it the snapshot, which would keep the source from cleaning up
  if (!stop_.requested()) build_outstanding(states);
  return states;
}

bool Preparation::is_begun() const {
  return record_ && record_->slot_lsn.valid();
}

// Before there is a slot, or anything else that a mistake would leave behind.
void Preparation::check_rules(const TableStates& states) {
  const std::vector<PublishedTable> tables = published_tables(source_, config_.source);
  if (!afterwards_.rules_checked) {
    check_names_in_rules(config_.rules, shape_.rules(), tables_.columns_of(tables),
                         states.sources());
    check_moved(shape_, tables, states);
  }
  check_targets(shape_.rules(), placed(shape_, tables, states),
                target_.query_value("SELECT @@lower_case_table_names") == "0");
  if (!afterwards_.rules_checked) tables_.check(tables);
  afterwards_.rules_checked = true;
}

PluginRules Preparation::plugin_rules() {
  if (shape_.rules().empty()) return PluginRules(shape_.rules(), {});
  SourceColumns names = tables_.columns_of(published_tables(source_, config_.source));
  for (const auto& [table, columns] : afterwards_.named) merge(names[table], columns);
  return PluginRules(shape_.rules(), names);
}

// The target says which slot of which cluster feeds it; anything else could lose changes.
void Preparation::check_continuity() {
  const bool begun = is_begun();
  // In this order, because another applier may be at work still: its slot follows its position,
  // and that the end of the log.
  const std::optional<SlotInfo> slot = find_slot(source_, config_.slot());
  const Lsn applied = begun ? committed_position(target_, config_.name) : Lsn{};
  source_identity_.emplace(identify_source(config_.source));
  if (!record_ && slot)
    throw Error(fmt::format("replication slot \"{}\" exists, and the target does not know it",
                            config_.slot()),
                "It may belong to a stream of the same name into another target.",
                fmt::format("Choose another stream.name, or remove the slot if nothing uses it: "
                            "SELECT pg_drop_replication_slot('{}').",
                            config_.slot()));
  if (record_) check_cluster(config_.name, *record_, *source_identity_, source_.database());
  if (!begun) return make_slot(slot.has_value());
  check_history(config_.name, *record_, source_identity_->history, applied);
  check_log_end(config_.name, *record_, *source_identity_, applied);
  if (!slot) throw missing_slot(config_.name, *record_, source_identity_->history);
  check_slot(config_.name, *record_, *slot, applied);
  if (slot->wal_status == "unreserved")
    spdlog::warn(
        "replication slot \"{}\" is about to lose log that the stream needs: raise "
        "max_slot_wal_keep_size",
        config_.slot());
}

// The intent is noted before the slot is created: one that a crash left behind is ours to remove.
void Preparation::make_slot(bool left_behind) {
  const Timeline timeline = source_identity_->history.current();
  if (left_behind) drop_slot(source_, config_.slot());
  if (record_) {
    note_timeline(target_, config_.name, timeline);
  } else {
    insert_stream_record(
        target_, config_.name,
        {source_identity_->system_identifier, source_.database(), config_.slot(), Lsn{}, timeline});
  }
  spdlog::info("creating replication slot \"{}\"; this waits for running transactions to end",
               config_.slot());
  new_slot_.emplace(config_.source, config_.slot(), NewSlot::Kind::Permanent, stop_);
  complete_stream_record(target_, config_.name, new_slot_->start());
  record_ = load_stream_record(target_, config_.name);
}

void Preparation::confirm(Lsn applied) {
  const TimelineHistory& history = source_identity_->history;
  check_history(config_.name, *record_, history, applied);
  const Timeline timeline = history.current();
  if (timeline == record_->timeline) return;
  spdlog::info("the source is on timeline {} now, which began at {}", timeline.id,
               timeline.began.text());
  note_timeline(target_, config_.name, timeline);
}

std::vector<PublishedTable> Preparation::missing_tables(const TableStates& states) {
  std::vector<PublishedTable> missing = published_tables(source_, config_.source);
  std::erase_if(missing, [&](const PublishedTable& table) {
    const TableState* state = states.find(table.relation);
    return state != nullptr && (state->copied || state->lacks_indexes);
  });
  return missing;
}

// A target belongs to one table, or to several whose rows constants tell apart.  A table that was
// dropped on the source gives way to its successor of the same name; its own last changes, still in
// the log, are then left out.
void Preparation::take_target(const Relation& relation, TableStates& states) {
  for (const std::uint32_t owner : states.owners_of(relation.target)) {
    if (owner == relation.id) continue;
    const std::string& its_rows = states.find(owner)->own_rows;
    const bool apart = relation.shared_target != 0 && !its_rows.empty();
    if (apart && its_rows != own_rows_text(relation)) continue;
    const std::string id = std::to_string(owner);
    if (source_.query("SELECT 1 FROM pg_catalog.pg_class WHERE oid = $1", {id.c_str()}).rows() > 0)
      throw apart ? same_constants(relation, owner) : already_taken(relation, owner);
    states.forget(target_, owner);
  }
}

// What an interrupted copy left, if it can be built on; else nothing.  Without a key no row could
// be told from another; and unique keys hold in each of two snapshots, but not in a mixture.
std::vector<CopiedChunk> Preparation::resumable_chunks(const Relation& relation,
                                                       const TableState* state,
                                                       const std::string& fingerprint) {
  const bool same = state != nullptr && !state->copied && state->fingerprint == fingerprint &&
                    state->target == relation.target && state->own_rows == own_rows_text(relation);
  if (!same || relation.identity_kind != frame::Identity::Key || relation.deletion_mark ||
      !target_table_exists(target_, relation.target) || !unique_keys(target_, relation).empty())
    return {};
  return CopiedChunks(config_.name).load(target_, relation.id);
}

void Preparation::make_room(const Relation& relation, bool begun) {
  if (begun) {
    CopiedChunks(config_.name).forget(target_, relation.id);
    return remove_own_rows(target_, relation);
  }
  if (has_own_rows(target_, relation)) throw has_rows(relation);
}

void Preparation::prepare_target(TableToCopy& table, TableStates& states, Lsn copied_lsn) {
  Relation& relation = table.relation;
  const TableState* state = states.find(relation.id);
  take_target(relation, states);
  const std::string print = fingerprint(source_, table.source, table.options);
  std::vector<CopiedChunk> copied = resumable_chunks(relation, state, print);
  const bool exists = target_table_exists(target_, relation.target);
  const bool created =
      !exists || (state != nullptr && state->created && state->target == relation.target);
  if (exists) {
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
  // Noted first: a table that a crash leaves behind is then known as ours.
  states.begin_copy(target_, relation, copied_lsn, print, created);
  if (exists) return;
  create_target_table(target_, relation, table.plan);
  if (!table.plan.notes.empty())
    spdlog::info("not carried over of table \"{}\": {}", relation.source_name(),
                 fmt::join(table.plan.notes, "; "));
}

std::vector<TableToCopy> Preparation::prepare_targets(const std::vector<PublishedTable>& tables,
                                                      TableStates& states, Lsn copied_lsn) {
  std::vector<TableToCopy> prepared;
  for (const PublishedTable& table : tables) {
    for (const std::string& partition : table.left_out)
      spdlog::warn(
          "partition \"{}\" of table \"{}.{}\" is left out: changes of foreign and unlogged tables "
          "are not in the log",
          partition, table.schema, table.name);
    prepared.push_back({table, tables_.described(table), tables_.options_for(table)});
  }
  const TablePlanner planner(source_, config_, relations_of(tables));
  for (TableToCopy& table : prepared) table.plan = planner.plan(table.relation);
  for (TableToCopy& table : prepared) prepare_target(table, states, copied_lsn);
  return prepared;
}

void Preparation::copy(TableStates& states) {
  if (missing_tables(states).empty()) return;
  // A slot of its own hands out the snapshot for tables that come later, or whose copy a crash
  // ended; the stream's slot keeps the log since before that.
  std::optional<NewSlot> temporary;
  if (!new_slot_)
    temporary.emplace(config_.source, fmt::format("{}_copy_{}", config_.slot(), getpid()),
                      NewSlot::Kind::Temporary, stop_);
  const NewSlot& slot = new_slot_ ? *new_slot_ : *temporary;
  // Sizes are read after the snapshot was taken: it sees nothing beyond them.
  const std::vector<TableToCopy> tables =
      prepare_targets(missing_tables(states), states, slot.start());
  copy_tables(config_, shape_, {slot.snapshot(), slot.start()}, tables, target_, states, stop_);
}

void Preparation::build_outstanding(TableStates& states) {
  Outstanding(config_, source_, target_, tables_, states, stop_)
      .build(published_tables(source_, config_.source), committed_position(target_, config_.name));
}

}  // namespace applier
