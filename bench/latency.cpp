// SPDX-License-Identifier: PostgreSQL
// latency SOURCE TARGET TICKS FIRST
//
// How long a committed row takes to be seen at the other end.  One thread commits rows FIRST, …
// into table tick of the source, 200 a second, each a transaction; the other asks the target for
// the newest row as often as it may.  TARGET is mysql:SOCKET, or a libpq connection string.
// Prints the median and the 99th percentile in milliseconds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <libpq-fe.h>
#include <mysql.h>

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto kInterval = 5ms;
constexpr auto kPause = 300us;   // between two looks, for the others on the machine
constexpr long kWarmUp = 200;    // rows that are not counted
constexpr auto kPatience = 60s;  // for a row

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what);
}

class Postgres {
 public:
  explicit Postgres(const char* connection) : connection_(PQconnectdb(connection), PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) fail(PQerrorMessage(connection_.get()));
  }

  // The first value, empty for NULL and for no row.
  std::string query(const std::string& sql) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection_.get(), sql.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      fail(PQerrorMessage(connection_.get()));
    return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
  }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

class Mysql {
 public:
  explicit Mysql(const char* socket) : mysql_(mysql_init(nullptr), mysql_close) {
    if (mysql_real_connect(mysql_.get(), nullptr, "root", nullptr, "postgres", 0, socket, 0) ==
        nullptr)
      fail(mysql_error(mysql_.get()));
  }

  std::string query(const std::string& sql) {
    if (mysql_query(mysql_.get(), sql.c_str()) != 0) fail(mysql_error(mysql_.get()));
    const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(
        mysql_store_result(mysql_.get()), mysql_free_result);
    const MYSQL_ROW row = result ? mysql_fetch_row(result.get()) : nullptr;
    return row == nullptr || row[0] == nullptr ? "" : row[0];
  }

 private:
  std::unique_ptr<MYSQL, decltype(&mysql_close)> mysql_;
};

using Query = std::function<std::string(const std::string&)>;

Query connect(const std::string& target) {
  const std::string mysql = "mysql:";
  if (target.compare(0, mysql.size(), mysql) == 0) {
    auto session = std::make_shared<Mysql>(target.c_str() + mysql.size());
    return [session](const std::string& sql) { return session->query(sql); };
  }
  auto session = std::make_shared<Postgres>(target.c_str());
  return [session](const std::string& sql) { return session->query(sql); };
}

// When each row was first seen.  Several may come into sight at once.
std::vector<Clock::time_point> watch(const Query& target, long ticks, long first) {
  std::vector<Clock::time_point> seen;
  auto last_news = Clock::now();
  while (static_cast<long>(seen.size()) < ticks) {
    const std::string newest = target("SELECT MAX(id) FROM tick");
    const auto now = Clock::now();
    const long count = newest.empty() ? 0 : std::atol(newest.c_str()) - first + 1;
    if (static_cast<long>(seen.size()) < count) {
      seen.resize(static_cast<std::size_t>(count), now);
      last_news = now;
    }
    if (now - last_news > kPatience) fail("a row does not arrive");
    std::this_thread::sleep_for(kPause);
  }
  return seen;
}

std::vector<Clock::time_point> write(Postgres& source, long ticks, long first) {
  std::vector<Clock::time_point> committed;
  auto next = Clock::now();
  for (long i = 0; i < ticks; ++i) {
    std::this_thread::sleep_until(next);
    source.query("INSERT INTO tick VALUES (" + std::to_string(first + i) + ")");
    committed.push_back(Clock::now());
    next += kInterval;
  }
  return committed;
}

double percentile(const std::vector<double>& sorted, double fraction) {
  return sorted[static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * fraction)];
}

void run(const char* source_connection, const char* target_connection, long ticks, long first) {
  if (ticks <= kWarmUp) fail("too few rows");
  Postgres source(source_connection);
  const Query target = connect(target_connection);
  std::vector<Clock::time_point> committed;
  std::jthread writer([&] {
    try {
      committed = write(source, ticks, first);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "latency: %s\n", error.what());
      std::_Exit(1);
    }
  });
  const std::vector<Clock::time_point> seen = watch(target, ticks, first);
  writer.join();
  std::vector<double> latencies;
  for (auto i = static_cast<std::size_t>(kWarmUp); i < committed.size(); ++i) {
    // It may be there before its writer hears that it is committed.
    const std::chrono::duration<double, std::milli> latency = seen[i] - committed[i];
    latencies.push_back(std::max(latency.count(), 0.0));
  }
  std::sort(latencies.begin(), latencies.end());
  std::printf("%.3f %.3f\n", percentile(latencies, 0.5), percentile(latencies, 0.99));
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 5) fail("usage: latency SOURCE TARGET TICKS FIRST");
  run(arguments[1], arguments[2], std::atol(arguments[3]), std::atol(arguments[4]));
} catch (const std::exception& error) {
  std::fprintf(stderr, "latency: %s\n", error.what());
  return 1;
}
