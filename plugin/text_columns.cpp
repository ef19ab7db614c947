// SPDX-License-Identifier: PostgreSQL
#include "plugin/text_columns.hpp"

namespace plugin {
namespace {

struct TextColumn {
  const char* schema;
  const char* table;
  const char* column;
};

[[noreturn]] void refuse(const char* option, const char* text) {
  ereport(ERROR, errcode(ERRCODE_INVALID_NAME),
          errmsg("option \"%s\" takes a list of columns, not \"%s\"", option, text),
          errhint("Write schema.table.column, separated by commas; double-quote a name that has "
                  "capitals, blanks or dots."));
}

// Cuts the text at its first comma that is in no quotes; the rest begins behind it.
char* cut_at_comma(char* text) {
  bool quoted = false;
  for (; *text != '\0'; ++text) {
    if (*text == '"') quoted = !quoted;
    if (*text != ',' || quoted) continue;
    *text = '\0';
    return text + 1;
  }
  return nullptr;
}

bool is_any(const char* name) {
  return std::strcmp(name, "*") == 0;
}

bool matches(const char* pattern, const char* name) {
  return is_any(pattern) || std::strcmp(pattern, name) == 0;
}

// What the MySQL types of these lack: NaN and infinities, years before 1 and after 9999, digits,
// depths and numbers of JSON.
bool lacks_values(const ColumnType& type) {
  switch (type.wire) {
    case frame::Wire::Float:
    case frame::Wire::Double:
    case frame::Wire::Date:
    case frame::Wire::Datetime:
    case frame::Wire::Json:
      return true;
    case frame::Wire::Decimal:
      return type.oid != MONEYOID;
    default:
      return false;
  }
}

bool is_text_already(const ColumnType& type) {
  return type.wire == frame::Wire::Text && !type.collated;
}

}  // namespace

List* parse_text_columns(const char* option, const char* text) {
  List* columns = NIL;
  char* rest = pstrdup(text);
  while (rest != nullptr) {
    char* name = rest;
    rest = cut_at_comma(rest);
    List* parts = NIL;
    if (!SplitIdentifierString(name, '.', &parts) || list_length(parts) != 3) refuse(option, text);
    auto* column = static_cast<TextColumn*>(palloc(sizeof(TextColumn)));
    *column = {static_cast<const char*>(linitial(parts)), static_cast<const char*>(lsecond(parts)),
               static_cast<const char*>(lthird(parts))};
    columns = lappend(columns, column);
  }
  return columns;
}

bool is_text_column(List* text_columns, const char* schema, const char* table, const char* column,
                    const ColumnType& type) {
  if (is_text_already(type)) return false;
  ListCell* cell;
  foreach (cell, text_columns) {
    const auto& wanted = *static_cast<const TextColumn*>(lfirst(cell));
    if (!matches(wanted.schema, schema) || !matches(wanted.table, table)) continue;
    if (is_any(wanted.column) ? lacks_values(type) : std::strcmp(wanted.column, column) == 0)
      return true;
  }
  return false;
}

}  // namespace plugin
