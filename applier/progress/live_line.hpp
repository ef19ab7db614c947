// SPDX-License-Identifier: PostgreSQL
// One line that is kept up to date on a terminal, and written to the log now and then elsewhere.
#pragma once

#include <chrono>
#include <string>

namespace applier {

class LiveLine {
 public:
  LiveLine();
  ~LiveLine();

  // Whether show() would do something now; saves making the text.
  bool due() const;
  void show(const std::string& text);
  // Whether it is one line, and not the log.
  bool is_terminal() const { return terminal_; }
  // Ends the line, so that what is written next stands below it.
  void leave();

 private:
  bool terminal_;
  bool written_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace applier
