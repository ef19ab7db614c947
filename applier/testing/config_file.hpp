// SPDX-License-Identifier: PostgreSQL
// Configuration files for tests.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include "applier/base/error.hpp"
#include "applier/config/config.hpp"

namespace applier::testing {

// A file in a folder of its own, gone with the object.
class File {
 public:
  explicit File(const std::string& content) {
    std::string folder = (std::filesystem::temp_directory_path() / "config_test.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(folder.data()) != nullptr);
    folder_ = folder;
    path_ = folder_ / "shop.toml";
    std::ofstream(path_) << content;
  }
  ~File() { std::filesystem::remove_all(folder_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string line(int number) const { return path_.string() + ":" + std::to_string(number); }

 private:
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

inline const std::string kLeast = R"([stream]
name = "shop"
[source]
connection = "dbname=shop"
publications = ["shop"]
[target]
host = "db"
)";

inline Config loaded(const std::string& content) {
  return load_config(File(content).path());
}

// What stands on line 8 of a file that is otherwise in order.
inline Config loaded_with(const std::string& lines) {
  return loaded(kLeast + lines);
}

// The content is refused with a message that names the file, the line and the matter.
inline void check_refused(const std::string& content, int line, const std::string& matter) {
  const File file(content);
  try {
    load_config(file.path());
    BOOST_ERROR("not refused: " << content);
  } catch (const Error& error) {
    const std::string where = line > 0 ? file.line(line) : file.path().string();
    BOOST_TEST(error.message().starts_with(where + ": "), error.message());
    BOOST_TEST(error.message().find(matter) != std::string::npos, error.message());
    BOOST_TEST((error.remedy() == Remedy::Halt));
  }
}

inline void check_refused_with(const std::string& line, const std::string& matter) {
  check_refused(kLeast + line, 8, matter);
}

}  // namespace applier::testing
