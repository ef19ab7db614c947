// SPDX-License-Identifier: PostgreSQL
// Patterns of names, and templates of new names with what the asterisks stood for.
//
//   pattern    := ( character | "*" )*      an asterisk stands for any run of characters, none too
//   template   := ( character | "{" n "}" )*          n: what the n-th asterisk stood for, from 1
//   qualified  := pattern "." pattern, or template "." template
//
// A backslash takes its meaning from a backslash, a dot, an asterisk or a brace behind it, and
// stands nowhere else.  Names are as in the catalogue: nothing is folded, and case counts.  Each
// asterisk stands for as little as it can, the ones to the left first.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace applier {

using Captures = std::vector<std::string>;

class Pattern {
 public:
  // Throws Error for what is none.
  explicit Pattern(std::string_view text);

  std::size_t asterisks() const { return literals_.size() - 1; }
  // Of a pattern without an asterisk: the only name that it matches.
  const std::string& name() const { return literals_.front(); }

  // What the asterisks stand for; nothing where the name does not match.
  std::optional<Captures> match(std::string_view name) const;

 private:
  std::vector<std::string> literals_;  // what stands between the asterisks
};

class Template {
 public:
  // Throws Error for what is none.
  explicit Template(std::string_view text);

  // The highest number of a capture in it; 0: there is none.
  std::size_t highest() const;

  // With all captures, of which there are as many as highest() says.
  std::string expanded(const Captures& captures) const;
  // With the first captures: the text of a template, which counts those that come after from 1.
  std::string expanded_partly(const Captures& captures) const;

 private:
  struct Part {
    std::string literal;
    std::size_t capture;  // behind the literal; 0: none
  };
  std::vector<Part> parts_;
};

// Both parts of "schema.table" or "database.table", with their backslashes.  Throws Error where
// there is not one dot, or a part is empty.
std::pair<std::string, std::string> split_at_dot(std::string_view text);

}  // namespace applier
