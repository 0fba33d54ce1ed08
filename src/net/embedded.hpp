#pragma once
// Files that are part of the program, such as the web app. tools/embed_assets.py packs a folder of them, each with its gzip
// and brotli form, and generates the list.
//
//   if (auto response = net::serve_embedded(web::files(), request)) co_return *response;

#include <optional>
#include <span>
#include <string_view>

#include "net/http.hpp"

namespace net {

struct EmbeddedFile {
  std::string_view path;          // "/assets/app-BxY3.js"
  std::string_view content_type;  // "text/javascript; charset=utf-8"
  std::string_view identity;
  std::string_view gzip;    // Empty where it would not be smaller.
  std::string_view brotli;  // The same.
  std::string_view etag;    // "\"0a1b…\"", of the identity form.
  bool immutable = false;   // The name changes with the content: may be kept for ever.
};

using EmbeddedFiles = std::span<const EmbeddedFile>;  // Sorted by path.

// The file of this path; a path that ends in a slash means its index.html. Null when there is none.
[[nodiscard]] const EmbeddedFile* find_embedded(EmbeddedFiles files, std::string_view path);

// The file in the form the client likes best, or 304 when it has that already.
[[nodiscard]] Response embedded_response(const EmbeddedFile& file, const Request& request);

// Both together; nothing when the request is no GET or names no file.
[[nodiscard]] std::optional<Response> serve_embedded(EmbeddedFiles files, const Request& request);

}  // namespace net
