// SPDX-License-Identifier: PostgreSQL
#include "applier/sync/table_sync.hpp"

#include <limits>
#include <utility>

#include "applier/attempts.hpp"
#include "applier/base/error.hpp"
#include "applier/base/log.hpp"
#include "applier/receive/slot.hpp"
#include "applier/session.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookInterval = 200ms;
constexpr auto kHandOverPatience = 10s;
constexpr auto kSlotPatience = 10s;
constexpr std::int64_t kWorkersMax = 2;

Config config_of_tables(Config config) {
  config.joins = std::exchange(config.name, config.partner());
  config.source.tables.clear();  // the publication that is made of them is the other stream's
  config.source.slot.clear();
  config.copy.mode = CopyMode::CopyThenStream;
  config.apply.workers = kWorkersMax;
  config.heartbeat.interval_ms = 0;  // those of the stream speak for it
  return config;
}

bool is_ready(const std::future<void>& future, std::chrono::milliseconds patience = 0ms) {
  return future.wait_for(patience) == std::future_status::ready;
}

}  // namespace

TableSync::TableSync(const Config& config) : config_(config_of_tables(config)) {}

TableSync::~TableSync() {
  interrupt();
}

SyncRecord TableSync::record_of(const Stream& stream) const {
  return {stream.target, stream.epoch, config_.name};
}

void TableSync::start() {
  catch_up_.applied = 0;
  catch_up_.until = 0;
  catch_up_.begin_again = false;
  applied_before_ = std::numeric_limits<std::uint64_t>::max();
  due_ = false;
  stop_ = std::make_unique<Stop>();
  ended_ = std::async(std::launch::async, [this] { run(); });
}

void TableSync::run() {
  Afterwards afterwards;
  afterwards.rules_checked = true;  // by the stream that is joined, which knows all tables
  repeat(*stop_, afterwards, [&] {
    catch_up_.applied = 0;
    catch_up_.begin_again = false;
    run_session(current_config(), *stop_, {afterwards, nullptr, &catch_up_});
    return catch_up_.until != 0;
  });
}

Config TableSync::current_config() {
  const std::lock_guard lock(mutex_);
  return config_;
}

void TableSync::interrupt() {
  if (!is_running()) return;
  stop_->request();
  try {
    ended_.get();
  } catch (const Error& error) {
    log_error(error, spdlog::level::warn);
  }
}

void TableSync::look(Lsn applied) {
  if (!is_running()) return;
  if (is_ready(ended_)) ended_.get();
  if (Clock::now() < next_look_) return;
  next_look_ = Clock::now() + kLookInterval;
  const std::uint64_t there = catch_up_.applied;
  due_ = !is_running() || (there != 0 && there >= applied_before_);
  applied_before_ = applied.value;
  if (due_)
    throw Error("tables that join the stream have caught up", "They are part of it now.", {},
                Remedy::Resume);
}

void TableSync::hand_over(const Stream& stream) {
  if (!due_) return;
  due_ = false;
  catch_up_.until = stream.applied.value;
  const auto deadline = Clock::now() + kHandOverPatience;
  while (is_running() && !is_ready(ended_, 20ms)) {
    if (Clock::now() < deadline && !stream.stop.requested()) continue;
    catch_up_.until = 0;
    return;
  }
  if (is_running()) ended_.get();
  const Lsn position = Checkpoint::load(stream.target, config_.name);
  if (position < stream.applied) return;
  SyncRecord record = record_of(stream);
  record.hand_over(position, config_.schema.foreign_keys);
  spdlog::info("tables that joined the stream are part of it from {} on", position.text());
  relations_.clear();
  drop_slot_of(stream);
  record.end();
}

void TableSync::follow(const Stream& stream, const std::set<std::uint32_t>& relations) {
  SyncRecord record = record_of(stream);
  if (relations.empty()) return dissolve(stream, record);
  if (is_running() && relations == relations_) return;
  if (!is_running()) check_slot(stream, record);
  record.begin(config_.slot(), relations);
  relations_ = relations;
  {
    const std::lock_guard lock(mutex_);
    config_.source.relations = relations;
  }
  catch_up_.begin_again = true;
  if (!is_running()) start();
}

// A slot that is gone, or cannot be used, has lost what the tables would need.
void TableSync::check_slot(const Stream& stream, SyncRecord& record) {
  const auto known = load_stream_record(stream.target, config_.name);
  if (!known || !known->slot_lsn.valid()) return;
  const auto slot = find_slot(stream.source, config_.slot());
  if (slot && slot->invalidation.empty()) return;
  spdlog::warn("tables that join the stream are copied anew: replication slot \"{}\" is gone",
               config_.slot());
  record.give_up();
}

// None of its tables is published any more.
void TableSync::dissolve(const Stream& stream, SyncRecord& record) {
  if (!record.exists()) return;
  interrupt();
  record.give_up();
  relations_.clear();
  drop_slot_of(stream);
  record.end();
}

// The server may still be busy with who streamed from it.
void TableSync::drop_slot_of(const Stream& stream) {
  const auto deadline = Clock::now() + kSlotPatience;
  while (const auto slot = find_slot(stream.source, config_.slot())) {
    if (!slot->active || Clock::now() > deadline) return drop_slot(stream.source, config_.slot());
    stream.stop.wait_for(20ms);
  }
}

}  // namespace applier
