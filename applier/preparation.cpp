// SPDX-License-Identifier: PostgreSQL
#include "applier/preparation.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/continuity.hpp"
#include "applier/copy/outstanding.hpp"
#include "applier/copy/target_preparation.hpp"
#include "applier/receive/own_publication.hpp"
#include "applier/receive/source_checks.hpp"
#include "applier/rules/rule_checks.hpp"
#include "applier/schema/table_planner.hpp"
#include "applier/schema/target_table.hpp"

namespace applier {
namespace {

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
  if (record_) check_mode(config_, *record_);
  was_begun_ = is_begun();
  keep_publication(source_, config_, was_begun_);
  check_publications(source_, config_.source.publications);
  TableStates states(target_, config_.name);
  if (!shape_.rules().empty()) check_rules(states);
  copies_alone() ? check_copy(states) : check_continuity(states);
  leave_unpublished(states);
  copy(states);
  new_slot_.reset();  // and with it the snapshot, which would keep the source from cleaning up
  if (!stop_.requested()) build_outstanding(states);
  if (copies_alone() && !stop_.requested()) end_copy(states);
  return states;
}

bool Preparation::copies_alone() const {
  return config_.copy.mode == CopyMode::Copy;
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
void Preparation::check_continuity(TableStates& states) {
  const bool begun = is_begun();
  // In this order, because another applier may be at work still: its slot follows its position,
  // and that the end of the log.
  const std::optional<SlotInfo> slot = find_slot(source_, config_.slot());
  const Lsn applied = begun ? committed_position(target_, config_.name) : Lsn{};
  source_identity_.emplace(identify_source(config_.source));
  if (!record_ && slot && config_.source.slot.empty())
    throw Error(fmt::format("replication slot \"{}\" exists, and the target does not know it",
                            config_.slot()),
                "It may belong to a stream of the same name into another target.",
                fmt::format("Choose another stream.name, or remove the slot if nothing uses it: "
                            "SELECT pg_drop_replication_slot('{}').",
                            config_.slot()));
  if (record_) check_cluster(config_.name, *record_, *source_identity_, source_.database());
  if (!begun) return begin(slot, states);
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

// No table can have been copied for a stream that has no position; those that join one say so.
void Preparation::begin(const std::optional<SlotInfo>& slot, TableStates& states) {
  if (config_.joins.empty()) states.forget_all(target_);
  const bool trusts = config_.copy.mode == CopyMode::Stream;
  if (trusts) check_targets_exist();
  const Lsn position =
      config_.source.slot.empty() ? make_slot(slot.has_value()) : take_given_slot(slot);
  if (trusts) trust_tables(position, states);
  complete_stream_record(target_, config_.name, position);
  record_ = load_stream_record(target_, config_.name);
}

Lsn Preparation::take_given_slot(const std::optional<SlotInfo>& slot) {
  check_given_slot(config_, slot, source_.database());
  if (!record_) insert_stream_record(target_, config_.name, record_of(config_.slot()));
  spdlog::info("beginning with replication slot \"{}\" at {}", config_.slot(),
               slot->confirmed_flush_lsn.text());
  return slot->confirmed_flush_lsn;
}

// Nothing on the source waits for a copy alone: tables that an interruption leaves are of another
// moment than the others.
void Preparation::check_copy(TableStates& states) {
  source_identity_.emplace(identify_source(config_.source));
  if (record_) return check_cluster(config_.name, *record_, *source_identity_, source_.database());
  states.forget_all(target_);
  insert_stream_record(target_, config_.name, record_of(""));
}

StreamRecord Preparation::record_of(const std::string& slot) const {
  return {source_identity_->system_identifier, source_.database(), slot, Lsn{},
          source_identity_->history.current()};
}

// The intent is noted before the slot is created: one that a crash left behind is ours to remove.
Lsn Preparation::make_slot(bool left_behind) {
  const Timeline timeline = source_identity_->history.current();
  if (left_behind) drop_slot(source_, config_.slot());
  if (record_) {
    note_timeline(target_, config_.name, timeline);
  } else {
    insert_stream_record(target_, config_.name, record_of(config_.slot()));
  }
  spdlog::info("creating replication slot \"{}\"; this waits for running transactions to end",
               config_.slot());
  new_slot_.emplace(config_.source, config_.slot(), NewSlot::Kind::Permanent, stop_);
  return new_slot_->start();
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

bool Preparation::is_copied_aside(const TableState* state) const {
  return was_begun_ && config_.joins.empty() && !copies_alone() &&
         (state == nullptr || !state->needs_log());
}

std::set<std::uint32_t> Preparation::uncopied(const TableStates& states) {
  std::set<std::uint32_t> uncopied;
  for (const PublishedTable& table : published_tables(source_, config_.source)) {
    const TableState* state = states.find(table.relation);
    if (state == nullptr || !state->copied || state->resync) uncopied.insert(table.relation);
  }
  return uncopied;
}

std::vector<PublishedTable> Preparation::missing_tables(const TableStates& states) {
  std::vector<PublishedTable> missing = published_tables(source_, config_.source);
  std::erase_if(missing, [&](const PublishedTable& table) {
    const TableState* state = states.find(table.relation);
    return (state != nullptr && (state->copied || state->lacks_indexes) && !state->resync) ||
           is_copied_aside(state) || afterwards_.postponed.contains(table.relation);
  });
  return missing;
}

void Preparation::check_targets_exist() {
  std::string missing;
  for (const PublishedTable& table : published_tables(source_, config_.source))
    if (const TargetName target = shape_.target_of(table.schema, table.name);
        !target_table_exists(target_, target))
      missing += fmt::format("{}\"{}\".\"{}\"", missing.empty() ? "" : ", ", target.database,
                             target.table);
  if (missing.empty()) return;
  throw Error("tables that are to be streamed into are not in the target",
              fmt::format("Missing: {}.", missing),
              "copy.mode is \"stream\", which copies nothing: bring the tables there with the rows "
              "that they have on the source at the slot's position, or use \"copy+stream\".");
}

// The target has the rows of the tables as of the slot's position.
void Preparation::trust_tables(Lsn position, TableStates& states) {
  TargetPreparation targets(config_, source_, target_, states);
  for (const PublishedTable& table : published_tables(source_, config_.source)) {
    Relation relation = tables_.described(table);
    targets.trust(relation, position);
  }
}

// An interrupted copy can go on only while the log since its beginning is sent.  What one of a
// table that is no more has left is for whoever gets its place.
void Preparation::leave_unpublished(TableStates& states) {
  const std::vector<std::uint32_t> interrupted = states.interrupted();
  if (interrupted.empty()) return;
  const std::vector<PublishedTable> tables = published_tables(source_, config_.source);
  for (const std::uint32_t relation : interrupted)
    if (std::none_of(tables.begin(), tables.end(),
                     [&](const PublishedTable& table) { return table.relation == relation; }))
      if (table_exists(source_, relation)) states.leave(target_, relation);
}

// The snapshot's slot ends with its connection.  Its name is that of this attempt: the server may
// still be busy with removing the slot of the last one.
NewSlot Preparation::snapshot_slot() {
  const std::string name =
      fmt::format("{}_copy_{}", config_.own_name(), PQbackendPID(source_.get()));
  return NewSlot(config_.source, name, NewSlot::Kind::Temporary, stop_);
}

void Preparation::end_copy(const TableStates& states) {
  drop_publication(source_, config_);
  std::set<Lsn> moments;
  const std::vector<std::uint32_t> copied = states.copied();
  for (const std::uint32_t relation : copied) moments.insert(states.find(relation)->copied_lsn);
  spdlog::info("all {} tables are copied{}", copied.size(),
               moments.size() == 1 ? ", as of " + moments.begin()->text() : "");
  if (moments.size() > 1)
    spdlog::warn(
        "they are of {} moments, since they were not copied all at once: "
        "`wal2mysql`.`table_state`.`copied_lsn` has them",
        moments.size());
}

// What went wrong with a table that is not there any more does not matter.
std::vector<TableToCopy> Preparation::prepare_missing(TableStates& states, Lsn copied_lsn) {
  const std::vector<PublishedTable> missing = missing_tables(states);
  try {
    return prepare_targets(missing, states, copied_lsn);
  } catch (const Error& error) {
    if (error.remedy() != Remedy::Halt || are_same(missing, missing_tables(states))) throw;
    throw Error("tables were altered while their copy was prepared", error.detail(), {},
                Remedy::Resume);
  }
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
  TargetPreparation targets(config_, source_, target_, states);
  for (const TableToCopy& table : prepared) targets.leave_old_target(table.relation);
  // All of them first: a mistake in one shall not be found when another has been emptied.
  for (const TableToCopy& table : prepared) targets.check(table.relation);
  for (TableToCopy& table : prepared) targets.prepare(table, copied_lsn);
  return prepared;
}

void Preparation::copy(TableStates& states) {
  if (missing_tables(states).empty()) return;
  // A slot of its own hands out the snapshot for tables that come later, or whose copy a crash
  // ended; the stream's slot keeps the log since before that.
  std::optional<NewSlot> temporary;
  if (!new_slot_) temporary.emplace(snapshot_slot());
  const NewSlot& slot = new_slot_ ? *new_slot_ : *temporary;
  // Sizes are read after the snapshot was taken: it sees nothing beyond them.
  const std::vector<TableToCopy> tables = prepare_missing(states, slot.start());
  const std::vector<std::uint32_t> altered =
      copy_tables(config_, shape_, {slot.snapshot(), slot.start()}, tables, target_, states, stop_);
  if (!altered.empty()) begin_again(altered, states);
}

void Preparation::begin_again(const std::vector<std::uint32_t>& altered,
                              const TableStates& states) {
  for (const std::uint32_t relation : altered) {
    const auto pause = afterwards_.postponed.note_altered(relation);
    if (pause.count() == 0) continue;
    const SourceTable& source = states.find(relation)->source;
    spdlog::warn(
        "table \"{}.{}\" is altered again and again while it is copied: the stream goes on without "
        "it for {} s",
        source.schema, source.name, pause.count());
  }
  throw Error(altered.size() == 1
                  ? "a table was altered while it was copied"
                  : fmt::format("{} tables were altered while they were copied", altered.size()),
              "What is still published of them is copied again.", {}, Remedy::Resume);
}

void Preparation::build_outstanding(TableStates& states) {
  Outstanding(config_, source_, target_, tables_, states, stop_)
      .build(published_tables(source_, config_.source),
             copies_alone() ? Lsn{} : committed_position(target_, config_.name));
}

}  // namespace applier
