// SPDX-License-Identifier: PostgreSQL
// MySQL manual, "CREATE INDEX Statement" and "InnoDB Limits".
#include "applier/schema/index_plan.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "applier/schema/key_width.hpp"
#include "applier/schema/name_rules.hpp"
#include "applier/values/assignment.hpp"

namespace applier {
namespace {

using frame::Wire;
using Part = PlannedIndex::Part;

constexpr std::size_t kPartsMax = 16;
constexpr std::size_t kIndexesMax = 64;
// More of a long text tells hardly any two apart, and shorter keys are faster.
constexpr std::uint32_t kPrefixMax = 255;

// By MySQL, and by CREATE TABLE.
constexpr const char* kTakenNames[] = {"PRIMARY",          "GEN_CLUST_INDEX", "primary_key",
                                       "replica_identity", "constants",       "wal2mysql_row"};

// What no index of MySQL is the same as, or of any use for.
struct Refusal {
  bool (*applies)(const SourceIndex& index);
  const char* why;
};

constexpr Refusal kRefusals[] = {
    {[](const SourceIndex& i) { return !i.is_valid; }, "it is not valid on the source"},
    {[](const SourceIndex& i) { return i.is_exclusion; },
     "MySQL has no constraints that exclude overlapping values"},
    {[](const SourceIndex& i) { return i.method != "btree" && i.method != "hash"; },
     "MySQL has no indexes of its kind"},
    {[](const SourceIndex& i) { return i.key[0].attnum == 0; }, "it is over an expression"},
    {[](const SourceIndex& i) { return i.key.size() > kPartsMax; },
     "an index of MySQL has 16 columns at most"},
};

// What MySQL would check differently.
constexpr Refusal kNotUnique[] = {
    {[](const SourceIndex& i) { return i.is_partial; }, "it is for some of the rows only"},
    {[](const SourceIndex& i) {
       return std::any_of(i.key.begin(), i.key.end(), [](auto& part) { return part.attnum == 0; });
     },
     "it goes on with an expression"},
    {[](const SourceIndex& i) { return i.nulls_not_distinct; },
     "it takes NULLs for equal, and MySQL does not"},
    {[](const SourceIndex& i) { return i.is_deferrable; },
     "it is deferrable, and MySQL checks every row at once"},
};

template <std::size_t size>
const char* refusal_of(const Refusal (&refusals)[size], const SourceIndex& index) {
  for (const Refusal& refusal : refusals)
    if (refusal.applies(index)) return refusal.why;
  return nullptr;
}

std::string_view word_of(const std::string& mysql_type) {
  return std::string_view(mysql_type).substr(0, mysql_type.find_first_of(" ("));
}

bool is_indexable(const Column& column) {
  const std::string_view word = word_of(column.mysql_type);
  return word != "JSON" && word != "VECTOR";
}

bool is_long(const Column& column) {
  const std::string_view word = word_of(column.mysql_type);
  return word.ends_with("TEXT") || word.ends_with("BLOB");
}

std::uint32_t unit_bytes(const Column& column) {
  const bool is_narrow = column.mysql_type.find("ascii") != std::string::npos;
  return column.wire == Wire::Binary || is_narrow ? 1 : 4;
}

std::uint32_t part_bytes(const Column& column, const Part& part) {
  return part.prefix == 0 ? key_bytes(column)
                          : kKeyColumnOverhead + part.prefix * unit_bytes(column);
}

// Values that PostgreSQL tells apart by their bytes, MySQL must not take for equal: no case, no
// accents, no blanks at the end, which ascii_bin does not count either; but types that PostgreSQL
// writes in ASCII have none.
bool compares_bytes(const Column& column, const SourceColumn& source) {
  if (column.wire != Wire::Text) return true;
  const std::string& type = column.mysql_type;
  if (type.ends_with("COLLATE utf8mb4_0900_bin") || type.ends_with("COLLATE utf8mb4_nopad_bin"))
    return true;
  constexpr std::string_view kFreeTexts[] = {"text", "character varying", "character", "name"};
  return type.ends_with("COLLATE ascii_bin") &&
         std::find(std::begin(kFreeTexts), std::end(kFreeTexts), source.type) ==
             std::end(kFreeTexts);
}

class Planner {
 public:
  Planner(const Relation& relation, const SourceTableSchema& source,
          const std::string& against_unique)
      : relation_(relation), source_(source), against_unique_(against_unique) {
    names_.assign(std::begin(kTakenNames), std::end(kTakenNames));
  }

  IndexPlan plan() {
    for (const SourceIndex& index : source_.indexes) consider(index);
    return std::move(plan_);
  }

 private:
  void consider(const SourceIndex& index) {
    if (is_there(index)) return;
    if (const char* why = refusal_of(kRefusals, index)) return leave_out(index, why);
    PlannedIndex planned;
    for (const SourceIndex::Part& part : index.key) {
      if (part.attnum == 0) break;
      const auto position = position_of(part.attnum);
      if (!position) return leave_out(index, "a column of it is not replicated");
      if (!is_indexable(relation_.columns[*position]))
        return leave_out(index, fmt::format("MySQL has no index of {}",
                                            word_of(relation_.columns[*position].mysql_type)));
      planned.parts.push_back({*position, 0, part.is_descending});
    }
    if (is_own_key(planned)) return;
    if (plan_.indexes.size() + own_keys() >= kIndexesMax)
      return leave_out(index, "a table of MySQL has 64 indexes at most");
    shorten(planned);
    std::string why = index.is_unique ? against_unique(index, planned) : "";
    planned.is_unique = index.is_unique && why.empty();
    if (!why.empty()) note(index, "is not unique here", why);
    note_what_is_lost(index);
    add(index, std::move(planned));
  }

