// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/scheduler.hpp"

#include <utility>

namespace applier {

template <typename Condition>
void Scheduler::gatherer_waits(std::unique_lock<std::mutex>& lock, Condition condition) {
  changed_.wait(lock, [&] { return failed_ || condition(); });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

template <typename Condition>
void Scheduler::worker_waits(std::unique_lock<std::mutex>& lock, Condition condition,
                             std::condition_variable& changed) {
  changed.wait(lock, [&] { return failed_ || condition(); });
  if (failed_) throw Abandoned();
}

void Scheduler::push(std::unique_lock<std::mutex>& lock, std::shared_ptr<Task> task) {
  gatherer_waits(lock, [&] { return waiting_.size() <= idle_workers_; });
  waiting_.push_back(std::move(task));
  // One of the idle workers: to wake them all costs each small transaction more than its decoding.
  submitted_one_.notify_one();
}

void Scheduler::submit(std::unique_ptr<Unit> unit, std::uint64_t after) {
  auto task = std::make_shared<Task>();
  task->sequence = ++submitted_;
  task->after = after;
  task->units_.push_back(std::move(unit));
  task->complete_ = true;
  std::unique_lock lock(mutex_);
  push(lock, std::move(task));
}

void Scheduler::submit_part(std::unique_ptr<Unit> part, bool last) {
  std::unique_lock lock(mutex_);
  if (!open_) {
    open_ = std::make_shared<Task>();
    open_->sequence = ++submitted_;
    open_->after = submitted_ - 1;
    open_->in_parts = true;
    push(lock, open_);
  }
  gatherer_waits(lock, [&] { return open_->units_.size() < kPartsMax; });
  open_->units_.push_back(std::move(part));
  open_->complete_ = last;
  if (last) open_.reset();
  changed_.notify_all();
}

void Scheduler::drain() {
  std::unique_lock lock(mutex_);
  gatherer_waits(lock, [&] { return committed_ == submitted_; });
}

void Scheduler::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
  submitted_one_.notify_all();
}

void Scheduler::want_wake(bool wanted) {
  const std::lock_guard lock(mutex_);
  wake_wanted_ = wanted;
}

bool Scheduler::has_idle_worker() {
  std::unique_lock lock(mutex_);
  gatherer_waits(lock, [] { return true; });
  return idle_workers_ > waiting_.size();
}

std::unique_ptr<Unit> Scheduler::empty_unit() {
  const std::lock_guard lock(mutex_);
  if (spares_.empty()) return std::make_unique<Unit>();
  std::unique_ptr<Unit> unit = std::move(spares_.back());
  spares_.pop_back();
  return unit;
}

std::shared_ptr<Task> Scheduler::take() {
  std::unique_lock lock(mutex_);
  ++idle_workers_;
  changed_.notify_all();
  if (wake_wanted_) wake_();
  try {
    // A large transaction whose end will not come is given up.
    worker_waits(
        lock, [&] { return !waiting_.empty() || closed_; }, submitted_one_);
  } catch (...) {
    --idle_workers_;
    throw;
  }
  --idle_workers_;
  if (waiting_.empty()) return nullptr;
  std::shared_ptr<Task> task = std::move(waiting_.front());
  waiting_.pop_front();
  return task;
}

std::unique_ptr<Unit> Scheduler::next_unit(Task& task) {
  std::unique_lock lock(mutex_);
  worker_waits(
      lock, [&] { return !task.units_.empty() || task.complete_ || closed_; }, changed_);
  if (task.units_.empty()) {
    if (!task.complete_) throw Abandoned();
    return nullptr;
  }
  std::unique_ptr<Unit> unit = std::move(task.units_.front());
  task.units_.pop_front();
  changed_.notify_all();
  return unit;
}

void Scheduler::wait_until_committed(std::uint64_t sequence) {
  std::unique_lock lock(mutex_);
  worker_waits(
      lock, [&] { return committed_ >= sequence; }, changed_);
}

bool Scheduler::wait_until_committed(std::uint64_t sequence, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, patience, [&] { return failed_ || committed_ >= sequence; });
  if (failed_) throw Abandoned();
  return committed_ >= sequence;
}

void Scheduler::set_session(const Task& task, std::uint64_t session) {
  const std::lock_guard lock(mutex_);
  sessions_[task.sequence] = session;
}

std::uint64_t Scheduler::first_session() {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(committed_ + 1);
  return found == sessions_.end() ? 0 : found->second;
}

void Scheduler::committed(const Task& task) {
  const std::lock_guard lock(mutex_);
  committed_ = task.sequence;
  sessions_.erase(task.sequence);
  changed_.notify_all();
  if (wake_wanted_) wake_();
}

void Scheduler::recycle(std::unique_ptr<Unit> unit) {
  unit->clear();
  const std::lock_guard lock(mutex_);
  if (spares_.size() < kSparesMax) spares_.push_back(std::move(unit));
}

void Scheduler::fail(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  if (!failed_) failure_ = std::move(failure);
  failed_ = true;
  changed_.notify_all();
  submitted_one_.notify_all();
  wake_();
}

std::uint64_t Scheduler::last_committed() {
  const std::lock_guard lock(mutex_);
  return committed_;
}

}  // namespace applier
