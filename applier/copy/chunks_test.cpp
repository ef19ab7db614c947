// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/chunks.hpp"

#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace applier;

namespace {

// "0-4 4-8@70 8-": first and end, the transaction since which, an open end for the last.
std::string text(const std::vector<Chunk>& chunks) {
  std::string text;
  for (const Chunk& chunk : chunks) {
    BOOST_TEST(chunk.table == 3u);
    BOOST_TEST(chunk.heap == 7u);
    text += fmt::format("{}{}-{}{}", text.empty() ? "" : " ", chunk.first_block,
                        chunk.is_last ? "" : std::to_string(chunk.end_block),
                        chunk.since_xid == 0 ? "" : fmt::format("@{}", chunk.since_xid));
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(copy_chunks)

BOOST_AUTO_TEST_CASE(cuts_a_heap_into_pieces_of_which_the_last_has_no_end) {
  BOOST_TEST(text(chunks_of(3, {7, 10}, 4, {})) == "0-4 4-8 8-");
  BOOST_TEST(text(chunks_of(3, {7, 8}, 4, {})) == "0-4 4-");
  BOOST_TEST(text(chunks_of(3, {7, 0}, 4, {})) == "0-");
}

BOOST_AUTO_TEST_CASE(reads_what_is_copied_for_what_came_since_and_the_rest_in_full) {
  const CopiedChunk copied[] = {
      {7, 4, 8, false, 70}, {8, 8, 12, false, 70}, {7, 12, 16, false, 71}};
  BOOST_TEST(text(chunks_of(3, {7, 20}, 4, copied)) == "0-4 4-8@70 8-12 12-16@71 16-");
}

BOOST_AUTO_TEST_CASE(reads_behind_what_was_the_last_chunk_when_the_heap_has_grown) {
  const CopiedChunk copied[] = {{7, 0, 4, false, 70}, {7, 4, 6, true, 70}};
  BOOST_TEST(text(chunks_of(3, {7, 9}, 4, copied)) == "0-4@70 4-6@70 6-");
  BOOST_TEST(text(chunks_of(3, {7, 6}, 4, copied)) == "0-4@70 4-@70");
}

BOOST_AUTO_TEST_CASE(keeps_chunks_whose_size_was_another) {
  const CopiedChunk copied[] = {{7, 0, 10, false, 70}};
  BOOST_TEST(text(chunks_of(3, {7, 13}, 4, copied)) == "0-10@70 10-");
}

BOOST_AUTO_TEST_SUITE_END()
