// SPDX-License-Identifier: PostgreSQL
#include "applier/receive/timeline.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/receive/connection.hpp"

namespace applier {
namespace {

std::optional<std::uint32_t> parse_id(std::string_view text) {
  std::uint32_t id = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || rest != text.data() + text.size() || id == 0) return std::nullopt;
  return id;
}

// Cuts a field, or a line, off the front of a text.
std::string_view cut(std::string_view& text, char separator) {
  const std::string_view field = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(text.size(), field.size() + 1));
  return field;
}

}  // namespace

// history := (timeline \t end \t reason \n)*, oldest first; empty lines and comments are allowed.
TimelineHistory::TimelineHistory(std::uint32_t id, std::string_view file) {
  Lsn began;
  while (!file.empty()) {
    std::string_view line = cut(file, '\n');
    if (line.find_first_not_of(" \t") == std::string_view::npos || line[0] == '#') continue;
    const auto ancestor = parse_id(cut(line, '\t'));
    const auto end = Lsn::parse(cut(line, '\t'));
    if (!ancestor || !end)
      throw Error(fmt::format("the history of timeline {} of the source is not understood", id));
    timelines_.push_back({*ancestor, began});
    began = *end;
  }
  timelines_.push_back({id, began});
}

std::optional<Lsn> TimelineHistory::end_of(const Timeline& timeline) const {
  for (std::size_t i = 0; i < timelines_.size(); ++i)
    if (timelines_[i] == timeline)
      return i + 1 < timelines_.size() ? timelines_[i + 1].began : Lsn{UINT64_MAX};
  return std::nullopt;
}

SourceIdentity identify_source(const SourceConfig& config) {
  SourceConnection connection(config, SourceConnection::Mode::Replication);
  const QueryResult system = connection.query("IDENTIFY_SYSTEM");
  const std::uint32_t id = parse_id(system.text(0, 1)).value_or(1);
  std::string file;
  if (id > 1) file = connection.query("TIMELINE_HISTORY " + std::to_string(id)).string(0, 1);
  return {system.string(0, 0), TimelineHistory(id, file),
          Lsn::parse(system.text(0, 2)).value_or(Lsn{})};
}

}  // namespace applier
