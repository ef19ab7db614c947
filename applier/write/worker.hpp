// SPDX-License-Identifier: PostgreSQL
// A thread that writes tasks on a connection of its own and commits them in their turn.
#pragma once

#include <functional>
#include <optional>
#include <thread>

#include "applier/progress/checkpoint.hpp"
#include "applier/schedule/scheduler.hpp"
#include "applier/write/attempts.hpp"
#include "applier/write/writer.hpp"

namespace applier {

class Worker {
 public:
  // Called on the worker's thread between the commit of a task and that of the next.
  using Committed = std::function<void(const Advance&)>;

  // Connects.
  explicit Worker(const Config& config) : writer_(config) {}
  ~Worker() { join(); }

  TargetConnection& connection() { return writer_.connection(); }

  // Takes tasks until no more will come or something fails, which the scheduler is told.  Both must
  // outlive the worker.
  void start(Scheduler& scheduler, const StreamEpoch& epoch, Committed committed);
  void join();

 private:
  void run();
  void apply_unit(Task& task);
  bool try_unit(const Task& task, Unit& unit, Attempts& attempts);
  void apply_parts(Task& task);
  void write_part(Unit& part);
  void write(Unit& unit, Attempts::Order order);
  void write_replaced(Unit& unit);
  bool wait_patiently(std::uint64_t sequence);
  std::optional<bool> first_waits_for_lock();
  void save_heartbeat_of(const std::optional<frame::Heartbeat>& heartbeat);
  void commit(const Task& task, const Advance& advance);

  Writer writer_;
  Scheduler* scheduler_ = nullptr;
  std::optional<Checkpoint> checkpoint_;
  Committed committed_;
  std::string stream_;
  std::vector<LossyValue> lossy_;  // of the unit at hand
  std::thread thread_;
};

}  // namespace applier
