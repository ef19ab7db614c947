// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/index_builder.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/progress/live_line.hpp"
#include "applier/schema/built_indexes.hpp"
#include "applier/schema/statistics.hpp"
#include "applier/schema/table_ddl.hpp"

namespace applier {
namespace {

// What the workers share.
struct Building {
  const Config& config;
  const std::vector<PlannedTable>& tables;
  const Stop& stop;
  TargetConnection& connection;

  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> running = 0;
  std::atomic<bool> failed = false;

  std::mutex mutex = {};  // guards what follows
  std::vector<std::uint64_t> sessions = {};
  std::exception_ptr failure = nullptr;
};

Error refusal(const Relation& relation, const Error& error) {
  const bool is_duplicate = error.remedy() == Remedy::Reorder;
  return Error(
      fmt::format("could not build the indexes of target table \"{}\".\"{}\"",
                  relation.target.database, relation.target.table),
      error.detail(),
      is_duplicate
          ? "Rows of the target are equal where those of the source are not: something else has "
            "written to it. Remove such rows, or say indexes = false in [schema], and start "
            "wal2mysql again: the rows are not copied again."
          : error.hint(),
      is_duplicate ? Remedy::Halt : error.remedy());
}

class Builder {
 public:
  explicit Builder(Building& building) : building_(building), connection_(building.config.target) {
    const std::lock_guard lock(building_.mutex);
    building_.sessions.push_back(connection_.id());
  }

  void run() {
    for (std::size_t i; (i = building_.next++) < building_.tables.size();) {
      if (building_.failed || building_.stop.requested()) return;
      build(building_.tables[i]);
    }
  }

 private:
  void build(const PlannedTable& table) {
    if (table.plan.indexes.empty()) return;
    const std::vector<PlannedIndex> missing =
        missing_indexes(connection_, table.relation, table.plan.indexes);
    if (!missing.empty()) add(table.relation, missing);
    if (!table.plan.indexes.empty()) update_statistics(connection_, table.relation.target);
  }

  void add(const Relation& relation, const std::vector<PlannedIndex>& indexes) {
    const std::string name = relation.source_name();
    spdlog::info("building {} indexes of table \"{}\"", indexes.size(), name);
    const auto begun = std::chrono::steady_clock::now();
    try {
      connection_.execute(add_indexes_text(relation, indexes));
    } catch (const Error& error) {
      throw refusal(relation, error).about(error.context());
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
    spdlog::info("built {} indexes of table \"{}\" in {:.1f} s", indexes.size(), name,
                 seconds.count());
  }

  Building& building_;
  TargetConnection connection_;
};

void work(Building& building) {
  try {
    Builder(building).run();
  } catch (...) {
    const std::lock_guard lock(building.mutex);
    if (!building.failure) building.failure = std::current_exception();
    building.failed = true;
  }
  --building.running;
}

// A large table may take hours.
void give_up(Building& building) {
  const std::lock_guard lock(building.mutex);
  for (const std::uint64_t session : building.sessions) try {
      building.connection.execute(fmt::format("KILL QUERY {}", session));
    } catch (const Error& error) {
      log_error(error, spdlog::level::debug);  // it has ended by itself
    }
}

void watch(Building& building) {
  LiveLine line;
  bool given_up = false;
  while (building.running > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (building.stop.requested() && !given_up) {
      give_up(building);
      given_up = true;
    }
    if (line.due())
      line.show(fmt::format("building indexes: table {} of {}",
                            std::min(building.next.load(), building.tables.size()),
                            building.tables.size()));
  }
  line.leave();
}

}  // namespace

void build_indexes(const Config& config, const std::vector<PlannedTable>& tables,
                   TargetConnection& connection, const Stop& stop) {
  if (tables.empty()) return;
  Building building{.config = config, .tables = tables, .stop = stop, .connection = connection};
  const std::size_t count = std::min(tables.size(), static_cast<std::size_t>(config.copy.workers));
  building.running = count;
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < count; ++i) workers.emplace_back([&] { work(building); });
  watch(building);
  for (std::thread& worker : workers) worker.join();
  if (building.failure && !stop.requested()) std::rethrow_exception(building.failure);
}

}  // namespace applier
