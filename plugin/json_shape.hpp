// SPDX-License-Identifier: PostgreSQL
// How a value that is made of values becomes JSON: an array of arrays and values, a composite an
// object of its attributes, an hstore an object.  Decided once per relation.
//
// An array whose indexes do not begin at 1 is {"lb": [first index of each dimension], "v": array}.
// What JSON has no word for is a string: NaN, infinities, numbers that the target would round.
#pragma once

#include "plugin/target.hpp"
#include "plugin/value_encoder.hpp"

namespace plugin {

using WriteJson = void (*)(StringInfo out, const JsonShape& shape, Datum value);

struct JsonMember {
  int attribute;          // index in the tuple descriptor
  std::string_view name;  // as JSON, with its colon
  const JsonShape* shape;
};

struct JsonShape {
  WriteJson write;
  JsonLimits limits;
  FmgrInfo* output;
  // Of an array: what its elements are.
  const JsonShape* element;
  std::int16_t length;
  bool by_value;
  char alignment;
  // Of a composite.
  TupleDesc attributes;
  std::span<const JsonMember> members;
};
SAFE_TO_LONGJMP_OVER(JsonShape);

// In the current memory context, as everything that belongs to a description.
const JsonShape* array_shape(Oid element, const Target& target);
const JsonShape* composite_shape(Oid type, const Target& target);
// Of a type whose output function is rewritten by `write`.
const JsonShape* text_shape(Oid type, WriteJson write, const Target& target);

FmgrInfo* output_function(Oid type);

}  // namespace plugin
