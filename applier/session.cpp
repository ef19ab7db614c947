// SPDX-License-Identifier: PostgreSQL
#include "applier/session.hpp"

#include <algorithm>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/pipeline.hpp"
#include "applier/preparation.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/progress/writer_lock.hpp"
#include "applier/schema/target_table.hpp"
#include "applier/values/assignment.hpp"

namespace applier {
namespace {

// Gives a described table its place in the target; a table that is not copied stops the stream for
// the time of its copy.
class Completion {
 public:
  Completion(const ValuesConfig& values, const TableStates& states, SourceConnection& source,
             TargetConnection& target, std::set<std::uint32_t>& met)
      : values_(values), states_(states), source_(source), target_(target), met_(met) {}

  void operator()(Relation& relation) {
    const TableState* state = states_.find(relation.id);
    if (state == nullptr || !state->copied) return meet(relation);
    relation.target = state->target;
    relation.copied_lsn = state->copied_lsn;
    relation.settled_lsn = state->settled_lsn;
    assign_policies(values_, relation);
    check_target_table(target_, relation);
    warn_of_scans(relation);
    relation.unique_keys = unique_keys(target_, relation);
  }

 private:
  // It was published when these changes were made.  If it was dropped since, there is nothing to
  // copy, and nothing that its changes could be applied to.
  void meet(Relation& relation) {
    const std::string id = std::to_string(relation.id);
    if (source_.query("SELECT 1 FROM pg_catalog.pg_class WHERE oid = $1", {id.c_str()}).rows() ==
        0) {
      spdlog::warn("leaving out table \"{}\", which no longer exists on the source",
                   relation.source_name());
      relation.copied_lsn = Lsn{UINT64_MAX};
      return;
    }
    met_.insert(relation.id);
    throw Error(fmt::format("table \"{}\" has joined the stream", relation.source_name()),
                "It is copied first.", {}, Remedy::Resume);
  }

  const ValuesConfig& values_;
  const TableStates& states_;
  SourceConnection& source_;
  TargetConnection& target_;
  std::set<std::uint32_t>& met_;
};

// Two keep a target busy while the source is decoded; more than a few wait for each other's
// commits.
std::size_t worker_count(const Config& config) {
  if (config.apply.workers > 0) return static_cast<std::size_t>(config.apply.workers);
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 4);
}

std::vector<std::unique_ptr<Worker>> connect_workers(const Config& config) {
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<TargetConnection*> connections;
  for (std::size_t i = 0; i < worker_count(config); ++i) {
    workers.push_back(std::make_unique<Worker>(config));
    connections.push_back(&workers.back()->connection());
  }
  take_writer_locks(connections, config.name);
  return workers;
}

}  // namespace

void run_session(Config config, const Stop& stop, Afterwards& afterwards) {
  SourceConnection source(config.source, SourceConnection::Mode::Sql);
  TargetConnection side(config.target);  // for what must not join the writer's transactions
  if (config.target.database.empty()) config.target.database = source.database();

  Preparation preparation(config, source, side, afterwards.met, stop);
  TableStates states = preparation.run();
  if (stop.requested()) return;
  afterwards.met.clear();

  // The slot first: it is ours once no other applier streams from it.  Then whatever an older one
  // left behind is ended, and with the new epoch it could not commit any more: the position stands
  // still.
  const Lsn start = committed_position(side, config.name);
  Receiver receiver(config, plugin_options(config, side.version()), start, stop);
  std::vector<std::unique_ptr<Worker>> workers = connect_workers(config);
  const std::uint64_t epoch = begin_epoch(side, config.name);
  const Lsn applied = Checkpoint::load(side, config.name);
  preparation.confirm(applied);
  spdlog::info("streaming from {}", applied.text());

  PublicationWatch watch(config, source, side, states);
  Pipeline pipeline({config, receiver, workers, side, watch, stop}, StreamEpoch{config.name, epoch},
                    applied, Completion(config.values, states, source, side, afterwards.met));
  try {
    pipeline.run();
  } catch (const Error& error) {
    afterwards.progressed = pipeline.progressed();
    if (error.relation_to_copy() != 0) states.leave(side, error.relation_to_copy());
    throw;
  }
  receiver.finish();
}

}  // namespace applier