  void note_what_is_lost(const SourceIndex& index) {
    if (index.is_partial && !index.is_unique)
      note(index, "is over all rows here", "MySQL's indexes know no condition");
    if (index.key.size() > 1 && index.key.back().attnum == 0 && !index.is_unique)
      note(index, "ends before its expression", "MySQL's index has columns only");
    if (index.includes_columns)
      note(index, "is without the columns that it includes", "MySQL's have only those of the key");
  }

  // MySQL warns of two indexes that are the same.
  void add(const SourceIndex& index, PlannedIndex planned) {
    const auto same =
        std::find_if(plan_.indexes.begin(), plan_.indexes.end(),
                     [&](const PlannedIndex& other) { return other.parts == planned.parts; });
    if (same != plan_.indexes.end() && (same->is_unique || !planned.is_unique)) return;
    planned.name = free_name(index.name);
    if (same != plan_.indexes.end())
      *same = std::move(planned);
    else
      plan_.indexes.push_back(std::move(planned));
  }

  // CREATE TABLE has them.
  bool is_there(const SourceIndex& index) const {
    return (index.is_primary && !relation_.primary_key.empty()) ||
           (index.is_identity && !relation_.identity.empty());
  }

  bool is_own_key(const PlannedIndex& index) const {
    const auto is = [&](const std::vector<std::uint16_t>& key) {
      return std::equal(index.parts.begin(), index.parts.end(), key.begin(), key.end(),
                        [](const Part& part, std::uint16_t position) {
                          return part.position == position && !part.is_descending;
                        });
    };
    return is(relation_.primary_key) || is(relation_.identity);
  }

  std::size_t own_keys() const {
    return !relation_.primary_key.empty() + !relation_.identity.empty() +
           !relation_.key_constants.empty() + (relation_.identity_kind == frame::Identity::Full);
  }

  std::optional<std::uint16_t> position_of(std::int32_t attnum) const {
    for (std::size_t i = 0; i < relation_.columns.size(); ++i) {
      const Column& column = relation_.columns[i];
      if (column.attnum == attnum && !column.source_name.empty())
        return static_cast<std::uint16_t>(i);
    }
    return std::nullopt;
  }

  // Long texts first, then the widest, until the index fits.
  void shorten(PlannedIndex& index) const {
    for (Part& part : index.parts)
      if (is_long(relation_.columns[part.position]))
        part.prefix = word_of(relation_.columns[part.position].mysql_type).starts_with("TINY")
                          ? kPrefixMax / 4
                          : kPrefixMax;
    const auto bytes_of = [&](const Part& part) {
      return part_bytes(relation_.columns[part.position], part);
    };
    for (;;) {
      std::uint32_t bytes = 0;
      for (const Part& part : index.parts) bytes += bytes_of(part);
      if (index.parts.size() == 1) bytes -= kKeyColumnOverhead;
      if (bytes <= kIndexBytesMax) return;
      Part& widest = *std::max_element(
          index.parts.begin(), index.parts.end(),
          [&](const Part& left, const Part& right) { return bytes_of(left) < bytes_of(right); });
      const Column& column = relation_.columns[widest.position];
      widest.prefix = (bytes_of(widest) - kKeyColumnOverhead) / unit_bytes(column) / 2;
    }
  }

  std::string against_unique(const SourceIndex& index, const PlannedIndex& planned) const {
    if (const char* why = refusal_of(kNotUnique, index)) return why;
    if (relation_.deletion_mark) return "deleted rows stay, and their values may come again";
    if (!relation_.key_constants.empty()) return "rows of other tables may be in the target, too";
    for (const Part& part : planned.parts) {
      const Column& column = relation_.columns[part.position];
      if (column.is_replaced)
        return fmt::format("a rule replaces the values of \"{}\"", column.known_as());
      if (may_change_values(column) && column.policy == ValuePolicy::Clamp)
        return fmt::format("the policy of \"{}\" makes different values equal", column.known_as());
      if (part.prefix > 0)
        return fmt::format(
            "\"{}\" is longer than an index of MySQL; a rule can give it a type "
            "such as VARCHAR(255)",
            column.known_as());
      if (!compares_bytes(column, source_.column(column.attnum)))
        return fmt::format("the collation of \"{}\" takes different texts for equal",
                           column.known_as());
    }
    return against_unique_;
  }

  // MySQL's names of indexes are a table's own, and do not know case.
  std::string free_name(const std::string& wanted) {
    const std::string base = mistake_in_name(wanted) == nullptr ? wanted : "index";
    const auto is_taken = [&](const std::string& name) {
      return std::any_of(names_.begin(), names_.end(),
                         [&](const std::string& other) { return same_column_name(name, other); });
    };
    constexpr std::size_t kCharacters = 60;  // leaves room for a number
    std::string name = base;
    for (int number = 2; is_taken(name); ++number)
      name = fmt::format("{}_{}", first_characters(base, kCharacters), number);
    names_.push_back(name);
    return name;
  }

  void note(const SourceIndex& index, const char* what, const std::string& why) {
    plan_.notes.push_back(fmt::format("index \"{}\" {}: {}", index.name, what, why));
  }

  void leave_out(const SourceIndex& index, const std::string& why) {
    note(index, "is left out", why);
  }

  const Relation& relation_;
  const SourceTableSchema& source_;
  const std::string& against_unique_;
  std::vector<std::string> names_;
  IndexPlan plan_;
};

}  // namespace

IndexPlan plan_indexes(const Relation& relation, const SourceTableSchema& source,
                       const std::string& against_unique) {
  return Planner(relation, source, against_unique).plan();
}

}  // namespace applier
