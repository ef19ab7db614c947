// SPDX-License-Identifier: PostgreSQL
// Text from the server's encoding to the UTF-8 of frames.
#pragma once

#include "plugin/frame_buffer.hpp"

namespace plugin {

// Puts the text of a value.  Where it has bytes that are not text in any encoding (SQL_ASCII allows
// them) or characters that UTF-8 lacks, which keep their bytes, it goes as binary, which a text
// column never has otherwise.
void put_text(FrameBuffer& out, const char* text, std::size_t length);

// For text that did not come through PostgreSQL's input checks, such as that of "char".
void put_unchecked_text(FrameBuffer& out, const char* text, std::size_t length);

// For names.  In the current memory context where it had to be converted.
std::string_view to_utf8(const char* text);

}  // namespace plugin
