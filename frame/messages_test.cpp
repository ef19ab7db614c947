// SPDX-License-Identifier: PostgreSQL
#include "frame/messages.hpp"

#include <functional>
#include <memory>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "frame/message_reader.hpp"
#include "frame/testing/exact_bytes.hpp"
#include "frame/testing/packed.hpp"

using namespace frame;
using frame::testing::ExactBytes;
using frame::testing::packed;

namespace {

const Column kColumns[] = {{1, "id", "BIGINT", Wire::Integer, true},
                           {3, "name", "VARCHAR(20)", Wire::Text, false, kColumnOfUnknownType}};
const std::uint16_t kKey[] = {0};
const Relation kRelation{16384, "public", "t", Identity::Key, kColumns, kKey, kKey};
const Relation kUntoldRelation{16384,    "public", "t",  Identity::Key,
                               kColumns, kKey,     kKey, Untold::Publications};
const std::uint32_t kTruncated[] = {16384, 16385};

// Reads one whole message, its rows of two columns included, as the decoder would.
void read_message(Reader& reader) {
  const auto buffer = std::make_unique<RelationBuffer>();
  Value row[2];
  const Head head = read_head(reader);
  switch (head.kind) {
    case Kind::Hello:
      return void(read_hello(reader, head));
    case Kind::Begin:
      return void(read_begin(reader, head));
    case Kind::Commit:
      return void(read_commit(reader, head));
    case Kind::Relation:
      return void(read_relation(reader, head, *buffer));
    case Kind::Heartbeat:
      return void(read_heartbeat(reader, head));
    case Kind::Piece:
      return void(read_piece(reader, head));
    case Kind::Truncate:
      for (auto ids = read_truncate(reader, head).relations; ids > 0 && reader.sound(); --ids)
        reader.uint32();
      return;
    case Kind::Insert:
    case Kind::Update:
    case Kind::Delete: {
      const Change change = read_change(reader, head);
      if (head.kind != Kind::Insert)
        read_row(reader, {row, change.old_row == OldRow::None  ? 0u
                               : change.old_row == OldRow::Key ? 1u
                                                               : 2u});
      if (head.kind != Kind::Delete) read_row(reader, row);
      return;
    }
  }
  BOOST_TEST(!reader.sound());
}

bool is_sound(std::string_view bytes) {
  Reader reader(bytes);
  read_message(reader);
  return reader.sound() && reader.at_end();
}

template <typename P>
void write_row(P& packer) {
  packer.pack_array(2);
  packer.pack_int64(7);
  write_text(packer, "seven");
}

// One message of every kind and form.
std::vector<std::string> every_message() {
  return {
      packed([](auto& p) {
        write_hello(p, {1, "1.0.0", 150020});
      }),
      packed([](auto& p) {
        write_begin(p, {731, 0x16B374D848, 0x16B374D900, -1});
      }),
      packed([](auto& p) { write_relation(p, kRelation); }),
      packed([](auto& p) {
        write_insert(p, 16384);
        write_row(p);
      }),
      packed([](auto& p) {
        write_update(p, 16384, OldRow::None);
        p.pack_array(0);
        write_row(p);
      }),
      packed([](auto& p) {
        write_update(p, 16384, OldRow::Key);
        p.pack_array(1);
        p.pack_int64(6);
        write_row(p);
      }),
      packed([](auto& p) {
        write_delete(p, 16384, OldRow::Full);
        write_row(p);
      }),
      packed([](auto& p) { write_truncate(p, kTruncateCascade, kTruncated); }),
      packed([](auto& p) {
        write_commit(p, {0x16B374D848, 0x16B374D900, 700'000'000'000'000});
      }),
      packed([](auto& p) { write_piece(p, "bytes of a long value"); }),
      packed([](auto& p) { write_relation(p, kUntoldRelation); }),
      packed([](auto& p) {
        write_heartbeat(p, {7, 700'000'000'000'000});
      }),
  };
}

// A relation frame whose parts a test may falsify.
struct Described {
  std::uint32_t columns = 1;
  std::int64_t attnum = 1;
  std::uint32_t wire = 1;
  std::uint32_t identity_kind = 0;
  std::vector<std::uint16_t> primary_key;
  std::vector<std::uint16_t> identity;

