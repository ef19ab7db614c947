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

// MySQL strips trailing blanks from the members of an ENUM, so such labels would collide.
bool fits_enum(std::span<const EnumLabel> labels) {
  if (labels.empty() || labels.size() > kLabelsMax) return false;
  for (const EnumLabel& label : labels)
    if (label.text.empty() || label.text.back() == ' ') return false;
  return true;
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

ColumnType enum_column_type(Oid type) {
  ColumnType result{};
  result.wire = frame::Wire::Text;
  result.encode = encode_enum;
  result.labels = read_labels(type);
  if (fits_enum(result.labels)) {
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
