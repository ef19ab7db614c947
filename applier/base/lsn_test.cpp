// SPDX-License-Identifier: PostgreSQL
#include "applier/base/lsn.hpp"

#include <boost/test/unit_test.hpp>

using applier::Lsn;

BOOST_AUTO_TEST_SUITE(base_lsn)

BOOST_AUTO_TEST_CASE(prints_itself_as_pg_lsn_does) {
  BOOST_TEST(Lsn{0}.text() == "0/0");
  BOOST_TEST(Lsn{0x15D2F48}.text() == "0/15D2F48");
  BOOST_TEST(Lsn{0x16B374D848}.text() == "16/B374D848");
  BOOST_TEST(Lsn{0x100000001}.text() == "1/1");
  BOOST_TEST(Lsn{UINT64_MAX}.text() == "FFFFFFFF/FFFFFFFF");
}

BOOST_AUTO_TEST_CASE(parses_what_it_prints) {
  for (std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0xffffffff}, std::uint64_t{0x100000000},
        std::uint64_t{0x16B374D848}, UINT64_MAX}) {
    const auto parsed = Lsn::parse(Lsn{value}.text());
    BOOST_REQUIRE(parsed.has_value());
    BOOST_TEST(parsed->value == value);
  }
}

BOOST_AUTO_TEST_CASE(parses_lower_case_and_leading_zeros) {
  BOOST_TEST(Lsn::parse("16/b374d848")->value == 0x16B374D848u);
  BOOST_TEST(Lsn::parse("00000016/00000001")->value == 0x1600000001u);
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_a_position) {
  for (const char* text : {"", "/", "0", "0/", "/0", "0/0 ", " 0/0", "0/0/0", "-1/0", "+1/0",
                           "0x1/0", "G/0", "100000000/0", "0/100000000", "0\\0"})
    BOOST_TEST(!Lsn::parse(text).has_value(), "parsed \"" << text << '"');
}

BOOST_AUTO_TEST_CASE(orders_by_the_whole_number) {
  BOOST_TEST((Lsn{0xffffffff} < Lsn{0x100000000}));
  BOOST_TEST((Lsn{5} == Lsn{5}));
  BOOST_TEST(!Lsn{}.valid());
  BOOST_TEST(Lsn{1}.valid());
}

BOOST_AUTO_TEST_SUITE_END()
