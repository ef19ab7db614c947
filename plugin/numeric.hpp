// SPDX-License-Identifier: PostgreSQL
// numeric, read from its bytes on disk.
#pragma once

#include "plugin/value_encoder.hpp"

namespace plugin {

// For a column that is declared with the precision of its type.
void encode_numeric(FrameBuffer& out, const ColumnEncoder& column, Datum value);

// For numeric without a precision, whose column is the widest that MySQL has.
inline constexpr int kDecimalDigitsMax = 65;
inline constexpr int kDecimalScaleMax = 30;
void encode_widest_numeric(FrameBuffer& out, const ColumnEncoder& column, Datum value);

}  // namespace plugin
