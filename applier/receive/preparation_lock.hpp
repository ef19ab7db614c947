// SPDX-License-Identifier: PostgreSQL
// Only one applier at a time makes a stream's slot and copies its tables: two would bring the same
// rows.  The slot itself says nothing of that, because what it streams comes after the copy.
//
// PostgreSQL documentation, "Advisory Locks": the lock ends with its session.
#pragma once

#include <string>

#include "applier/receive/connection.hpp"

namespace applier {

class PreparationLock {
 public:
  // Holds it until this is destroyed, on `connection`, which must outlive it.  Throws Error with
  // Remedy::Reconnect where another session has it.
  PreparationLock(SourceConnection& connection, const std::string& stream);
  ~PreparationLock();
  PreparationLock(const PreparationLock&) = delete;
  PreparationLock& operator=(const PreparationLock&) = delete;

 private:
  SourceConnection& connection_;
  std::string key_;
};

}  // namespace applier
