// SPDX-License-Identifier: PostgreSQL
// insert_ceiling SOCKET TABLE ROWS
//
// What MySQL itself can take: rows like those of the benchmarks go from memory into a table, 500 a
// prepared statement and 8,000 a transaction, on two connections.  Prints the seconds.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <mysql.h>

namespace {

constexpr long kConnections = 2;
constexpr long kRowsPerStatement = 500;
constexpr long kStatementsPerTransaction = 16;  // about what the applier commits at once
constexpr std::size_t kColumns = 10;

using Row = std::vector<std::string>;

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what);
}

std::string hex(unsigned long number) {
  char text[33];
  std::snprintf(text, sizeof text, "%016lx%016lx", number * 0x9E3779B97F4A7C15,
                number * 0xC2B2AE3D27D4EB4F);
  return text;
}

Row make_row(long id) {
  const std::string number = std::to_string(id);
  const auto two_digits = [](long value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
  };
  const std::string digest = hex(static_cast<unsigned long>(id));
  const std::string moment = "2021-03-" + two_digits(id % 28 + 1) + " 10:" + two_digits(id % 60) +
                             ":" + two_digits(id / 60 % 60) + ".250000";
  return {
      number,
      std::to_string(id * 7 % 1000003),
      "customer " + number,
      std::to_string(id % 100000) + "." + two_digits(id % 100),
      moment,
      moment,
      id % 3 == 0 ? "1" : "0",
      digest + " " + hex(static_cast<unsigned long>(id) + 1) + " with some words after it",
      R"({"n": )" + number + R"(, "ok": true, "tags": ["red", )" + std::to_string(id % 10) + "]}",
      digest.substr(0, 8) + "-" + digest.substr(8, 4) + "-" + digest.substr(12, 4) + "-" +
          digest.substr(16, 4) + "-" + digest.substr(20, 12)};
}

// One connection and the rows that are its share, which exist before the clock runs.
class Inserter {
 public:
  Inserter(const char* socket, const std::string& table, long first, long end)
      : mysql_(mysql_init(nullptr), mysql_close), table_(table) {
    mysql_options(mysql_.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(mysql_.get(), nullptr, "root", nullptr, nullptr, 0, socket, 0) ==
        nullptr)
      fail(mysql_error(mysql_.get()));
    mysql_autocommit(mysql_.get(), 0);
    for (long id = first; id < end; ++id) rows_.push_back(make_row(id));
  }

  void run() {
    long statements = 0;
    for (std::size_t next = 0; next < rows_.size();) {
      const std::size_t count = std::min<std::size_t>(kRowsPerStatement, rows_.size() - next);
      insert(next, count);
      next += count;
      if (++statements % kStatementsPerTransaction == 0) commit();
    }
    commit();
  }

 private:
  void prepare(std::size_t count) {
    std::string text = "INSERT INTO " + table_ + " VALUES ";
    for (std::size_t i = 0; i < count; ++i) text += i == 0 ? kPlaces : std::string(",") + kPlaces;
    statement_.reset(mysql_stmt_init(mysql_.get()));
    if (mysql_stmt_prepare(statement_.get(), text.data(), text.size()) != 0)
      fail(mysql_stmt_error(statement_.get()));
    prepared_rows_ = count;
  }

  void insert(std::size_t next, std::size_t count) {
    if (count != prepared_rows_) prepare(count);
    std::vector<MYSQL_BIND> binds(count * kColumns);
    std::vector<long long> ids(count);
    for (std::size_t i = 0; i < count; ++i) bind_row(&binds[i * kColumns], rows_[next + i], ids[i]);
    if (mysql_stmt_bind_param(statement_.get(), binds.data()) != 0 ||
        mysql_stmt_execute(statement_.get()) != 0)
      fail(mysql_stmt_error(statement_.get()));
  }

  static void bind_row(MYSQL_BIND* binds, Row& row, long long& id) {
    id = std::stoll(row[0]);
    binds[0].buffer_type = MYSQL_TYPE_LONGLONG;
    binds[0].buffer = &id;
    for (std::size_t column = 1; column < kColumns; ++column) {
      binds[column].buffer_type = MYSQL_TYPE_STRING;
      binds[column].buffer = row[column].data();
      binds[column].buffer_length = row[column].size();
    }
  }

  void commit() {
    if (mysql_commit(mysql_.get()) != 0) fail(mysql_error(mysql_.get()));
  }

  static constexpr const char* kPlaces = "(?,?,?,?,?,?,?,?,?,?)";
  std::unique_ptr<MYSQL, decltype(&mysql_close)> mysql_;
  std::unique_ptr<MYSQL_STMT, decltype(&mysql_stmt_close)> statement_{nullptr, mysql_stmt_close};
  std::size_t prepared_rows_ = 0;
  std::string table_;
  std::vector<Row> rows_;
};

double run(const char* socket, const char* table, long rows) {
  std::vector<Inserter> inserters;
  for (long i = 0; i < kConnections; ++i)
    inserters.emplace_back(socket, table, rows * i / kConnections, rows * (i + 1) / kConnections);
  std::vector<std::exception_ptr> failures(kConnections);
  const auto begun = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kConnections; ++i)
    threads.emplace_back([&, i] {
      try {
        inserters[i].run();
      } catch (...) {
        failures[i] = std::current_exception();
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 4) fail("usage: insert_ceiling SOCKET TABLE ROWS");
  mysql_library_init(0, nullptr, nullptr);
  std::printf("%.4f\n", run(arguments[1], arguments[2], std::atol(arguments[3])));
} catch (const std::exception& error) {
  std::fprintf(stderr, "insert_ceiling: %s\n", error.what());
  return 1;
}
