// SPDX-License-Identifier: PostgreSQL
// The reader against msgpack-c's own unpack(): what one takes the other takes, with the same
// result.
#include <bit>
#include <optional>

#include <boost/test/unit_test.hpp>
#include <msgpack/unpack.hpp>

#include "frame/reader.hpp"
#include "frame/testing/exact_bytes.hpp"
#include "frame/testing/packed.hpp"
#include "frame/testing/seed.hpp"

using frame::Reader;
using frame::Value;
using frame::ValueKind;
using frame::testing::Chance;
using frame::testing::ExactBytes;
using frame::testing::packed;
using frame::testing::TestPacker;

namespace {

constexpr int kRounds = 20'000;

void pack_bytes(TestPacker& packer, Chance& chance) {
  const std::size_t lengths[] = {0, 1, 31, 32, 255, 256, 300};
  std::string bytes(lengths[chance.below(std::size(lengths))], '\0');
  for (char& byte : bytes) byte = static_cast<char>(chance.bits());
  if (chance.one_in(2)) return frame::write_text(packer, bytes);
  frame::write_binary(packer, bytes);
}

void pack_number(TestPacker& packer, Chance& chance) {
  const std::uint64_t bits = chance.bits() >> chance.below(64);
  switch (chance.below(4)) {
    case 0:
      return void(packer.pack_uint64(bits));
    case 1:
      return void(packer.pack_int64(-static_cast<std::int64_t>(bits >> 1)));
    case 2:
      return frame::write_float(packer, std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    default:
      return frame::write_double(packer, std::bit_cast<double>(bits));
  }
}

// Anything, containers and extensions included, `depth` levels deep at most.
void pack_any(TestPacker& packer, Chance& chance, int depth) {
  const std::size_t elements = chance.one_in(20) ? 16 + chance.below(10) : chance.below(5);
  switch (chance.below(depth > 0 ? 8 : 6)) {
    case 0:
      return void(packer.pack_nil());
    case 1:
      return void(chance.one_in(2) ? packer.pack_true() : packer.pack_false());
    case 2:
    case 3:
      return pack_number(packer, chance);
    case 4:
      return pack_bytes(packer, chance);
    case 5: {
      const std::string bytes(chance.below(20), 'e');
      packer.pack_ext(bytes.size(), static_cast<std::int8_t>(chance.bits()));
      packer.pack_ext_body(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
      return;
    }
    case 6:
      packer.pack_array(static_cast<std::uint32_t>(elements));
      for (std::size_t i = 0; i < elements; ++i) pack_any(packer, chance, depth - 1);
      return;
    default:
      packer.pack_map(static_cast<std::uint32_t>(elements));
      for (std::size_t i = 0; i < 2 * elements; ++i) pack_any(packer, chance, depth - 1);
      return;
  }
}

// Where msgpack-c ends its first value, if it takes the bytes.
std::optional<std::size_t> oracle_end(std::string_view bytes, msgpack::object_handle& into) {
  const msgpack::unpack_limit limit(1 << 20, 1 << 20);
  std::size_t offset = 0;
  try {
    msgpack::unpack(into, bytes.data(), bytes.size(), offset, nullptr, nullptr, limit);
  } catch (const msgpack::unpack_error&) {
    return std::nullopt;
  }
  return offset;
}

bool same_scalar(const Value& value, const msgpack::object& object) {
  switch (object.type) {
    case msgpack::type::NIL:
      return value.is_null();
    case msgpack::type::BOOLEAN:
      return value.kind == ValueKind::Boolean && (value.integer == 1) == object.via.boolean;
    case msgpack::type::POSITIVE_INTEGER:
      return (value.kind == ValueKind::Unsigned) == (object.via.u64 > INT64_MAX) &&
             value.unsigned_integer == object.via.u64;
    case msgpack::type::NEGATIVE_INTEGER:
      return value.kind == ValueKind::Integer && value.integer == object.via.i64;
    case msgpack::type::FLOAT32:
      return value.kind == ValueKind::Float &&
             std::bit_cast<std::uint64_t>(static_cast<double>(value.single)) ==
                 std::bit_cast<std::uint64_t>(object.via.f64);
    case msgpack::type::FLOAT64:
      return value.kind == ValueKind::Double && std::bit_cast<std::uint64_t>(value.number) ==
                                                    std::bit_cast<std::uint64_t>(object.via.f64);
    case msgpack::type::STR:
      return value.kind == ValueKind::Text &&
             value.bytes() == std::string_view(object.via.str.ptr, object.via.str.size);
    case msgpack::type::BIN:
      return value.kind == ValueKind::Binary &&
             value.bytes() == std::string_view(object.via.bin.ptr, object.via.bin.size);
    default:
      return false;
  }
}

// Reads on along the object that the oracle made of the same bytes.
bool reads_the_same(Reader& reader, const msgpack::object& object) {
  if (object.type == msgpack::type::MAP || object.type == msgpack::type::EXT) {
    reader.skip();
    return reader.sound();
  }
  if (object.type != msgpack::type::ARRAY) return same_scalar(reader.value(), object);
  if (reader.array() != object.via.array.size) return false;
  for (std::uint32_t i = 0; i < object.via.array.size; ++i)
    if (!reads_the_same(reader, object.via.array.ptr[i])) return false;
  return reader.sound();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(frame_reader_oracle)

BOOST_AUTO_TEST_CASE(reads_random_values_as_msgpack_reads_them) {
  const std::uint32_t seed = frame::testing::seed();
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    Chance chance(seed);
    for (int round = 0; round < kRounds; ++round) {
      const ExactBytes bytes(packed([&](auto& packer) { pack_any(packer, chance, 4); }));
      msgpack::object_handle object;
      const auto end = oracle_end(bytes, object);
      BOOST_REQUIRE(end.has_value());
      Reader reader(bytes);
      BOOST_REQUIRE(reads_the_same(reader, object.get()));
      BOOST_REQUIRE_EQUAL(reader.offset(), *end);
    }
  }
}

BOOST_AUTO_TEST_CASE(skips_damaged_values_just_where_msgpack_reads_them) {
  const std::uint32_t seed = frame::testing::seed();
  int refused = 0;
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    Chance chance(seed);
    for (int round = 0; round < kRounds; ++round) {
      std::string damaged = packed([&](auto& packer) { pack_any(packer, chance, 4); });
      for (std::size_t i = 1 + chance.below(3); i > 0; --i)
        damaged[chance.below(damaged.size())] = static_cast<char>(chance.bits());
      if (chance.one_in(3)) damaged.resize(chance.below(damaged.size() + 1));
      const ExactBytes bytes(damaged);
      msgpack::object_handle object;
      const auto end = oracle_end(bytes, object);
      Reader reader(bytes);
      reader.skip();
      BOOST_REQUIRE_EQUAL(reader.sound(), end.has_value());
      if (end) BOOST_REQUIRE_EQUAL(reader.offset(), *end);
      refused += end ? 0 : 1;
    }
  }
  BOOST_TEST(refused > kRounds / 20);
}

BOOST_AUTO_TEST_SUITE_END()
