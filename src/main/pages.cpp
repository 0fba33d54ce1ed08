#include "main/pages.hpp"

#include "workflow/visit.hpp"
#include "workflow/visitor_settings.hpp"

namespace heed {
namespace {

// No inline script or style, nothing from elsewhere, no string that becomes code: what a stored message could smuggle in
// has nowhere to run.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types heed vue; frame-ancestors ";

net::Response not_found() {
  net::Response response;
  response.status = 404;
  response.with("Content-Type", "text/plain; charset=utf-8").with("Cache-Control", "no-store");
  response.body = "There is nothing at this address.\n";
  return response;
}

// "/widget/KEY" → "KEY"; empty for anything else.
std::string key_after(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return {};
  const auto key = path.substr(prefix.size());
  return key.find('/') == std::string_view::npos ? std::string(key) : std::string();
}

// A path that names a file is no page of the app, whether the file is there or not.
bool looks_like_file(std::string_view path) { return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos; }

}  // namespace

net::Response Pages::page(const net::Request& request, std::string_view file, std::string policy) const {
  const auto* found = net::find_embedded(files_, file);
  if (found == nullptr) return not_found();
  auto response = net::embedded_response(*found, request);
  response.with("Content-Security-Policy", std::move(policy));
  return response;
}

net::Task<net::Response> Pages::chat_panel(const net::Request& request /*outlives*/, std::string key) {
  auto work = [&channels = channels_, key](store::Reading& reading) -> base::Result<inbox::Inbox> {
    return workflow::find_open_door(reading, key, channels);
  };
  const auto door = co_await store_.read(std::move(work));
  std::string ancestors = "'self'";
  // A chat that is not there gets the page all the same: it says so in the visitor's language.
  if (door) {
    for (const auto& site : workflow::read_visitor_settings(door->settings).sites) ancestors += " " + site;
  }
  co_return page(request, "/widget.html", kPolicy + ancestors);
}

net::Task<net::Response> Pages::answer(const net::Request& request /*outlives*/) {
  if (request.method != net::Method::get) {
    auto response = not_found();
    response.status = 405;
    response.with("Allow", "GET, HEAD");
    response.body = "This address can only be read.\n";
    co_return response;
  }
  if (auto key = key_after(request.path, "/widget/"); !key.empty()) co_return co_await chat_panel(request, std::move(key));
  if (!key_after(request.path, "/visit/").empty()) co_return page(request, "/visit.html", std::string(kPolicy) + "'none'");
  if (looks_like_file(request.path)) {
    auto file = net::serve_embedded(files_, request);
    if (!file) co_return not_found();
    // The loader is fetched by other sites: that is what it is for.
    if (request.path == "/chat.js") file->with("Cross-Origin-Resource-Policy", "cross-origin");
    co_return *std::move(file);
  }
  co_return page(request, "/index.html", std::string(kPolicy) + "'none'");
}

}  // namespace heed
