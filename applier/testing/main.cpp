// SPDX-License-Identifier: PostgreSQL
// The unit tests of frame/ and applier/: one suite for each x_test.cpp, named by its path.
#define BOOST_TEST_MODULE wal2mysql
#include <boost/test/unit_test.hpp>
