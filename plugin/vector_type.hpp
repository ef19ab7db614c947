// SPDX-License-Identifier: PostgreSQL
// pgvector's types, from their bytes.  Vectors are little-endian floats, as MySQL's VECTOR is.
#pragma once

#include "plugin/column_type.hpp"
#include "plugin/json_shape.hpp"

namespace plugin {

// VECTOR(n) where the target has it, VARBINARY(4n) elsewhere.
void choose_vector(ColumnType& type, std::int32_t typmod, const Target& target);

void encode_vector(FrameBuffer& out, const ColumnEncoder& column, Datum value);
// Widened to floats, which hold every half.
void encode_halfvec(FrameBuffer& out, const ColumnEncoder& column, Datum value);
// {"dimensions": 5, "elements": {"1": 1.5, "3": 2}}
void write_sparse_vector(StringInfo out, const JsonShape& shape, Datum value);

}  // namespace plugin
