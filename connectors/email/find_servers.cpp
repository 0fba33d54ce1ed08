#include "connectors/email/find_servers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "connectors/email/address.hpp"
#include "connectors/email/imap_response.hpp"

namespace email {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostServers = 4;  // Of each kind, that an autoconfig document names.

struct Usual {
  std::uint16_t port;
  Security security;
};
constexpr std::array kImap{Usual{993, Security::tls}, Usual{143, Security::starttls}};
constexpr std::array kSmtp{Usual{465, Security::tls}, Usual{587, Security::starttls}};

// What was typed of a server, with the usual for what was not.
void add_typed(std::vector<Server>& out, const std::string& host, std::optional<std::int64_t> port,
               std::optional<Security> security, const std::array<Usual, 2>& usual) {
  for (const auto& one : usual) {
    const Server server{host, static_cast<std::uint16_t>(port.value_or(one.port)), security.value_or(one.security)};
    const bool fits =
        !port || security || *port == one.port || std::ranges::none_of(usual, [&](auto u) { return u.port == *port; });
    if (fits && std::ranges::find(out, server) == out.end()) out.push_back(server);
  }
}

std::string_view inside(std::string_view xml, std::string_view tag) {
  const auto open = xml.find("<" + std::string(tag) + ">");
  if (open == std::string_view::npos) return {};
  const auto begin = open + tag.size() + 2;
  const auto end = xml.find("</", begin);
  return end == std::string_view::npos ? std::string_view() : base::trim(xml.substr(begin, end - begin));
}

std::string fill_in(std::string_view text, std::string_view address) {
  std::string out(text);
  const std::array<std::pair<std::string_view, std::string_view>, 3> places{
      {{"%EMAILADDRESS%", address},
       {"%EMAILLOCALPART%", address.substr(0, address.rfind('@'))},
       {"%EMAILDOMAIN%", domain_of(address)}}};
  for (const auto& [place, value] : places) {
    if (const auto at = out.find(place); at != std::string::npos) out.replace(at, place.size(), value);
  }
  return out;
}

std::optional<Server> read_server(std::string_view element, std::string_view address) {
  Server server;
  server.host = base::to_lower_ascii(fill_in(inside(element, "hostname"), address));
  const auto port = read_number(inside(element, "port"));
  const auto socket = base::to_lower_ascii(inside(element, "socketType"));
  const bool is_host = !server.host.empty() && server.host.size() <= 253 &&
                       server.host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string::npos;
  if (!is_host || !port || *port == 0 || *port > 65'535 || (socket != "ssl" && socket != "starttls")) return std::nullopt;
  server.port = static_cast<std::uint16_t>(*port);
  server.security = socket == "ssl" ? Security::tls : Security::starttls;
  return server;
}

// Calls `each` with what stands in every <name type="kind" …> element.
template <class Each>
void for_each_element(std::string_view xml, std::string_view name, std::string_view kind, Each each) {
  const std::string opening = "<" + std::string(name);
  const std::string closing = "</" + std::string(name);
  for (auto at = xml.find(opening); at != std::string_view::npos; at = xml.find(opening, at + 1)) {
    const auto end = std::min(xml.find(closing, at), xml.size());
    const auto element = xml.substr(at, end - at);
    const auto head = element.substr(0, element.find('>'));
    if (head.find("\"" + std::string(kind) + "\"") != std::string_view::npos) each(element);
  }
}

net::Task<std::optional<ServerGuesses>> ask_domain(net::HttpClient& http /*outlives*/, std::string address) {
  const std::string domain(domain_of(address));
  const std::string first = "https://autoconfig." + domain + "/mail/config-v1.1.xml";
  const std::string second = "https://" + domain + "/.well-known/autoconfig/mail/config-v1.1.xml";
  for (const auto& url : {first, second}) {
    net::HttpRequest request;
    request.url = url;
    request.limits = {.connect = 4s, .first_byte = 4s, .progress = 4s, .whole = 8s, .max_body = 256UL * 1024};
    auto reply = co_await http.send(std::move(request));
    if (!reply || reply->status != 200) continue;
    if (auto found = read_autoconfig(reply->body, address)) co_return found;
  }
  co_return std::nullopt;
}

ServerGuesses usual_names(std::string_view domain) {
  ServerGuesses out;
  for (const char* name : {"imap.", "mail.", ""}) add_typed(out.imap, name + std::string(domain), {}, {}, kImap);
  for (const char* name : {"smtp.", "mail.", ""}) add_typed(out.smtp, name + std::string(domain), {}, {}, kSmtp);
  return out;
}

}  // namespace

std::optional<ServerGuesses> read_autoconfig(std::string_view xml, std::string_view address) {
  ServerGuesses out;
  for_each_element(xml, "incomingServer", "imap", [&](std::string_view element) {
    const auto server = read_server(element, address);
    if (!server || out.imap.size() >= kMostServers) return;
    out.imap.push_back(*server);
    const std::string user = fill_in(inside(element, "username"), address);
    if (!out.user_name && !user.empty() && user.size() <= 320 && user != address) out.user_name = user;
  });
  for_each_element(xml, "outgoingServer", "smtp", [&](std::string_view element) {
    if (const auto server = read_server(element, address); server && out.smtp.size() < kMostServers)
      out.smtp.push_back(*server);
  });
  if (out.imap.empty() || out.smtp.empty()) return std::nullopt;
  return out;
}

std::optional<ServerGuesses> servers_of_provider(std::string_view domain) {
  struct Provider {
    std::string_view domains;  // With spaces between and around.
    const char* imap;
    const char* smtp;
    Usual submission;
  };
  static constexpr Usual kSecured{465, Security::tls};
  static constexpr Usual kStarted{587, Security::starttls};
  static constexpr auto kProviders = std::to_array<Provider>({
      {" gmail.com googlemail.com ", "imap.gmail.com", "smtp.gmail.com", kSecured},
      {" outlook.com hotmail.com live.com msn.com ", "outlook.office365.com", "smtp-mail.outlook.com", kStarted},
      {" yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.com.br ymail.com ", "imap.mail.yahoo.com",
       "smtp.mail.yahoo.com", kSecured},
      {" icloud.com me.com mac.com ", "imap.mail.me.com", "smtp.mail.me.com", kStarted},
      {" aol.com ", "imap.aol.com", "smtp.aol.com", kSecured},
      {" gmx.de gmx.net gmx.at gmx.ch ", "imap.gmx.net", "mail.gmx.net", kSecured},
      {" gmx.com ", "imap.gmx.com", "mail.gmx.com", kSecured},
      {" web.de ", "imap.web.de", "smtp.web.de", kStarted},
      {" t-online.de ", "secureimap.t-online.de", "securesmtp.t-online.de", kSecured},
      {" fastmail.com fastmail.fm ", "imap.fastmail.com", "smtp.fastmail.com", kSecured},
      {" zoho.com zohomail.com ", "imap.zoho.com", "smtp.zoho.com", kSecured},
      {" orange.fr wanadoo.fr ", "imap.orange.fr", "smtp.orange.fr", kSecured},
      {" libero.it ", "imapmail.libero.it", "smtp.libero.it", kSecured},
      {" sapo.pt ", "imap.sapo.pt", "smtp.sapo.pt", kSecured},
      {" yandex.com yandex.ru ", "imap.yandex.com", "smtp.yandex.com", kSecured},
      {" mail.ru inbox.ru list.ru bk.ru ", "imap.mail.ru", "smtp.mail.ru", kSecured},
      {" qq.com foxmail.com ", "imap.qq.com", "smtp.qq.com", kSecured},
  });
  const std::string wanted = " " + base::to_lower_ascii(domain) + " ";
  const auto found =
      std::ranges::find_if(kProviders, [&](const auto& one) { return one.domains.find(wanted) != std::string_view::npos; });
  if (found == kProviders.end()) return std::nullopt;
  return ServerGuesses{
      {{found->imap, 993, Security::tls}}, {{found->smtp, found->submission.port, found->submission.security}}, {}};
}

net::Task<ServerGuesses> find_servers(net::HttpClient& http /*outlives*/, Settings settings) {
  ServerGuesses out;
  if (!settings.imap_host || !settings.smtp_host) {
    auto found = servers_of_provider(domain_of(settings.address));
    if (!found) found = co_await ask_domain(http, settings.address);
    out = found ? *std::move(found) : usual_names(domain_of(settings.address));
  }
  if (settings.imap_host) {
    out.imap.clear();
    out.user_name.reset();
    add_typed(out.imap, *settings.imap_host, settings.imap_port, settings.imap_security, kImap);
  }
  if (settings.smtp_host) {
    out.smtp.clear();
    add_typed(out.smtp, *settings.smtp_host, settings.smtp_port, settings.smtp_security, kSmtp);
  }
  co_return out;
}

}  // namespace email
