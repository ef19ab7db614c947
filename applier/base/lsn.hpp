// SPDX-License-Identifier: PostgreSQL
// A position in the source's write-ahead log, printed as PostgreSQL prints it.
#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace applier {

struct Lsn {
  std::uint64_t value = 0;

  auto operator<=>(const Lsn&) const = default;
  bool valid() const { return value != 0; }

  std::string text() const {
    char buffer[32];
    const int length =
        std::snprintf(buffer, sizeof buffer, "%X/%X", static_cast<unsigned>(value >> 32),
                      static_cast<unsigned>(value));
    return {buffer, static_cast<std::size_t>(length)};
  }

  // "16/B374D848", as pg_lsn prints itself.
  static std::optional<Lsn> parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto high = hexadecimal(text.substr(0, slash));
    const auto low = hexadecimal(text.substr(slash + 1));
    if (!high || !low) return std::nullopt;
    return Lsn{std::uint64_t{*high} << 32 | *low};
  }

 private:
  static std::optional<std::uint32_t> hexadecimal(std::string_view digits) {
    std::uint32_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number, 16);
    if (error != std::errc{} || rest != end || digits.empty()) return std::nullopt;
    return number;
  }
};

}  // namespace applier
