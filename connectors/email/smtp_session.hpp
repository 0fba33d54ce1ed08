#pragma once
// One connection to a submission server: commands and replies (RFC 5321 §4.2).

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/email/server.hpp"
#include "net/line_stream.hpp"
#include "net/task.hpp"

namespace email {

struct SmtpReply {
  int code = 0;
  std::vector<std::string> lines;  // Without the code.

  [[nodiscard]] bool is_good() const { return code >= 200 && code < 300; }
  [[nodiscard]] bool is_for_now() const { return code >= 400 && code < 500; }
  [[nodiscard]] std::string text() const;
};

class SmtpSession {
 public:
  // Connected, secured and signed in. `unavailable`: may work another time; `unauthenticated`: not before somebody has put it right.
  static net::Task<base::Result<SmtpSession>> open(net::Dialer& dialer /*outlives*/, Server server, Credentials credentials,
                                                   std::string helo);

  net::Task<base::Result<SmtpReply>> command(std::string line);
  net::Task<base::Result<void>> write(std::string bytes);
  net::Task<base::Result<SmtpReply>> read_reply();
  // Without waiting for the server's goodbye.
  net::Task<void> quit();

  [[nodiscard]] bool can(std::string_view extension) const;
  [[nodiscard]] std::optional<std::size_t> size_limit() const;
  // "smtp.example.com refuses … It says: 550 …"
  [[nodiscard]] std::string tell(const std::string& what, const SmtpReply& reply) const;

 private:
  SmtpSession(Server server, Credentials credentials, std::unique_ptr<net::LineStream> stream)
      : server_(std::move(server)), credentials_(std::move(credentials)), stream_(std::move(stream)) {}
  net::Task<base::Result<void>> greet(std::string helo);
  net::Task<base::Result<void>> say_hello(std::string helo);
  net::Task<base::Result<void>> start_tls();
  net::Task<base::Result<void>> sign_in();
  net::Task<base::Result<SmtpReply>> authenticate();
  [[nodiscard]] bool can_authenticate(std::string_view mechanism) const;

  Server server_;
  Credentials credentials_;
  std::unique_ptr<net::LineStream> stream_;
  std::vector<std::string> extensions_;
};

}  // namespace email
