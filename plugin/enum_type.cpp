// SPDX-License-Identifier: PostgreSQL
#include "plugin/enum_type.hpp"

#include "plugin/server_text.hpp"

namespace plugin {
namespace {

constexpr int kLabelsMax = 65535;

std::span<const EnumLabel> read_labels(Oid type) {
  ScanKeyData key;
  ScanKeyInit(&key, Anum_pg_enum_enumtypid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(type));
  Relation catalog = table_open(EnumRelationId, AccessShareLock);
  Relation index = index_open(EnumTypIdSortOrderIndexId, AccessShareLock);
  SysScanDesc scan = systable_beginscan_ordered(catalog, index, nullptr, 1, &key);
  int count = 0;
  int capacity = 16;
  auto* labels = static_cast<EnumLabel*>(palloc(sizeof(EnumLabel) * capacity));
  while (HeapTuple tuple = systable_getnext_ordered(scan, ForwardScanDirection)) {
    auto* row = reinterpret_cast<Form_pg_enum>(GETSTRUCT(tuple));
    if (count == capacity)
      labels = static_cast<EnumLabel*>(repalloc(labels, sizeof(EnumLabel) * (capacity *= 2)));
    labels[count++] = {row->oid, to_utf8(pstrdup(NameStr(row->enumlabel)))};
  }
  systable_endscan_ordered(scan);
  index_close(index, AccessShareLock);
  table_close(catalog, AccessShareLock);
  return {labels, static_cast<std::size_t>(count)};
}

// Both servers take these in the labels of an ENUM, but show question marks instead, in dumps too.
bool has_supplementary_character(std::string_view utf8) {
  for (char byte : utf8)
    if (static_cast<unsigned char>(byte) >= 0xf0) return true;
  return false;
}

// MySQL strips trailing blanks from the labels of an ENUM, so such labels would collide.
bool fits_enum(std::span<const EnumLabel> labels, const Target& target) {
  if (labels.empty() || labels.size() > kLabelsMax) return false;
  std::size_t bytes = 0;
  for (const EnumLabel& label : labels) {
    if (label.text.empty() || label.text.back() == ' ') return false;
    if (has_supplementary_character(label.text)) return false;
    bytes += label.text.size() + 1;
  }
  return bytes <= static_cast<std::size_t>(target.enum_bytes);
}

const char* enum_definition(std::span<const EnumLabel> labels) {
  StringInfoData definition;
  initStringInfo(&definition);
  appendStringInfoString(&definition, "ENUM(");
  for (const EnumLabel& label : labels) {
    if (&label != &labels.front()) appendStringInfoChar(&definition, ',');
    appendStringInfoChar(&definition, '\'');
    for (char byte : label.text) {
      if (byte == '\'' || byte == '\\') appendStringInfoChar(&definition, byte);
      appendStringInfoChar(&definition, byte);
    }
    appendStringInfoChar(&definition, '\'');
  }
  appendStringInfoChar(&definition, ')');
  return definition.data;
}

}  // namespace

ColumnType enum_column_type(Oid type, const Target& target) {
  ColumnType result{};
  result.wire = frame::Wire::Text;
  result.encode = encode_enum;
  result.labels = read_labels(type);
  if (fits_enum(result.labels, target)) {
    result.storage = Storage::Fixed;
    result.name = enum_definition(result.labels);
    result.width = 2;
    result.collated = true;
  } else {
    result.storage = Storage::Characters;
    result.length = NAMEDATALEN - 1;
  }
  return result;
}

}  // namespace plugin
