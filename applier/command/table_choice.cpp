// SPDX-License-Identifier: PostgreSQL
#include "applier/command/table_choice.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "applier/base/error.hpp"

namespace applier {
namespace {

constexpr std::size_t kNearNames = 3;

std::string_view without_schema(std::string_view name) {
  return name.substr(name.find('.') + 1);
}

// How many characters must be added, removed or replaced.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (const char character : left) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (character != right[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Of another schema, or with a few other characters.
std::string near_names(const std::set<std::string>& names, std::string_view wanted) {
  std::multimap<std::size_t, std::string_view> near;
  for (const std::string& name : names) {
    const std::size_t far =
        std::min(distance(name, wanted), distance(without_schema(name), without_schema(wanted)));
    if (far <= std::max<std::size_t>(wanted.size() / 5, 2)) near.emplace(far, name);
  }
  std::string list;
  std::size_t count = 0;
  for (const auto& [far, name] : near)
    if (count++ < kNearNames) list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", name);
  return list;
}

Error fits_none(const std::set<std::string>& names, std::string_view pattern) {
  const std::string near = near_names(names, pattern);
  return Error(fmt::format("the stream has no table \"{}\"", pattern),
               near.empty() ? "" : fmt::format("It has {}.", near),
               "Tables are named as on the source, schema.table; an asterisk is any run of "
               "characters.");
}

}  // namespace

bool fits_pattern(std::string_view name, std::string_view pattern) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() != '*')
    return !name.empty() && name.front() == pattern.front() &&
           fits_pattern(name.substr(1), pattern.substr(1));
  for (std::size_t skipped = 0; skipped <= name.size(); ++skipped)
    if (fits_pattern(name.substr(skipped), pattern.substr(1))) return true;
  return false;
}

std::set<std::string> chosen_tables(const std::set<std::string>& names,
                                    const std::vector<std::string>& patterns) {
  std::set<std::string> chosen;
  for (const std::string& pattern : patterns) {
    const bool leaves_out = pattern.starts_with('!');
    const std::string_view wanted = std::string_view(pattern).substr(leaves_out);
    bool fits = false;
    for (const std::string& name : names) {
      if (!fits_pattern(name, wanted)) continue;
      fits = true;
      if (leaves_out)
        chosen.erase(name);
      else
        chosen.insert(name);
    }
    if (!fits) throw fits_none(names, wanted);
  }
  return chosen;
}

}  // namespace applier
