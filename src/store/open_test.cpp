// What a person is told when the store cannot be opened.

#include "store/open.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <latch>
#include <thread>

#include "store/store_test_kit.hpp"

namespace store {
namespace {

#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

class OpenTest : public test::StoreTest {
 protected:
  std::string refusal_of(const std::string& url, std::chrono::seconds limit = std::chrono::seconds(0),
                         std::function<void(const std::string&)> on_wait = {}) {
    StoreOptions options;
    options.url = url;
    options.connect_limit = limit;
    options.on_wait = std::move(on_wait);
    try {
      (void)Store::open(options, clock_, ids_);
    } catch (const StoreError& error) {
      return error.what();
    }
    return "";
  }
};

class SqliteOpenTest : public OpenTest {
 protected:
  std::string file() const { return (database_->folder() / "heed.db").string(); }
};

class PostgresOpenTest : public OpenTest {
 protected:
  // The test server's address with one part put in another's place.
  static std::string address_with(const std::string& part, const std::string& other) {
    auto address = test::postgres_address().value();
    const auto at = address.find(part);
    EXPECT_NE(at, std::string::npos) << address;
    return address.replace(at, part.size(), other);
  }
};

// A port of this machine where nobody listens.
int closed_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size), 0);
  ::close(socket);
  return ntohs(address.sin_port);
}

// Runs `work` in a process that is not root, and gives what it returns.
std::string as_nobody(const std::function<std::string()>& work) {
  int pipe[2];
  EXPECT_EQ(::pipe(pipe), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    if (::getuid() == 0 && ::setuid(kNobody) != 0) ::_exit(1);
    const std::string said = work();
    (void)!::write(pipe[1], said.data(), said.size());
    ::_exit(0);
  }
  ::close(pipe[1]);
  std::string said(4096, '\0');
  const auto size = ::read(pipe[0], said.data(), said.size());
  said.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  ::close(pipe[0]);
  ::waitpid(child, nullptr, 0);
  return said;
}

TEST_P(OpenTest, OpensTwice) {
  (void)open();
  const auto store = open();
  EXPECT_EQ(store->trouble(), std::nullopt);
}

TEST_P(SqliteOpenTest, WhoeverMakesTheFileTogetherGetsIt) {
  for (int round = 0; round < 10; ++round) {
    const std::string url = "sqlite:" + (database_->folder() / (std::to_string(round) + ".db")).string();
    std::vector<std::string> said(8);
    std::vector<std::thread> threads;
    std::latch all(static_cast<std::ptrdiff_t>(said.size()));
    for (auto& one : said) {
      threads.emplace_back([&] {
        all.arrive_and_wait();
        one = refusal_of(url);
      });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& one : said) EXPECT_EQ(one, "");
  }
}

TEST_P(SqliteOpenTest, LeavesOneFileThatOnlyItsOwnerReads) {
  (void)open();
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(database_->folder()))
    files.push_back(entry.path().filename());
  EXPECT_EQ(files, std::vector<std::string>{"heed.db"}) << "the log is moved into the file at close";
  struct stat about{};
  ASSERT_EQ(::stat(file().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);
}

TEST_P(SqliteOpenTest, TheMemoryDatabaseLeavesNothing) {
  const auto count = [] {
    std::size_t folders = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
      folders += entry.path().filename().string().starts_with("heed-") ? 1U : 0U;
    }
    return folders;
  };
  StoreOptions options;
  options.url = "sqlite::memory:";
  const std::string kept = std::getenv("TMPDIR") != nullptr ? std::getenv("TMPDIR") : "";
  ::setenv("TMPDIR", database_->folder().c_str(), 1);
  {
    const auto store = Store::open(options, clock_, ids_);
    EXPECT_EQ(count(), 1U);
  }
  EXPECT_EQ(count(), 0U);
  if (kept.empty()) ::unsetenv("TMPDIR");
  else ::setenv("TMPDIR", kept.c_str(), 1);
}

TEST_P(SqliteOpenTest, SaysThatTheFolderIsNotThere) {
  EXPECT_EQ(refusal_of("sqlite:" + database_->folder().string() + "/none/heed.db"),
            "The folder " + database_->folder().string() + "/none for the database is not there.");
}

TEST_P(SqliteOpenTest, SaysThatTheFolderCannotBeWritten) {
  ::chmod(database_->folder().c_str(), 0555);
  EXPECT_SAYS(as_nobody([&] { return refusal_of("sqlite:" + file()); }), "must belong to the user who runs heed");
  ::chmod(database_->folder().c_str(), 0755);
}

