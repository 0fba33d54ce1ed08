#pragma once
// Rows of an archive put aside on disk, so that texts need no memory while the file is read to its end. The file has no name:
// it is unlinked as soon as it is open, so nothing is left of it when the program ends, however it ends, and two imports in
// one folder do not meet.
//
// Where a write or a read fails (a full disk), std::system_error is thrown.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "workflow/import/twcs_reader.hpp"

namespace workflow {

class TwcsSpill {
 public:
  // Makes the folder where it is missing.
  [[nodiscard]] static base::Result<TwcsSpill> create(const std::string& folder);
  TwcsSpill(TwcsSpill&& other) noexcept;
  TwcsSpill& operator=(TwcsSpill&& other) = delete;
  ~TwcsSpill();

  // Where the next row will stand: in units of 16 bytes, so that 32 bits reach over 64 GiB.
  [[nodiscard]] std::uint32_t next_place() const;
  void append(const TwcsRow& row);
  // Call once after the last append(), before the first read().
  void finish_appending();

  [[nodiscard]] TwcsRow read(std::uint32_t place) const;
  // Lets the system fetch a row that will be read soon.
  void expect(std::uint32_t place) const;

 private:
  TwcsSpill(int file, std::string folder) : file_(file), folder_(std::move(folder)) {}
  void write_out();
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, char* out, std::size_t size) const;

  int file_ = -1;
  std::string folder_;
  std::string waiting_;        // Appended, not yet written.
  std::uint64_t written_ = 0;  // Bytes.
};

}  // namespace workflow
