#pragma once
// Mail servers that follow a script, for the tests of this connector.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "channel/fake_platform_test_kit.hpp"
#include "net/peer_test_kit.hpp"

namespace email {

// Speaks the first half of IMAP by itself: greeting, capabilities, sign-in. `answer` is asked for each further command, with its tag
// taken off, and writes all but the last line, which is "TAG " and what it returns; "" for none.
struct ImapScript {
  std::string capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN IDLE";
  std::string password = "secret";
  std::function<std::string(net::test::Peer& peer, const std::string& command)> answer;
  std::vector<std::string> seen;

  void operator()(net::test::Peer& peer, int) {
    peer.write("* OK [CAPABILITY IMAP4rev1] ready (\"{3}\r\n\r\n");
    for (auto line = peer.read_line(); !line.empty(); line = peer.read_line()) {
      const auto space = line.find(' ');
      const std::string tag = line.substr(0, space);
      const std::string command = line.substr(space + 1);
      seen.push_back(command);
      std::string end = "OK done";
      if (command == "CAPABILITY") peer.write("* CAPABILITY " + capabilities + "\r\n* 7 RECENT\r\n* X-NOISE (a \"b\")\r\n");
      else if (command.starts_with("AUTHENTICATE") || command.starts_with("LOGIN"))
        end = signed_in(command) ? "OK in" : "NO [AUTHENTICATIONFAILED] Invalid credentials " + password;
      else end = answer(peer, command);
      if (!end.empty()) peer.write(tag + " " + end + "\r\n");
    }
  }

  [[nodiscard]] bool signed_in(const std::string& command) const {
    return command == "AUTHENTICATE PLAIN AGNhcmVAY2FyZS50ZXN0AHNlY3JldA==" ||
           command == "LOGIN \"care@care.test\" \"secret\"";
  }
};

class MailServers : public net::test::CallTest {
 protected:
  channel::ChannelServices services() {
    return {platform_, *dialer_, clock_, [] { return std::uint64_t{4}; }, "", std::string(32, 's')};
  }

  // Runs a receive() until `until` holds, checked whenever something was handed over; gives the failure it ended with before
  // that, if any.
  std::optional<base::Failure> receive(net::Task<base::Failure> task, channel::FakeSink& sink,
                                       const std::function<bool()>& until) {
    boost::asio::cancellation_signal cancel;
    std::optional<base::Failure> failed;
    bool ended = false;
    bool enough = false;
    const auto look = [&] {
      if (enough || !until()) return;
      enough = true;
      boost::asio::post(context_, [&] { cancel.emit(boost::asio::cancellation_type::terminal); });
    };
    sink.on_take = look;
    sink.on_connected = look;
    boost::asio::co_spawn(
        context_, std::move(task),
        boost::asio::bind_cancellation_slot(cancel.slot(), [&](const std::exception_ptr& error, base::Failure why) {
          ended = true;
          if (!error && !enough) failed = std::move(why);
        }));
    context_.restart();
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!ended && std::chrono::steady_clock::now() < limit && context_.run_one_for(std::chrono::seconds(1)) + 1 > 0) {}
    EXPECT_TRUE(ended);
    return failed;
  }

  channel::FakePlatform platform_;
  base::FixedClock clock_{base::Time(std::chrono::hours(500'000))};
};

// The fields of a mail as its server keeps them.
inline std::string literal(const std::string& bytes) { return "{" + std::to_string(bytes.size()) + "}\r\n" + bytes; }

}  // namespace email
