#pragma once
// An IMAP client (RFC 3501, RFC 9051) that does what a mailbox in care needs: sign in, look at INBOX, read what is new, hear of what
// arrives. One command at a time; after a failure the client is of no more use, except where said otherwise. All of it on the
// event loop's thread; cancelling (terminal) ends a wait at once.
//
// Failures are sentences for whoever set the mailbox up; `unauthenticated` for a sign-in that the server refuses.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "connectors/email/imap_response.hpp"
#include "connectors/email/server.hpp"
#include "net/line_stream.hpp"
#include "net/task.hpp"

namespace email {

inline constexpr std::size_t kMostMailBytes = 34UL * 1024 * 1024;  // 25 MiB of files, the usual limit, in base64.

struct ImapBox {
  std::uint32_t uid_validity = 0;
  std::uint32_t uid_next = 0;  // 0 where the server does not say.
};

enum class Access { read_only, read_write };

class ImapClient {
 public:
  // Connected and signed in.
  static net::Task<base::Result<std::unique_ptr<ImapClient>>> open(net::Dialer& dialer /*outlives*/, Server server,
                                                                   Credentials credentials);

  // `folder` as the server writes it.
  net::Task<base::Result<ImapBox>> open_folder(std::string folder, Access access);
  // Where sent mail is kept (RFC 6154); empty where the server does not say.
  net::Task<base::Result<std::string>> find_sent_folder();

  // Size and time of arrival of every mail above that UID.
  net::Task<base::Result<std::vector<FetchedMail>>> list_above(std::uint32_t uid);
  net::Task<base::Result<std::vector<FetchedMail>>> list(std::vector<std::uint32_t> uids);
  // UIDs of what arrived on that day (UTC) or later, in order.
  net::Task<base::Result<std::vector<std::uint32_t>>> search_since(base::Time day);
  // Whole mails, without marking them as read; those that are gone are left out. `rejected`: the server can't give one of them; the
  // client can still be used.
  net::Task<base::Result<std::vector<FetchedMail>>> fetch(std::vector<std::uint32_t> uids);
  // What a mail begins with; as fetch().
  net::Task<base::Result<std::vector<FetchedMail>>> fetch_beginning(std::uint32_t uid, std::size_t bytes);
  net::Task<base::Result<void>> mark_as_read(std::vector<std::uint32_t> uids);

  // Waits until the server announces something, but no longer than that; true at once where something was announced since the
  // last list. With IDLE (RFC 2177) where the server has it; elsewhere it is asked every minute.
  net::Task<base::Result<void>> wait_for_news(std::chrono::milliseconds limit);

  // Without waiting for the server's goodbye.
  net::Task<void> log_out();

 private:
  struct Answer {
    std::string name;  // OK, NO or BAD.
    std::string code;
    std::string text;
  };
  using OnData = std::function<void(ImapResponse)>;

  ImapClient(Server server, Credentials credentials, std::unique_ptr<net::LineStream> stream);
  net::Task<base::Result<void>> greet();
  net::Task<base::Result<void>> ask_capabilities();
  net::Task<base::Result<void>> start_tls();
  net::Task<base::Result<void>> sign_in();
  net::Task<base::Result<bool>> idle(std::chrono::milliseconds limit);
  net::Task<base::Result<void>> listen(std::chrono::milliseconds limit);
  net::Task<base::Result<ImapResponse>> read();
  void note(const ImapResponse& response);
  // The first line begins behind the tag; each of the others answers a "+". Further ones are answered with nothing.
  net::Task<base::Result<Answer>> exchange(std::vector<std::string> lines, OnData on_data);
  // As exchange(), and a no is a failure.
  net::Task<base::Result<Answer>> command(std::string line, OnData on_data);
  net::Task<base::Result<std::vector<FetchedMail>>> fetch_bodies(std::vector<std::uint32_t> uids, std::string items);
  net::Task<base::Result<std::vector<FetchedMail>>> fetch_items(std::string range, std::string items);

  [[nodiscard]] bool can(std::string_view capability) const;
  [[nodiscard]] base::Failure trouble(base::FailureKind kind, const std::string& what, const Answer& answer) const;
  [[nodiscard]] std::vector<std::string> sign_in_lines() const;

  Server server_;
  Credentials credentials_;
  std::unique_ptr<net::LineStream> stream_;
  std::vector<std::string> capabilities_;  // In capitals.
  bool is_signed_in_ = false;              // By the greeting already.
  bool has_news_ = false;
  std::uint32_t exists_ = 0;  // Mails in the mailbox, as the server told last.
  std::uint32_t commands_ = 0;
};

}  // namespace email
