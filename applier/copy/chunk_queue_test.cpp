// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/chunk_queue.hpp"

#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace applier;
using Seconds = ChunkQueue::Seconds;

namespace {

Chunk range(std::size_t table, std::uint64_t first, std::uint64_t end, std::uint64_t since = 0) {
  return {table, 7, first, end, true, since};
}

std::string text(const std::optional<Chunk>& chunk) {
  if (!chunk) return "nothing";
  return fmt::format("{}: {}-{}", chunk->table, chunk->first_block,
                     chunk->is_last ? "" : std::to_string(chunk->end_block));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(copy_chunk_queue)

BOOST_AUTO_TEST_CASE(hands_out_all_of_every_table_once) {
  ChunkQueue queue({range(0, 0, 5000), range(0, 0, 0), range(1, 0, 300)}, 3, 512, 2);
  BOOST_TEST(queue.is_empty(2));
  BOOST_TEST(!queue.is_empty(1));
  std::uint64_t blocks[2] = {};
  int finished = 0;
  while (const auto chunk = queue.next()) {
    blocks[chunk->table] += chunk->end_block - chunk->first_block;
    finished += queue.finish(*chunk, Seconds(1));
  }
  BOOST_TEST(blocks[0] == 5000u);
  BOOST_TEST(blocks[1] == 300u);
  BOOST_TEST(finished == 2);
}

BOOST_AUTO_TEST_CASE(makes_chunks_as_large_as_take_five_seconds) {
  ChunkQueue queue({range(0, 0, 1'000'000)}, 1, 4096, 2);
  Chunk chunk = *queue.next();
  BOOST_TEST(text(chunk) == "0: 0-128");
  queue.finish(chunk, Seconds(0.1));
  chunk = *queue.next();
  BOOST_TEST(text(chunk) == "0: 128-640");  // four times as many at most
  queue.finish(chunk, Seconds(50));
  chunk = *queue.next();
  BOOST_TEST(text(chunk) == "0: 640-691");
  queue.finish(chunk, Seconds(1000));
  BOOST_TEST(text(queue.next()) == "0: 691-692");  // one at least
}

BOOST_AUTO_TEST_CASE(makes_no_chunk_larger_than_is_wanted) {
  ChunkQueue queue({range(0, 0, 1'000'000)}, 1, 200, 2);
  queue.finish(*queue.next(), Seconds(0.1));
  BOOST_TEST(text(queue.next()) == "0: 128-328");
}

BOOST_AUTO_TEST_CASE(shrinks_chunks_towards_the_end) {
  ChunkQueue queue({range(0, 0, 400)}, 1, 4096, 2);
  BOOST_TEST(text(queue.next()) == "0: 0-100");
  BOOST_TEST(text(queue.next()) == "0: 100-175");
  BOOST_TEST(text(queue.next()) == "0: 175-239");
}

BOOST_AUTO_TEST_CASE(reads_what_is_copied_in_one) {
  ChunkQueue queue({range(0, 0, 5000, 70), range(0, 5000, 5100)}, 1, 512, 1);
  Chunk chunk = *queue.next();
  BOOST_TEST(chunk.end_block == 5000u);
  BOOST_TEST(!queue.finish(chunk, Seconds(9)));
  BOOST_TEST(text(queue.next()) == "0: 5000-5064");
}

BOOST_AUTO_TEST_CASE(finishes_a_table_with_its_last_chunk_whoever_has_it) {
  ChunkQueue queue({range(0, 0, 100)}, 1, 512, 2);
  const Chunk first = *queue.next();
  const Chunk second = *queue.next();
  BOOST_TEST(text(second) == "0: 64-");
  BOOST_TEST(text(queue.next()) == "nothing");
  BOOST_TEST(!queue.finish(second, Seconds(1)));
  BOOST_TEST(queue.finish(first, Seconds(1)));
}

BOOST_AUTO_TEST_SUITE_END()
