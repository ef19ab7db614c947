// SPDX-License-Identifier: PostgreSQL
// MySQL C API Developer Guide, "mysql_stmt_fetch_column()": columns of unknown length.
#include "applier/write/row_reader.hpp"

#include <memory>
#include <vector>

#include <fmt/format.h>

#include "applier/write/errors.hpp"
#include "applier/write/parameter_column.hpp"
#include "applier/write/row_key_text.hpp"
#include "applier/write/statement_text.hpp"

namespace applier {
namespace {

struct Close {
  void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
};
using Statement = std::unique_ptr<MYSQL_STMT, Close>;

[[noreturn]] void refuse(MYSQL_STMT* statement) {
  throw target_error("the target refused to read a row", mysql_stmt_errno(statement),
                     mysql_stmt_error(statement));
}

std::vector<std::uint16_t> unchanged_columns(const Relation& relation, const Value* row) {
  std::vector<std::uint16_t> positions;
  for (std::size_t i = 0; i < relation.columns.size(); ++i)
    if (row[i].is_unchanged()) positions.push_back(static_cast<std::uint16_t>(i));
  return positions;
}

class Read {
 public:
  Read(TargetConnection& connection, const Relation& relation, Positions wanted)
      : relation_(relation),
        wanted_(wanted),
        statement_(mysql_stmt_init(connection.get())),
        results_(wanted.size()),
        lengths_(wanted.size()),
        nulls_(wanted.size()) {
    const std::string text = select_text(relation, wanted);
    if (mysql_stmt_prepare(statement_.get(), text.data(), text.size()) != 0)
      refuse(statement_.get());
  }

  void execute(const Value* key) {
    std::vector<MYSQL_BIND> binds(relation_.identity.size());
    for (std::size_t i = 0; i < relation_.identity.size(); ++i) {
      ParameterColumn& column =
          parameters_.emplace_back(relation_.columns[relation_.identity[i]].wire);
      column.resize(1);
      column.set(0, key[i]);
    }
    for (std::size_t i = 0; i < binds.size(); ++i) parameters_[i].bind_row(0, binds[i]);
    if (mysql_stmt_bind_param(statement_.get(), binds.data()) != 0 ||
        mysql_stmt_execute(statement_.get()) != 0)
      refuse(statement_.get());
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      results_[i] = {};
      results_[i].buffer_type = is_binary(i) ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
      results_[i].length = &lengths_[i];
      results_[i].is_null = &nulls_[i].is_null;
    }
    if (mysql_stmt_bind_result(statement_.get(), results_.data()) != 0) refuse(statement_.get());
  }

  bool fetch() {
    const int answer = mysql_stmt_fetch(statement_.get());
    if (answer == 1) refuse(statement_.get());
    return answer != MYSQL_NO_DATA;
  }

  Value value(std::size_t i, Arena& arena) {
    if (nulls_[i].is_null) return {};
    Value value;
    value.kind = is_binary(i) ? frame::ValueKind::Binary : frame::ValueKind::Text;
    value.length = static_cast<std::uint32_t>(lengths_[i]);
    char* bytes = arena.array<char>(lengths_[i] + 1);
    value.data = bytes;
    results_[i].buffer = bytes;
    results_[i].buffer_length = lengths_[i];
    if (lengths_[i] > 0 &&
        mysql_stmt_fetch_column(statement_.get(), &results_[i], static_cast<unsigned>(i), 0) != 0)
      refuse(statement_.get());
    return value;
  }

 private:
  struct Null {
    ClientBool is_null;
  };

  bool is_binary(std::size_t i) const {
    return relation_.columns[wanted_[i]].wire == frame::Wire::Binary;
  }

  const Relation& relation_;
  Positions wanted_;
  Statement statement_;
  std::vector<ParameterColumn> parameters_;
  std::vector<MYSQL_BIND> results_;
  std::vector<unsigned long> lengths_;
  std::vector<Null> nulls_;
};

}  // namespace

void read_unchanged(TargetConnection& connection, const Relation& relation, const Value* key,
                    Value* row, Arena& arena) {
  const std::vector<std::uint16_t> wanted = unchanged_columns(relation, row);
  if (wanted.empty()) return;
  Read read(connection, relation, wanted);
  read.execute(key);
  if (!read.fetch())
    throw Error("a row to be updated is not in the target table", {},
                "Something else has changed the target table. Let wal2mysql copy it again, or put "
                "the row right by hand.")
        .about(fmt::format("key ({})", row_key_text(relation, key)));
  for (std::size_t i = 0; i < wanted.size(); ++i) row[wanted[i]] = read.value(i, arena);
}

}  // namespace applier
