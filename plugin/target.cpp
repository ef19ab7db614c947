// SPDX-License-Identifier: PostgreSQL
#include "plugin/target.hpp"

namespace plugin {
namespace {

struct Flavour {
  const char* name;
  int oldest[3];  // version that has the collation
  int vector[3];  // version that has VECTOR
  Target target;  // the newest
};

constexpr int kNone = PG_INT32_MAX;

// MariaDB keeps the labels of all ENUMs of a table in 64 KiB.  Its VECTOR holds no fewer dimensions
// than are declared.
constexpr Flavour kFlavours[] = {
    {"mysql",
     {8, 0, 17},
     {9, 0, 0},
     {"utf8mb4_0900_bin", {100, 65535, true}, {40, 40}, kNone, true}},
    {"mariadb",
     {10, 6, 0},
     {kNone, 0, 0},
     {"utf8mb4_nopad_bin", {31, kNone, false}, {255, 20}, 16384, false}},
};

const Flavour* find_flavour(std::string_view name) {
  for (const Flavour& flavour : kFlavours)
    if (name == flavour.name) return &flavour;
  return nullptr;
}

// Accepts one to three numbers between dots.
bool parse_version(const char* text, int (&version)[3]) {
  for (int& number : version) {
    if (*text < '0' || *text > '9') return false;
    number = 0;
    for (; *text >= '0' && *text <= '9' && number < 100000; ++text)
      number = number * 10 + (*text - '0');
    if (*text == '\0') return true;
    if (*text++ != '.') return false;
  }
  return false;
}

bool older(const int (&left)[3], const int (&right)[3]) {
  for (int i = 0; i < 3; ++i)
    if (left[i] != right[i]) return left[i] < right[i];
  return false;
}

}  // namespace

Target default_target() {
  return kFlavours[0].target;
}

Target parse_target(const char* text) {
  const char* dash = std::strchr(text, '-');
  const Flavour* flavour =
      dash == nullptr ? nullptr : find_flavour({text, static_cast<std::size_t>(dash - text)});
  int version[3] = {0, 0, 0};
  if (flavour == nullptr || !parse_version(dash + 1, version))
    ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
            errmsg("option \"target\" does not name a server: \"%s\"", text),
            errhint("Give flavour and version, such as mysql-9.7.4 or mariadb-10.11.19."));
  if (older(version, flavour->oldest))
    ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("target \"%s\" is too old", text),
            errdetail("The oldest version that can hold PostgreSQL's keys is %s %d.%d.%d.",
                      flavour->name, flavour->oldest[0], flavour->oldest[1], flavour->oldest[2]));
  Target target = flavour->target;
  target.has_vector = !older(version, flavour->vector);
  return target;
}

}  // namespace plugin