  std::string bytes() const {
    return packed([&](auto& p) {
      write_kind(p, Kind::Relation, 7);
      p.pack_uint32(1);
      write_text(p, "s");
      write_text(p, "t");
      p.pack_uint32(identity_kind);
      p.pack_array(columns);
      for (std::uint32_t i = 0; i < columns; ++i) {
        p.pack_array(6);
        p.pack_int64(attnum);
        write_text(p, "c");
        write_text(p, "INT");
        p.pack_uint32(wire);
        p.pack_true();
        p.pack_uint8(0);
      }
      write_positions(p, primary_key);
      write_positions(p, identity);
    });
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(frame_messages)

BOOST_AUTO_TEST_CASE(reads_hello_as_it_was_written) {
  const std::string bytes = packed([](auto& p) { write_hello(p, {3, "1.2.3", 180001}); });
  Reader reader(bytes);
  const Hello hello = read_hello(reader, read_head(reader));
  BOOST_TEST(reader.sound());
  BOOST_TEST(hello.protocol_version == 3u);
  BOOST_TEST(hello.plugin_version == "1.2.3");
  BOOST_TEST(hello.server_version_num == 180001u);
}

BOOST_AUTO_TEST_CASE(reads_begin_and_commit_at_the_ends_of_their_ranges) {
  const std::string begun = packed([](auto& p) {
    write_begin(p, {UINT32_MAX, UINT64_MAX, UINT64_MAX - 1, INT64_MIN});
  });
  Reader begin_reader(begun);
  const Begin begin = read_begin(begin_reader, read_head(begin_reader));
  BOOST_TEST(begin_reader.sound());
  BOOST_TEST(begin.xid == UINT32_MAX);
  BOOST_TEST(begin.commit_lsn == UINT64_MAX);
  BOOST_TEST(begin.end_lsn == UINT64_MAX - 1);
  BOOST_TEST(begin.commit_time_us == INT64_MIN);

  const std::string committed = packed([](auto& p) {
    write_commit(p, {UINT64_MAX, UINT64_MAX - 1, INT64_MAX});
  });
  Reader commit_reader(committed);
  const Commit commit = read_commit(commit_reader, read_head(commit_reader));
  BOOST_TEST(commit_reader.sound());
  BOOST_TEST(commit.commit_lsn == UINT64_MAX);
  BOOST_TEST(commit.end_lsn == UINT64_MAX - 1);
  BOOST_TEST(commit.commit_time_us == INT64_MAX);
}

BOOST_AUTO_TEST_CASE(reads_a_relation_as_it_was_written) {
  const std::string bytes = packed([](auto& p) { write_relation(p, kRelation); });
  const auto buffer = std::make_unique<RelationBuffer>();
  Reader reader(bytes);
  const Relation relation = read_relation(reader, read_head(reader), *buffer);
  BOOST_REQUIRE(reader.sound());
  BOOST_TEST(relation.id == 16384u);
  BOOST_TEST(relation.schema == "public");
  BOOST_TEST(relation.name == "t");
  BOOST_TEST((relation.identity_kind == Identity::Key));
  BOOST_REQUIRE_EQUAL(relation.columns.size(), 2u);
  BOOST_TEST(relation.columns[1].attnum == 3);
  BOOST_TEST(relation.columns[1].name == "name");
  BOOST_TEST(relation.columns[1].mysql_type == "VARCHAR(20)");
  BOOST_TEST((relation.columns[1].wire == Wire::Text));
  BOOST_TEST(relation.columns[0].not_null);
  BOOST_TEST(relation.columns[1].flags == kColumnOfUnknownType);
  BOOST_TEST(!relation.columns[1].not_null);
  BOOST_TEST(relation.primary_key == kRelation.primary_key, boost::test_tools::per_element());
  BOOST_TEST(relation.identity == kRelation.identity, boost::test_tools::per_element());
  BOOST_TEST((relation.untold == Untold::Nothing));

  const std::string untold = packed([](auto& p) { write_relation(p, kUntoldRelation); });
  Reader untold_reader(untold);
  BOOST_TEST((read_relation(untold_reader, read_head(untold_reader), *buffer).untold ==
              Untold::Publications));
  BOOST_TEST(untold_reader.sound());
}

BOOST_AUTO_TEST_CASE(reads_changes_and_truncates_as_they_were_written) {
  const std::string updated = every_message()[5];
  Reader update_reader(updated);
  const Change change = read_change(update_reader, read_head(update_reader));
  BOOST_TEST(update_reader.sound());
  BOOST_TEST(change.relation == 16384u);
  BOOST_TEST((change.old_row == OldRow::Key));

  const std::string truncated = packed([](auto& p) { write_truncate(p, 3, kTruncated); });
  Reader reader(truncated);
  const Truncate truncate = read_truncate(reader, read_head(reader));
  BOOST_TEST(truncate.flags == 3u);
  BOOST_TEST(truncate.relations == 2u);
  BOOST_TEST(reader.uint32() == 16384u);
  BOOST_TEST(reader.uint32() == 16385u);
  BOOST_TEST(reader.sound());
}

BOOST_AUTO_TEST_CASE(reads_heartbeats_as_they_were_written) {
  const std::string written = packed([](auto& p) { write_heartbeat(p, {UINT64_MAX, -1}); });
  Reader reader(written);
  const Heartbeat heartbeat = read_heartbeat(reader, read_head(reader));
  BOOST_TEST(reader.sound());
  BOOST_TEST(heartbeat.beat == UINT64_MAX);
  BOOST_TEST(heartbeat.sent_at_us == -1);
}

BOOST_AUTO_TEST_CASE(fails_where_any_message_is_cut_off) {
  for (const std::string& whole : every_message()) {
    BOOST_TEST(is_sound(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const ExactBytes cut(std::string_view(whole).substr(0, length));
      Reader reader(cut);
      read_message(reader);
      BOOST_TEST(!reader.sound());
      BOOST_TEST(reader.offset() <= length);
    }
  }
}

BOOST_AUTO_TEST_CASE(survives_every_other_byte_in_the_place_of_every_byte) {
  for (const std::string& whole : every_message()) {
    for (std::size_t at = 0; at < whole.size(); ++at) {
      std::string damaged = whole;
      for (int byte = 0; byte < 256; ++byte) {
        damaged[at] = static_cast<char>(byte);
        const ExactBytes bytes(damaged);
        Reader reader(bytes);
        read_message(reader);
        BOOST_REQUIRE_LE(reader.offset(), damaged.size());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(skips_fields_that_a_later_version_appends) {
  using Write = std::function<void(testing::TestPacker&)>;
  const std::vector<std::pair<std::uint32_t, Write>> frames = {
      {3,
       [](auto& p) {
         write_hello(p, {1, "1.0.0", 150020});
       }},
      {4,
       [](auto& p) {
         write_begin(p, {1, 2, 3, 4});
       }},
      {8, [](auto& p) { write_relation(p, kUntoldRelation); }},
      {3,
       [](auto& p) {
         write_commit(p, {1, 2, 3});
       }},
      {1, [](auto& p) { write_piece(p, "x"); }},
  };
  for (const auto& [fields, write] : frames) {
    std::string longer = packed(write);
    BOOST_REQUIRE_EQUAL(static_cast<unsigned char>(longer[0]), 0x91u + fields);
    longer[0] = static_cast<char>(0x93 + fields);
    longer += packed([](auto& p) {
      p.pack_array(2);
      p.pack_nil();
      p.pack_map(0);
      write_text(p, "of a later version");
    });
    BOOST_TEST(is_sound(longer));
    longer.pop_back();
    BOOST_TEST(!is_sound(longer));
  }
}

BOOST_AUTO_TEST_CASE(skips_fields_that_a_later_version_appends_to_a_column) {
  std::string bytes = packed([](auto& p) { write_relation(p, kRelation); });
  const std::string column = packed([](auto& p) { write_column(p, kColumns[0]); });
  std::string longer = column + "\xa1x";
  longer[0] = '\x97';
  bytes.replace(bytes.find(column), column.size(), longer);
  BOOST_TEST(is_sound(bytes));
}

BOOST_AUTO_TEST_CASE(fails_where_a_message_has_fewer_fields_than_its_kind) {
  for (const std::string& whole : every_message()) {
    std::string shorter = whole;
    --shorter[0];
    BOOST_TEST(!is_sound(shorter));
  }
}

BOOST_AUTO_TEST_CASE(fails_where_a_change_has_more_fields_than_its_kind) {
  for (const std::string& whole : every_message()) {
    const auto kind = static_cast<Kind>(whole[1]);
    if (kind != Kind::Insert && kind != Kind::Update && kind != Kind::Delete &&
        kind != Kind::Truncate)
      continue;
    std::string longer = whole + "\xc0";
    ++longer[0];
    BOOST_TEST(!is_sound(longer));
  }
}

BOOST_AUTO_TEST_CASE(fails_on_frames_of_no_known_kind) {
  for (const char* bytes : {"\x90", "\x91\xc0", "\x91\x0b", "\x91\x7f", "\x91\xff", "\x80", "\x01"})
    BOOST_TEST(!is_sound(bytes));
  BOOST_TEST(!is_sound(std::string_view("\x91\x00", 2)));
}

BOOST_AUTO_TEST_CASE(fails_on_rows_that_have_not_one_value_for_each_column) {
  for (std::uint32_t values : {0u, 1u, 3u, 100u}) {
    const std::string bytes = packed([&](auto& p) {
      write_insert(p, 16384);
      p.pack_array(values);
      for (std::uint32_t i = 0; i < values; ++i) p.pack_int64(i);
    });
    BOOST_TEST(!is_sound(bytes));
  }
}

BOOST_AUTO_TEST_CASE(fails_on_a_delete_without_an_old_row) {
  const std::string bytes = packed([](auto& p) {
    write_delete(p, 16384, OldRow::None);
    p.pack_array(0);
  });
  BOOST_TEST(!is_sound(bytes));
}

BOOST_AUTO_TEST_CASE(takes_a_relation_of_as_many_columns_as_postgresql_allows) {
  Described described;
  described.columns = kColumnsMax;
  described.primary_key = {kColumnsMax - 1};
  BOOST_TEST(is_sound(described.bytes()));
  described.columns = kColumnsMax + 1;
  BOOST_TEST(!is_sound(described.bytes()));
}

BOOST_AUTO_TEST_CASE(fails_on_keys_that_do_not_fit_their_relation) {
  Described described;
  described.columns = 2;
  described.identity_kind = 1;
  described.primary_key = {1, 0};
  described.identity = {1};
  BOOST_TEST(is_sound(described.bytes()));
  described.identity = {2};
  BOOST_TEST(!is_sound(described.bytes()));
  described.identity = {0, 1, 0};
  BOOST_TEST(!is_sound(described.bytes()));
  described.identity = {};
  BOOST_TEST(!is_sound(described.bytes()));
  described.identity_kind = 0;
  BOOST_TEST(is_sound(described.bytes()));
  described.primary_key = {65535};
  BOOST_TEST(!is_sound(described.bytes()));
}

BOOST_AUTO_TEST_CASE(fails_on_enumerations_without_such_a_member) {
  Described described;
  described.wire = static_cast<std::uint32_t>(kWireLast);
  described.identity_kind = static_cast<std::uint32_t>(Identity::Full);
  BOOST_TEST(is_sound(described.bytes()));
  described.wire = static_cast<std::uint32_t>(kWireLast) + 1;
  BOOST_TEST(!is_sound(described.bytes()));
  described.wire = 0;
  BOOST_TEST(!is_sound(described.bytes()));
  described.wire = 1;
  described.identity_kind = static_cast<std::uint32_t>(Identity::Full) + 1;
  BOOST_TEST(!is_sound(described.bytes()));

  const std::string updated = packed([](auto& p) {
    write_update(p, 1, static_cast<OldRow>(static_cast<std::uint8_t>(OldRow::Full) + 1));
    write_row(p);
    write_row(p);
  });
  BOOST_TEST(!is_sound(updated));
}

BOOST_AUTO_TEST_CASE(fails_on_column_numbers_that_postgresql_cannot_have) {
  Described described;
  described.attnum = kColumnsMax;
  BOOST_TEST(is_sound(described.bytes()));
  for (std::int64_t attnum : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{kColumnsMax} + 1,
                              (std::int64_t{1} << 32) + 1}) {
    described.attnum = attnum;
    BOOST_TEST(!is_sound(described.bytes()));
  }
}

BOOST_AUTO_TEST_SUITE_END()
