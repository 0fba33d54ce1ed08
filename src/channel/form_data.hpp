#pragma once
// Fields and files as multipart/form-data (RFC 7578), as platforms take uploads.

#include <cstdint>
#include <string>
#include <string_view>

namespace channel {

class FormData {
 public:
  // `random` makes the boundary: 64 bits that nobody can guess.
  explicit FormData(std::uint64_t random);
  void add(std::string_view name, std::string_view value);
  // A file's name and type are cleaned of what would end their line.
  void add_file(std::string_view name, std::string_view file_name, std::string_view type, std::string_view bytes);

  [[nodiscard]] std::string content_type() const;
  // The whole; nothing can be added afterwards.
  [[nodiscard]] std::string take_body();

 private:
  void begin(std::string_view name);

  std::string boundary_;
  std::string body_;
};

}  // namespace channel
