#include "workflow/import/twcs_spill.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/check.hpp"

namespace workflow {
namespace {

constexpr std::uint64_t kUnit = 16;
constexpr std::size_t kWriteAt = 1024 * 1024;
constexpr std::size_t kUsualRow = 1024;  // Most rows are read in one go.

// What stands before the letters of a row: id, parent, author, text.
struct Head {
  std::int64_t at_ms;
  std::int64_t line;
  std::uint32_t text;  // Lengths in bytes.
  std::uint16_t author;
  std::uint8_t id;
  std::uint8_t parent : 7;
  std::uint8_t inbound : 1;
};
static_assert(sizeof(Head) == 24);

}  // namespace

base::Result<TwcsSpill> TwcsSpill::create(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::string name = folder + "/twcs-import-XXXXXX";
  const int file = error ? -1 : mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) {
    const auto why = error ? error.message() : std::generic_category().message(errno);
    return base::fail(base::FailureKind::unavailable, "No working file can be made in " + folder + ": " + why + ".");
  }
  unlink(name.c_str());
  return TwcsSpill(file, folder);
}

TwcsSpill::TwcsSpill(TwcsSpill&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      folder_(std::move(other.folder_)),
      waiting_(std::move(other.waiting_)),
      written_(other.written_) {}

TwcsSpill::~TwcsSpill() {
  if (file_ >= 0) close(file_);
}

std::uint32_t TwcsSpill::next_place() const {
  const auto place = (written_ + waiting_.size()) / kUnit;
  if (place > 0xFFFFFFFFU) throw std::length_error("the archive has more than 64 GiB of rows");
  return static_cast<std::uint32_t>(place);
}

void TwcsSpill::append(const TwcsRow& row) {
  Head head{.at_ms = row.at.time_since_epoch().count(), .line = row.line};
  head.text = static_cast<std::uint32_t>(row.text.size());
  head.author = static_cast<std::uint16_t>(row.author.size());
  head.id = static_cast<std::uint8_t>(row.id.size());
  head.parent = static_cast<std::uint8_t>(row.parent_id.size() & 0x7F);
  head.inbound = row.inbound ? 1 : 0;
  const bool fits = head.text == row.text.size() && head.author == row.author.size() && head.id == row.id.size() &&
                    head.parent == row.parent_id.size();
  HEED_CHECK(fits, "a row that the reader would have refused");
  std::array<char, sizeof(Head)> bytes;
  std::memcpy(bytes.data(), &head, sizeof(Head));
  waiting_.append(bytes.data(), bytes.size());
  waiting_.append(row.id).append(row.parent_id).append(row.author).append(row.text);
  waiting_.resize((waiting_.size() + kUnit - 1) / kUnit * kUnit);
  if (waiting_.size() >= kWriteAt) write_out();
}

void TwcsSpill::finish_appending() {
  write_out();
  waiting_ = std::string();
}

// Whole units only, so that rows keep standing where append() said.
void TwcsSpill::write_out() {
  for (std::size_t done = 0; done < waiting_.size();) {
    const auto wrote = pwrite(file_, waiting_.data() + done, waiting_.size() - done, static_cast<off_t>(written_ + done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0)
      throw std::system_error(errno, std::generic_category(), "writing the import's working file in " + folder_);
    done += static_cast<std::size_t>(wrote);
  }
  written_ += waiting_.size();
  waiting_.clear();
}

std::size_t TwcsSpill::read_at(std::uint64_t offset, char* out, std::size_t size) const {
  std::size_t done = 0;
  while (done < size) {
    const auto got = pread(file_, out + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category(), "reading the import's working file in " + folder_);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

TwcsRow TwcsSpill::read(std::uint32_t place) const {
  const auto offset = place * kUnit;
  std::string bytes(kUsualRow, '\0');
  auto got = read_at(offset, bytes.data(), bytes.size());
  HEED_CHECK(got >= sizeof(Head), "no row begins here");
  Head head;
  std::memcpy(&head, bytes.data(), sizeof(Head));
  const std::size_t length = sizeof(Head) + head.id + head.parent + head.author + head.text;
  if (length > got) {
    bytes.resize(length);
    got += read_at(offset + got, bytes.data() + got, length - got);
  }
  HEED_CHECK(got >= length, "the row is cut off");

  std::size_t at = sizeof(Head);
  const auto take = [&](std::size_t size) { return bytes.substr(std::exchange(at, at + size), size); };
  TwcsRow row{.line = head.line, .inbound = head.inbound != 0, .at = base::Time{std::chrono::milliseconds{head.at_ms}}};
  row.id = take(head.id);
  row.parent_id = take(head.parent);
  row.author = take(head.author);
  row.text = take(head.text);
  return row;
}

void TwcsSpill::expect(std::uint32_t place) const {
  posix_fadvise(file_, static_cast<off_t>(place * kUnit), kUsualRow, POSIX_FADV_WILLNEED);
}

}  // namespace workflow
