// SPDX-License-Identifier: PostgreSQL
// What reading settings and reading rules have in common.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/ranges.h>
#include <toml++/toml.h>

#include "applier/base/error.hpp"

namespace applier {

// "shop.toml:12"
inline std::string where_of(const toml::source_region& region) {
  return fmt::format("{}:{}", region.path ? *region.path : std::string{}, region.begin.line);
}

// Reports a mistake at the line where it stands.
[[noreturn]] inline void refuse(const toml::source_region& where, const std::string& message,
                                std::string hint) {
  throw Error(fmt::format("{}: {}", where_of(where), message), {}, std::move(hint));
}

inline void read_string(const toml::node& node, const char* name, std::string& into) {
  const auto value = node.value_exact<std::string>();
  if (!value)
    refuse(node.source(), fmt::format("\"{}\" must be a string", name), "Put it in quotes.");
  into = *value;
}

inline void read_choice(const toml::node& node, const char* name,
                        std::initializer_list<std::string_view> choices, std::string& into) {
  read_string(node, name, into);
  if (std::find(choices.begin(), choices.end(), into) == choices.end())
    refuse(node.source(),
           fmt::format("\"{}\" cannot be \"{}\": it is one of {}", name, into,
                       fmt::join(choices, ", ")),
           {});
}

template <typename Choice, std::size_t kCount>
void read_choice(const toml::node& node, const char* name,
                 const std::pair<const char*, Choice> (&choices)[kCount], Choice& into) {
  std::string text;
  read_string(node, name, text);
  std::string words;
  for (const auto& [word, choice] : choices) {
    if (text == word) return void(into = choice);
    words += (words.empty() ? "" : ", ") + std::string(word);
  }
  refuse(node.source(), fmt::format("\"{}\" cannot be \"{}\": it is one of {}", name, text, words),
         {});
}

inline void read_strings(const toml::node& node, const char* name, std::vector<std::string>& into) {
  const toml::array* array = node.as_array();
  if (array == nullptr || !array->is_homogeneous<std::string>())
    refuse(node.source(), fmt::format("\"{}\" must be a list of strings", name),
           fmt::format("Write {} = [\"one\", \"two\"].", name));
  for (const toml::node& element : *array) into.push_back(*element.value_exact<std::string>());
}

inline void read_boolean(const toml::node& node, const char* name, bool& into) {
  const auto value = node.value_exact<bool>();
  if (!value)
    refuse(node.source(), fmt::format("\"{}\" must be true or false", name), "Without quotes.");
  into = *value;
}

inline void read_integer(const toml::node& node, const char* name, std::int64_t least,
                         std::int64_t most, std::int64_t& into) {
  const auto value = node.value_exact<std::int64_t>();
  if (!value || *value < least || *value > most)
    refuse(node.source(),
           fmt::format("\"{}\" must be a whole number from {} to {}", name, least, most), {});
  into = *value;
}

}  // namespace applier