TEST_P(SqliteOpenTest, SaysThatTheFileCannotBeWritten) {
  (void)open();
  ::chmod(file().c_str(), 0444);
  EXPECT_SAYS(as_nobody([&] { return refusal_of("sqlite:" + file()); }), "must belong to the user who runs heed");
}

TEST_P(SqliteOpenTest, RefusesAFileThatIsNoDatabase) {
  const std::string text = "Dear diary, " + std::string(5000, 'x');
  std::ofstream(file()) << text;
  EXPECT_EQ(refusal_of("sqlite:" + file()), file() + " is not a SQLite database, or a damaged one.");
  std::ifstream again(file());
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(again), {}), text) << "it is left as it was";
}

TEST_P(SqliteOpenTest, RefusesAFolderInTheFilesPlace) {
  std::filesystem::create_directory(file());
  EXPECT_SAYS(refusal_of("sqlite:" + file()), "cannot be written");
}

TEST_P(SqliteOpenTest, RefusesTheDatabaseOfAnotherProgram) {
  database_->administer("PRAGMA application_id = 0; CREATE TABLE theirs (id INTEGER)");
  EXPECT_EQ(refusal_of("sqlite:" + file()), file() + " is a SQLite database of another program, not Heed's.");
}

TEST_P(SqliteOpenTest, RefusesAnAddressOfNoKind) {
  EXPECT_SAYS(refusal_of("mysql://root@localhost/heed"), "begins with \"sqlite:\"");
  EXPECT_SAYS(refusal_of(""), "begins with \"sqlite:\"");
}

TEST_P(SqliteOpenTest, SaysThatAnotherProcessHoldsTheDatabase) {
  (void)open();
  const auto other = database_->connect();
  other->begin();
  EXPECT_SAYS(refusal_of("sqlite:" + file()), "is locked by another process");
  other->rollback();
  EXPECT_EQ(refusal_of("sqlite:" + file()), "");
}

TEST_P(PostgresOpenTest, WaitsForAServerThatDoesNotAnswerAndThenSaysWhatToCheck) {
  const auto port = std::to_string(closed_port());
  std::vector<std::string> waits;
  const auto said = refusal_of("postgresql://heed:secret-word@127.0.0.1:" + port + "/heed", std::chrono::seconds(1),
                               [&](const std::string& message) { waits.push_back(message); });
  EXPECT_SAYS(said, "PostgreSQL at 127.0.0.1:" + port);
  EXPECT_SAYS(said, "Waited 1 s. Check that the server runs");
  EXPECT_EQ(said.find("secret-word"), std::string::npos) << said;
  ASSERT_FALSE(waits.empty());
  EXPECT_SAYS(waits.front(), "PostgreSQL at 127.0.0.1:" + port);
  EXPECT_EQ(waits.front().find("secret-word"), std::string::npos) << waits.front();
}

TEST_P(PostgresOpenTest, SaysThatTheDatabaseIsNotThere) {
  const auto said = refusal_of(address_with("/postgres", "/no_such_database"), std::chrono::seconds(30));
  EXPECT_SAYS(said, "has no database \"no_such_database\". Create it: createdb -O ");
}

TEST_P(PostgresOpenTest, SaysThatTheSignInIsRefused) {
  const auto said = refusal_of(address_with("://", "://no_such_user:secret-word@")
                                   .replace(address_with("://", "://no_such_user:secret-word@").find("heed@"), 5, ""),
                               std::chrono::seconds(30));
  EXPECT_SAYS(said, "refused the sign-in of \"no_such_user\"");
  EXPECT_EQ(said.find("secret-word"), std::string::npos) << said;
}

TEST_P(PostgresOpenTest, DoesNotRepeatAnAddressItCannotRead) {
  const auto said = refusal_of("postgresql://heed:secret word%zz@[bad/heed?nonsense=1");
  EXPECT_SAYS(said, "is not one of PostgreSQL");
  EXPECT_EQ(said.find("secret"), std::string::npos) << said;
}

HEED_ON_BOTH_ENGINES(OpenTest);
INSTANTIATE_TEST_SUITE_P(On, SqliteOpenTest, ::testing::Values(test::Backend::sqlite), test::backend_name);
INSTANTIATE_TEST_SUITE_P(On, PostgresOpenTest, ::testing::Values(test::Backend::postgres), test::backend_name);

}  // namespace
}  // namespace store
