// SPDX-License-Identifier: PostgreSQL
#include "plugin/extension_types.hpp"

#include "plugin/json_shape.hpp"
#include "plugin/vector_type.hpp"

namespace plugin {
namespace {

using frame::Wire;

// hstore_out() quotes every name and value, with backslashes before quotes and backslashes, and
// writes "=>" between the two and ", " behind them.
void write_hstore(StringInfo out, const JsonShape& shape, Datum value) {
  const char* at = OutputFunctionCall(shape.output, value);
  appendStringInfoChar(out, '{');
  for (; *at != '\0'; ++at) {
    if (*at == '=' || *at == '>' || *at == ' ') {
      if (*at == '=') appendStringInfoChar(out, ':');
    } else if (*at == 'N') {
      appendStringInfoString(out, "null");
      at += 3;
    } else if (*at == '"') {
      StringInfoData text;
      initStringInfo(&text);
      for (++at; *at != '"'; ++at) appendStringInfoChar(&text, *at == '\\' ? *++at : *at);
      escape_json(out, text.data);
    } else {
      appendStringInfoChar(out, *at);
    }
  }
  appendStringInfoChar(out, '}');
}

void shape_hstore(ColumnType& type, std::int32_t, const Target& target) {
  type.shape = text_shape(type.oid, write_hstore, target);
}

void shape_sparse_vector(ColumnType& type, std::int32_t, const Target& target) {
  type.shape = text_shape(type.oid, write_sparse_vector, target);
}

struct ExtensionType {
  const char* extension;
  const char* type;
  TypeEntry entry;
};

constexpr TypeEntry kText = {Wire::Text, encode_output, Storage::Characters};
constexpr TypeEntry kAscii32 = {Wire::Text, encode_output, Storage::Ascii, nullptr, 32};
// EWKB: coordinates in all their dimensions, and the SRID.  No GEOMETRY of MySQL or MariaDB has
// room for either Z, M, curves or empty points.
constexpr TypeEntry kGeometry = {Wire::Binary, encode_sent, Storage::Bytes};

constexpr ExtensionType kTypes[] = {
    {"citext", "citext", {Wire::Text, encode_text, Storage::Characters}},
    {"hstore", "hstore", {Wire::Json, encode_shape, Storage::Json, nullptr, 0, shape_hstore}},
    {"ltree", "ltree", kText},
    {"ltree", "lquery", kText},
    {"ltree", "ltxtquery", kText},
    {"cube", "cube", kText},
    {"seg", "seg", kText},
    {"intarray", "query_int", kText},
    {"isn", "ean13", kAscii32},
    {"isn", "isbn13", kAscii32},
    {"isn", "ismn13", kAscii32},
    {"isn", "issn13", kAscii32},
    {"isn", "isbn", kAscii32},
    {"isn", "ismn", kAscii32},
    {"isn", "issn", kAscii32},
    {"isn", "upc", kAscii32},
    {"postgis", "geometry", kGeometry},
    {"postgis", "geography", kGeometry},
    {"postgis", "box2d", kText},
    {"postgis", "box3d", kText},
    {"vector", "vector", {Wire::Binary, encode_vector, Storage::Bytes, nullptr, 0, choose_vector}},
    {"vector",
     "halfvec",
     {Wire::Binary, encode_halfvec, Storage::Bytes, nullptr, 0, choose_vector}},
    {"vector",
     "sparsevec",
     {Wire::Json, encode_shape, Storage::Json, nullptr, 0, shape_sparse_vector}},
};

const char* name_of_type(Oid type) {
  HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
  if (!HeapTupleIsValid(tuple)) return "";
  const char* name = pstrdup(NameStr(reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple))->typname));
  ReleaseSysCache(tuple);
  return name;
}

}  // namespace

// The name is asked first: pg_depend has to be searched for the extension.
const TypeEntry* find_extension_type(Oid type) {
  const char* name = name_of_type(type);
  const char* extension = nullptr;
  for (const ExtensionType& known : kTypes) {
    if (std::strcmp(known.type, name) != 0) continue;
    if (extension == nullptr) {
      const Oid id = getExtensionOfObject(TypeRelationId, type);
      extension = OidIsValid(id) ? get_extension_name(id) : nullptr;
    }
    if (extension == nullptr) return nullptr;
    if (std::strcmp(known.extension, extension) == 0) return &known.entry;
  }
  return nullptr;
}

}  // namespace plugin
