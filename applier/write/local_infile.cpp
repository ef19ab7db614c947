// SPDX-License-Identifier: PostgreSQL
#include "applier/write/local_infile.hpp"

#include <algorithm>
#include <cstring>

namespace applier {

LocalInfile::LocalInfile(MYSQL* mysql) : mysql_(mysql) {
  mysql_set_local_infile_handler(
      mysql,
      [](void** state, const char*, void* self) {
        *state = self;
        return static_cast<const LocalInfile*>(self)->begin();
      },
      [](void* self, char* into, unsigned room) {
        return static_cast<LocalInfile*>(self)->fill(into, room);
      },
      [](void*) {},
      [](void*, char* said, unsigned room) {
        constexpr std::string_view kRefusal = "no file of this machine is to be had";
        const std::size_t length = std::min<std::size_t>(kRefusal.size(), room - 1);
        std::memcpy(said, kRefusal.data(), length);
        said[length] = '\0';
        return 2;
      },
      this);
}

// What is thrown must not pass through the client library, which is C.
int LocalInfile::fill(char* into, std::size_t room) noexcept {
  std::size_t filled = 0;
  try {
    while (filled < room) {
      if (ready_.empty()) ready_ = read_();
      if (ready_.empty()) break;
      const std::size_t bytes = std::min(ready_.size(), room - filled);
      std::memcpy(into + filled, ready_.data(), bytes);
      ready_.remove_prefix(bytes);
      filled += bytes;
    }
    return static_cast<int>(filled);
  } catch (...) {
    failure_ = std::current_exception();
    return -1;
  }
}

bool LocalInfile::load(const std::string& statement, Read read) {
  read_ = std::move(read);
  ready_ = {};
  failure_ = nullptr;
  const bool loaded = mysql_real_query(mysql_, statement.data(), statement.size()) == 0;
  read_ = nullptr;
  if (failure_) std::rethrow_exception(failure_);
  return loaded;
}

}  // namespace applier
