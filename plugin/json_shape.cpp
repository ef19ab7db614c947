// SPDX-License-Identifier: PostgreSQL
#include "plugin/json_shape.hpp"

#include "plugin/json_limits.hpp"
#include "plugin/money.hpp"
#include "plugin/numeric.hpp"
#include "plugin/type_map.hpp"

namespace plugin {
namespace {

void write_value(StringInfo out, const JsonShape& shape, Datum value, bool is_null) {
  if (is_null)
    appendStringInfoString(out, "null");
  else
    shape.write(out, shape, value);
}

const char* output_of(const JsonShape& shape, Datum value) {
  return OutputFunctionCall(shape.output, value);
}

void write_boolean(StringInfo out, const JsonShape&, Datum value) {
  appendStringInfoString(out, DatumGetBool(value) ? "true" : "false");
}

// Of a type whose text is JSON.
void write_text_itself(StringInfo out, const JsonShape& shape, Datum value) {
  appendStringInfoString(out, output_of(shape, value));
}

void write_string(StringInfo out, const JsonShape& shape, Datum value) {
  escape_json(out, output_of(shape, value));
}

void write_unpadded(StringInfo out, const JsonShape& shape, Datum value) {
  char* text = OutputFunctionCall(shape.output, value);
  std::size_t length = std::strlen(text);
  while (length > 0 && text[length - 1] == ' ') text[--length] = '\0';
  escape_json(out, text);
}

void write_number(StringInfo out, const JsonShape& shape, Datum value) {
  const char* text = output_of(shape, value);
  const char first = text[0] == '-' ? text[1] : text[0];
  if (std::strcmp(text, "-0") == 0)
    appendStringInfoString(out, "-0.0");  // MySQL's integer 0 has no sign
  else if (first >= '0' && first <= '9' && number_survives(text, shape.limits))
    appendStringInfoString(out, text);
  else
    escape_json(out, text);
}

void write_unsigned4(StringInfo out, const JsonShape&, Datum value) {
  appendStringInfo(out, "%u", DatumGetObjectId(value));
}

void write_unsigned8(StringInfo out, const JsonShape&, Datum value) {
  appendStringInfo(out, UINT64_FORMAT, DatumGetUInt64(value));
}

void write_money(StringInfo out, const JsonShape& shape, Datum value) {
  char text[kMoneyBytesMax];
  const std::string_view digits = money_text(DatumGetCash(value), text);
  const char* quote = number_survives(digits, shape.limits) ? "" : "\"";
  appendStringInfo(out, "%s%.*s%s", quote, static_cast<int>(digits.size()), digits.data(), quote);
}

// What is a number or boolean in a column of its own is one in JSON.  Everything else is a string.
struct Writer {
  EncodeValue encode;
  WriteJson write;
};

constexpr Writer kWriters[] = {
    {encode_bool, write_boolean},        {encode_int2, write_text_itself},
    {encode_int4, write_text_itself},    {encode_int8, write_text_itself},
    {encode_float4, write_number},       {encode_float8, write_number},
    {encode_numeric, write_number},      {encode_widest_numeric, write_number},
    {encode_money, write_money},         {encode_oid, write_unsigned4},
    {encode_unsigned8, write_unsigned8}, {encode_bpchar, write_unpadded},
    {encode_json, write_text_itself},    {encode_jsonb, write_text_itself},
};

WriteJson find_writer(EncodeValue encode) {
  for (const Writer& writer : kWriters)
    if (writer.encode == encode) return writer.write;
  return write_string;
}

JsonShape* begin_shape(WriteJson write, const Target& target) {
  auto* shape = static_cast<JsonShape*>(palloc0(sizeof(JsonShape)));
  shape->write = write;
  shape->limits = target.json;
  return shape;
}

const JsonShape* shape_of(Oid type, std::int32_t typmod, const Target& target) {
  const ColumnType column = column_type(type, typmod, target);
  if (column.shape != nullptr) return column.shape;
  return text_shape(type, find_writer(column.encode), target);
}

// Where an array is being read.
struct Elements {
  const char* next;
  const bits8* not_nulls;
  int position;
};

void write_dimension(StringInfo out, const JsonShape& shape, Elements& at, const int* lengths,
                     int dimensions) {
  appendStringInfoChar(out, '[');
  for (int i = 0; i < lengths[0]; ++i) {
    if (i > 0) appendStringInfoChar(out, ',');
    if (dimensions > 1) {
      write_dimension(out, shape, at, lengths + 1, dimensions - 1);
      continue;
    }
    const int position = at.position++;
    if (at.not_nulls != nullptr && (at.not_nulls[position / 8] & (1 << position % 8)) == 0) {
      appendStringInfoString(out, "null");
      continue;
    }
    write_value(out, *shape.element, fetch_att(at.next, shape.by_value, shape.length), false);
    at.next = att_addlength_pointer(at.next, shape.length, at.next);
    at.next = reinterpret_cast<const char*>(att_align_nominal(at.next, shape.alignment));
  }
  appendStringInfoChar(out, ']');
}

bool begins_elsewhere(const ArrayType* array) {
  for (int i = 0; i < ARR_NDIM(array); ++i)
    if (ARR_LBOUND(array)[i] != 1) return true;
  return false;
}

void write_array(StringInfo out, const JsonShape& shape, Datum value) {
  ArrayType* array = DatumGetArrayTypeP(value);
  const int dimensions = ARR_NDIM(array);
  if (dimensions == 0) {
    appendStringInfoString(out, "[]");
    return;
  }
  const bool elsewhere = begins_elsewhere(array);
  if (elsewhere) {
    appendStringInfoString(out, "{\"lb\":");
    for (int i = 0; i < dimensions; ++i)
      appendStringInfo(out, "%c%d", i == 0 ? '[' : ',', ARR_LBOUND(array)[i]);
    appendStringInfoString(out, "],\"v\":");
  }
  Elements at = {ARR_DATA_PTR(array), ARR_NULLBITMAP(array), 0};
  write_dimension(out, shape, at, ARR_DIMS(array), dimensions);
  if (elsewhere) appendStringInfoChar(out, '}');
}

void write_composite(StringInfo out, const JsonShape& shape, Datum value) {
  HeapTupleHeader header = DatumGetHeapTupleHeader(value);
  HeapTupleData tuple{};
  tuple.t_len = HeapTupleHeaderGetDatumLength(header);
  tuple.t_data = header;
  const int count = shape.attributes->natts;
  auto* values = static_cast<Datum*>(palloc(sizeof(Datum) * static_cast<std::size_t>(count + 1)));
  auto* nulls = static_cast<bool*>(palloc(sizeof(bool) * static_cast<std::size_t>(count + 1)));
  heap_deform_tuple(&tuple, shape.attributes, values, nulls);
  appendStringInfoChar(out, '{');
  for (const JsonMember& member : shape.members) {
    if (&member != &shape.members.front()) appendStringInfoChar(out, ',');
    appendBinaryStringInfo(out, member.name.data(), static_cast<int>(member.name.size()));
    write_value(out, *member.shape, values[member.attribute], nulls[member.attribute]);
  }
  appendStringInfoChar(out, '}');
}

std::string_view member_name(const char* name) {
  StringInfoData text;
  initStringInfo(&text);
  escape_json(&text, name);
  appendStringInfoChar(&text, ':');
  return {text.data, static_cast<std::size_t>(text.len)};
}

}  // namespace

FmgrInfo* output_function(Oid type) {
  Oid function = InvalidOid;
  bool is_varlena = false;
  getTypeOutputInfo(type, &function, &is_varlena);
  auto* output = static_cast<FmgrInfo*>(palloc0(sizeof(FmgrInfo)));
  fmgr_info_cxt(function, output, CurrentMemoryContext);
  return output;
}

const JsonShape* text_shape(Oid type, WriteJson write, const Target& target) {
  JsonShape* shape = begin_shape(write, target);
  shape->output = output_function(type);
  return shape;
}

const JsonShape* array_shape(Oid element, const Target& target) {
  JsonShape* shape = begin_shape(write_array, target);
  shape->element = shape_of(element, -1, target);
  get_typlenbyvalalign(element, &shape->length, &shape->by_value, &shape->alignment);
  return shape;
}

const JsonShape* composite_shape(Oid type, const Target& target) {
  JsonShape* shape = begin_shape(write_composite, target);
  shape->attributes = lookup_rowtype_tupdesc_copy(type, -1);
  const int count = shape->attributes->natts;
  auto* members =
      static_cast<JsonMember*>(palloc(sizeof(JsonMember) * static_cast<std::size_t>(count + 1)));
  std::size_t used = 0;
  for (int i = 0; i < count; ++i) {
    const FormData_pg_attribute& attribute = *TupleDescAttr(shape->attributes, i);
    if (attribute.attisdropped) continue;
    members[used++] = {i, member_name(NameStr(attribute.attname)),
                       shape_of(attribute.atttypid, attribute.atttypmod, target)};
  }
  shape->members = {members, used};
  return shape;
}

}  // namespace plugin
