// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/live_line.hpp"

#include <cstdio>

#include <unistd.h>

#include "applier/base/log.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr auto kTerminalInterval = 200ms;
constexpr auto kLogInterval = 10s;

}  // namespace

LiveLine::LiveLine()
    : terminal_(isatty(STDERR_FILENO) != 0),
      next_(std::chrono::steady_clock::now() + kTerminalInterval) {}

LiveLine::~LiveLine() {
  leave();
}

bool LiveLine::due() const {
  return std::chrono::steady_clock::now() >= next_;
}

void LiveLine::show(const std::string& text) {
  next_ = std::chrono::steady_clock::now();
  next_ += terminal_ ? std::chrono::milliseconds(kTerminalInterval) : kLogInterval;
  if (!terminal_) return spdlog::info("{}", text);
  std::fprintf(stderr, "\r\033[K%s", text.c_str());
  written_ = true;
}

void LiveLine::leave() {
  if (written_) std::fputc('\n', stderr);
  written_ = false;
}

}  // namespace applier
