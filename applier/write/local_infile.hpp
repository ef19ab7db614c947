// SPDX-License-Identifier: PostgreSQL
// LOAD DATA LOCAL INFILE whose "file" is rows in memory.  MySQL manual, "LOAD DATA Statement" and
// "Security Considerations for LOAD DATA LOCAL".
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include "applier/write/client.hpp"

namespace applier {

// One per session.  Once it is made, the server gets none of this machine's files, whatever name it
// asks for: only what the load under way has.
class LocalInfile {
 public:
  // The next bytes, good until the next call; empty at the end.
  using Read = std::function<std::string_view()>;

  // The session must outlive this, and this may not move.
  explicit LocalInfile(MYSQL* mysql);
  LocalInfile(const LocalInfile&) = delete;
  LocalInfile& operator=(const LocalInfile&) = delete;

  // Runs the statement with what `read` gives.  False where the server refused it: mysql_errno()
  // says why.  Throws what `read` throws, after the server has taken what came before.
  bool load(const std::string& statement, Read read);

 private:
  int begin() const { return read_ ? 0 : 1; }
  int fill(char* into, std::size_t room) noexcept;

  MYSQL* mysql_;
  Read read_;
  std::string_view ready_;  // read, and not yet handed on
  std::exception_ptr failure_;
};

}  // namespace applier
