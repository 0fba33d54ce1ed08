#include "channel/form_data.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace channel {
namespace {

// As browsers write a name (HTML, "multipart/form-data encoding algorithm").
std::string quoted(std::string_view name) {
  std::string out;
  for (const char letter : name) {
    if (letter == '"') out += "%22";
    else if (letter == '\r') out += "%0D";
    else if (letter == '\n') out += "%0A";
    else out += letter;
  }
  return out;
}

std::string plain_type(std::string_view type) {
  const bool is_plain = !type.empty() && type.find_first_of("\r\n") == std::string_view::npos;
  return is_plain ? std::string(type) : "application/octet-stream";
}

}  // namespace

FormData::FormData(std::uint64_t random) : boundary_("heed-form-") {
  std::array<char, 16> digits{};
  constexpr int kHexadecimal = 16;
  const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), random, kHexadecimal).ptr;
  boundary_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void FormData::begin(std::string_view name) {
  body_ += "--" + boundary_ + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"";
}

void FormData::add(std::string_view name, std::string_view value) {
  begin(name);
  body_.append("\r\n\r\n").append(value).append("\r\n");
}

void FormData::add_file(std::string_view name, std::string_view file_name, std::string_view type, std::string_view bytes) {
  begin(name);
  body_ += "; filename=\"" + quoted(file_name) + "\"\r\nContent-Type: " + plain_type(type) + "\r\n\r\n";
  body_.append(bytes).append("\r\n");
}

std::string FormData::content_type() const { return "multipart/form-data; boundary=" + boundary_; }

std::string FormData::take_body() { return std::exchange(body_, {}) + "--" + boundary_ + "--\r\n"; }

}  // namespace channel
