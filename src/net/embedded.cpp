#include "net/embedded.hpp"

#include <algorithm>
#include <string>

#include "net/negotiation.hpp"

namespace net {
namespace {

struct Form {
  std::string_view coding;  // Empty for identity.
  std::string_view bytes;
};

// The form the client gives the most weight; among equals the smallest. Identity where it rules everything out: a reply it
// may not like is more use than none.
Form choose(const EmbeddedFile& file, std::string_view accept_encoding) {
  Form best{{}, file.identity};
  int best_weight = coding_weight(accept_encoding, "identity");
  for (const Form form : {Form{"gzip", file.gzip}, Form{"br", file.brotli}}) {
    if (form.bytes.empty()) continue;
    const int weight = coding_weight(accept_encoding, form.coding);
    if (weight == 0 || weight < best_weight) continue;
    if (weight == best_weight && form.bytes.size() >= best.bytes.size()) continue;
    best = form;
    best_weight = weight;
  }
  return best;
}

}  // namespace

const EmbeddedFile* find_embedded(EmbeddedFiles files, std::string_view path) {
  std::string index;
  if (path.ends_with('/')) {
    index = std::string(path) + "index.html";
    path = index;
  }
  const auto found = std::lower_bound(files.begin(), files.end(), path,
                                      [](const EmbeddedFile& file, std::string_view wanted) { return file.path < wanted; });
  return found != files.end() && found->path == path ? &*found : nullptr;
}

Response embedded_response(const EmbeddedFile& file, const Request& request) {
  const Form form = choose(file, request.header("Accept-Encoding"));
  std::string etag = form.coding.empty() ? std::string(file.etag) : etag_with(file.etag, form.coding);
  const auto known = request.header("If-None-Match");

  Response response;
  response.with("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (!file.gzip.empty() || !file.brotli.empty()) response.with("Vary", "Accept-Encoding");
  if (!known.empty() && matches_etag(known, etag)) {
    response.status = 304;
    response.with("ETag", std::move(etag));
    return response;
  }
  response.with("ETag", std::move(etag)).with("Content-Type", std::string(file.content_type));
  if (!form.coding.empty()) response.with("Content-Encoding", std::string(form.coding));
  response.static_body = form.bytes;
  return response;
}

std::optional<Response> serve_embedded(EmbeddedFiles files, const Request& request) {
  if (request.method != Method::get && request.method != Method::head) return std::nullopt;
  const auto* file = find_embedded(files, request.path);
  if (file == nullptr) return std::nullopt;
  return embedded_response(*file, request);
}

}  // namespace net
