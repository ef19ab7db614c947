// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/copy_progress.hpp"

#include <fmt/format.h>

namespace applier {

double CopyProgress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - begun_).count();
}

std::string CopyProgress::text() const {
  const double elapsed = std::max(seconds(), 0.001);
  const double share =
      blocks_ == 0 ? 1.0 : static_cast<double>(blocks_done_) / static_cast<double>(blocks_);
  std::string text =
      fmt::format("copy {:.0f} %, {} rows, {:.1f} MB, {:.0f} rows/s", share * 100, rows_.load(),
                  static_cast<double>(bytes_) / 1e6, static_cast<double>(rows_) / elapsed);
  if (share > 0.01 && share < 1) {
    const auto left = static_cast<std::uint64_t>(elapsed / share - elapsed);
    text += fmt::format(", {}:{:02} left", left / 60, left % 60);
  }
  return text;
}

}  // namespace applier
