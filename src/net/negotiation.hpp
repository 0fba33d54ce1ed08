#pragma once
// What a client's conditional and content-coding headers ask for.

#include <string>
#include <string_view>

namespace net {

// How much the client likes the content coding ("gzip", "br", "identity"), 0 to 1000; 0 means not at all. An absent
// Accept-Encoding (an empty string here) takes only identity.
[[nodiscard]] int coding_weight(std::string_view accept_encoding, std::string_view coding);

// True when If-None-Match names this ETag, so that 304 is the answer. The weak comparison of RFC 9110 §8.8.3.2.
[[nodiscard]] bool matches_etag(std::string_view if_none_match, std::string_view etag);

// "\"0123456789abcdef\"": a keyed hash of the content, so that nobody can make two contents with one tag. The key is made
// at start; after a restart every tag differs once.
[[nodiscard]] std::string etag_of(std::string_view content);

// "\"x\"" and "gzip" → "\"x-gzip\"": the tag of the same content in another coding.
[[nodiscard]] std::string etag_with(std::string_view etag, std::string_view coding);

// True for content that shrinks: text, JSON, JavaScript, XML, SVG.
[[nodiscard]] bool is_compressible(std::string_view content_type);

}  // namespace net
