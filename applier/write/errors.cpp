// SPDX-License-Identifier: PostgreSQL
// Numbers: MySQL manual, "Server Error Message Reference" and "Client Error Message Reference";
// MariaDB knowledge base, "MariaDB Error Code Reference".
#include "applier/write/errors.hpp"

#include <fmt/format.h>

namespace applier {
namespace {

struct Verdict {
  unsigned number;
  Remedy remedy;
  const char* hint;
};

constexpr const char* kCheckLogin =
    "Check target.user, its password (password_file, password_env, defaults_file) and its rights: "
    "ALL on the target databases and on `wal2mysql`.";

constexpr const char* kTooWide =
    "A table of MySQL has 1017 columns at most, and a row of them 65,535 bytes without its long "
    "texts, "
    "8126 with their references: leave columns out, or split the table on the source.";

constexpr Verdict kVerdicts[] = {
    {1021, Remedy::Reconnect, "The target's disk is full."},
    {1040, Remedy::Reconnect, "The target has no connection left: raise max_connections."},
    {1044, Remedy::Halt, kCheckLogin},
    {1045, Remedy::Halt, kCheckLogin},
    {1053, Remedy::Reconnect, nullptr},  // shutdown in progress
    {1059, Remedy::Halt, "MySQL's names have 64 characters at most: rename it on the source."},
    {1060, Remedy::Halt,
     "MySQL takes the two names for the same: rename one of the columns on the source."},
    {1062, Remedy::Reorder,
     "A row of the target stands in the way: something else wrote to the table, or a unique key "
     "of the target is stricter than the source's."},
    {1070, Remedy::Halt, "A key of MySQL has 16 columns at most: use another key on the source."},
    {1071, Remedy::Halt,
     "A key of MySQL has 3072 bytes at most, 4 for each character of text: shorten the declared "
     "lengths of the key's columns on the source."},
    {1114, Remedy::Reconnect, "The target's table or disk is full."},
    {1117, Remedy::Halt, kTooWide},
    {1118, Remedy::Halt, kTooWide},
    {1142, Remedy::Halt, kCheckLogin},
    {1152, Remedy::Reconnect, nullptr},  // aborted connection
    {1153, Remedy::Halt, "Raise max_allowed_packet on the target and start again."},
    {1158, Remedy::Reconnect, nullptr},  // network read and write errors
    {1159, Remedy::Reconnect, nullptr},
    {1160, Remedy::Reconnect, nullptr},
    {1161, Remedy::Reconnect, nullptr},
    {1180, Remedy::Reconnect, nullptr},  // error during COMMIT
    {1205, Remedy::Redo, "Another session of the target holds locks on these rows."},
    {1213, Remedy::Redo, nullptr},  // deadlock
    {1290, Remedy::Reconnect, "The target is read-only."},
    {1317, Remedy::Reconnect, nullptr},  // query was interrupted
    {1406, Remedy::Halt,
     "The value is longer than its MySQL column. Text in a key has 768 characters at most, less in "
     "a "
     "key of several columns: shorten it on the source, or make the column of the target larger."},
    {1836, Remedy::Reconnect, "The target is read-only."},
    {1927, Remedy::Reconnect, nullptr},  // connection was killed
    {2002, Remedy::Reconnect, nullptr},  // cannot connect
    {2003, Remedy::Reconnect, nullptr},
    {2005, Remedy::Reconnect, nullptr},  // unknown host: name services fail, too
    {2006, Remedy::Reconnect, nullptr},  // server has gone away
    {2012, Remedy::Reconnect, nullptr},
    {2013, Remedy::Reconnect, nullptr},  // lost during query
    {2026, Remedy::Halt, "TLS could not be set up with the target."},
    {2027, Remedy::Reconnect, nullptr},  // malformed packet
    {2055, Remedy::Reconnect, nullptr},
    {2059, Remedy::Halt, "The client library lacks the authentication plugin of target.user."},
    {3024, Remedy::Reconnect, nullptr},  // maximum statement execution time exceeded
    {3988, Remedy::Halt,
     "The column's character set lacks a character of the value: give the column utf8mb4."},
    {4031, Remedy::Reconnect, nullptr},  // disconnected by the server because of inactivity
};

// Where the server quotes a value of a row; logs must not.
struct Quotation {
  std::string_view opening;
  std::string_view closing;  // empty: the value goes to the end
  bool may_be_last;          // with nothing but its quote behind it
};

// "Incorrect datetime value: '…' for column 'c' at row 1" and "Truncated incorrect DOUBLE value:
// '…'" open alike.
constexpr Quotation kQuotations[] = {
    {"Duplicate entry '", "' for key '", false}, {"value: '", "' for column", true},
    {"character string: '", "", true},           {"Cannot convert string '", "' from ", false},
    {"Cannot convert '", " from '", false},      {"Illegal double '", "' value found", false},
    {"value is out of range in '", "", true},    {"no partition for value ", "", false},
};

// The value may hold any of this itself: it begins at the first opening of all, and ends at the
// last closing.  What the server cut off before a closing is value to the end.
std::string without_values(std::string said) {
  const Quotation* quotation = nullptr;
  std::size_t at = std::string::npos;
  for (const Quotation& candidate : kQuotations) {
    const std::size_t found = said.find(candidate.opening);
    if (found >= at) continue;
    at = found;
    quotation = &candidate;
  }
  if (quotation == nullptr) return said;
  const std::size_t begin = at + quotation->opening.size();
  std::size_t end = std::string::npos;
  if (quotation->may_be_last && said.ends_with('\'') && said.size() > begin)
    end = said.size() - 1;
  else if (!quotation->closing.empty())
    end = said.rfind(quotation->closing);
  if (end == std::string::npos || end < begin) end = said.size();
  return said.replace(begin, end - begin, "…");
}

}  // namespace

Error target_error(std::string message, unsigned number, const std::string& said) {
  const std::string detail = fmt::format("Error {}: {}", number, without_values(said));
  for (const Verdict& verdict : kVerdicts)
    if (verdict.number == number)
      return Error(std::move(message), detail, verdict.hint == nullptr ? "" : verdict.hint,
                   verdict.remedy);
  return Error(std::move(message), detail);
}

}  // namespace applier
