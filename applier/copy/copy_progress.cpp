// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/copy_progress.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace applier {
namespace {

constexpr std::size_t kTablesShown = 3;

}  // namespace

void CopyProgress::add_table(std::string name, std::uint64_t blocks) {
  tables_.push_back({.name = fmt::format("table \"{}\"", name), .blocks = blocks});
  all_.blocks += blocks;
}

void CopyProgress::begin(std::size_t table) {
  const std::lock_guard lock(mutex_);
  if (!tables_[table].begun) tables_[table].begun = Clock::now();
}

void CopyProgress::add_rows(std::size_t table, std::uint64_t rows, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  for (Count* count : {&all_, &tables_[table]}) {
    count->rows += rows;
    count->bytes += bytes;
  }
}

void CopyProgress::add_blocks(std::size_t table, std::uint64_t blocks) {
  const std::lock_guard lock(mutex_);
  for (Count* count : {&all_, &tables_[table]}) count->blocks_done += blocks;
}

void CopyProgress::finish(std::size_t table) {
  const std::lock_guard lock(mutex_);
  tables_[table].finished = true;
}

double CopyProgress::seconds(const Count& count) {
  if (!count.begun) return 0;
  return std::chrono::duration<double>(Clock::now() - *count.begun).count();
}

std::string CopyProgress::text(const Count& count) {
  const double elapsed = std::max(seconds(count), 0.001);
  const double share = count.blocks == 0 ? 1.0
                                         : static_cast<double>(count.blocks_done) /
                                               static_cast<double>(count.blocks);
  std::string text = fmt::format("{} {:.0f} %, {} rows, {:.1f} MB, {:.0f} rows/s", count.name,
                                 share * 100, count.rows, static_cast<double>(count.bytes) / 1e6,
                                 static_cast<double>(count.rows) / elapsed);
  if (share > 0.01 && share < 1) {
    const auto left = static_cast<std::uint64_t>(elapsed / share - elapsed);
    text += fmt::format(", {}:{:02} left", left / 60, left % 60);
  }
  return text;
}

std::string CopyProgress::result(const Count& count) {
  const double elapsed = std::max(seconds(count), 0.001);
  return fmt::format("{} rows, {:.1f} MB in {:.1f} s, {:.0f} rows/s", count.rows,
                     static_cast<double>(count.bytes) / 1e6, elapsed,
                     static_cast<double>(count.rows) / elapsed);
}

std::string CopyProgress::text() const {
  const std::lock_guard lock(mutex_);
  return text(all_);
}

std::vector<std::string> CopyProgress::tables_under_way() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> texts;
  for (const Count& count : tables_)
    if (count.begun && !count.finished && texts.size() < kTablesShown) texts.push_back(text(count));
  return texts;
}

std::string CopyProgress::result(std::size_t table) const {
  const std::lock_guard lock(mutex_);
  return result(tables_[table]);
}

std::string CopyProgress::result() const {
  const std::lock_guard lock(mutex_);
  return result(all_);
}

std::uint64_t CopyProgress::rows(std::size_t table) const {
  const std::lock_guard lock(mutex_);
  return tables_[table].rows;
}

}  // namespace applier
