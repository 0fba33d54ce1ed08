#include "net/dial.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <boost/asio/ip/address.hpp>

#include "base/text.hpp"
#include "net/connection.hpp"
#include "net/resolver.hpp"

namespace net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds kHeadStart{250};  // Of an address before the next is tried beside it.
constexpr std::size_t kMostAddresses = 8;

tcp::endpoint endpoint_of(const IpAddress& address, std::uint16_t port) {
  if (address.v6) return {boost::asio::ip::address_v6(address.bytes), port};
  boost::asio::ip::address_v4::bytes_type bytes{};
  std::copy_n(address.bytes.begin(), bytes.size(), bytes.begin());
  return {boost::asio::ip::address_v4(bytes), port};
}

// The families in turn, beginning with the one the system prefers.
std::vector<IpAddress> in_turn(const std::vector<IpAddress>& addresses) {
  std::vector<IpAddress> first;
  std::vector<IpAddress> second;
  for (const auto& address : addresses) (address.v6 == addresses.front().v6 ? first : second).push_back(address);
  std::vector<IpAddress> mixed;
  for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) mixed.push_back(first[i]);
    if (i < second.size()) mixed.push_back(second[i]);
  }
  if (mixed.size() > kMostAddresses) mixed.resize(kMostAddresses);
  return mixed;
}

// Connects to several addresses, each with a head start over the next; the first that answers wins.
class Race : public std::enable_shared_from_this<Race> {
 public:
  Race(const Executor& executor, std::vector<tcp::endpoint> endpoints)
      : executor_(executor), endpoints_(std::move(endpoints)), next_start_(executor), over_(executor) {}

  static Task<tl::expected<Socket, error_code>> run(std::shared_ptr<Race> race, Instant deadline) {
    // However the wait ends, by cancellation too, nothing goes on behind it.
    struct Stop {
      Race& race;
      ~Stop() { race.stop(); }
    } const stop{*race};
    race->over_.expires_at(deadline);
    race->start_next();
    if (!race->is_over()) co_await race->over_.async_wait(kAsTuple);
    if (auto& winner = race->winner_) co_return std::move(*winner);
    co_return tl::unexpected(race->running() ? boost::asio::error::timed_out : race->error_);
  }

 private:
  [[nodiscard]] bool running() const { return failed_ < endpoints_.size(); }
  [[nodiscard]] bool is_over() const { return winner_ || !running(); }

  void start_next() {
    if (started_ == endpoints_.size()) return;
    const auto& endpoint = endpoints_[started_++];
    auto socket = std::make_shared<Socket>(executor_);
    sockets_.push_back(socket);
    socket->async_connect(endpoint,
                          [self = shared_from_this(), socket](const error_code& error) { self->tried(socket, error); });
    if (started_ == endpoints_.size()) return;
    next_start_.expires_after(kHeadStart);
    next_start_.async_wait([self = shared_from_this()](const error_code& error) {
      if (!error && !self->stopped_) self->start_next();
    });
  }

  void tried(const std::shared_ptr<Socket>& socket, const error_code& error) {
    if (stopped_ || winner_) return;
    if (!error) {
      winner_ = std::move(*socket);
    } else {
      ++failed_;
      // The refusal of one tells more than that another's network can't be reached from here.
      if (!error_ || error == boost::asio::error::connection_refused) error_ = error;
      if (failed_ == started_) start_next();
    }
    if (is_over()) over_.cancel();
  }

  void stop() {
    stopped_ = true;
    next_start_.cancel();
    error_code ignored;
    for (const auto& socket : sockets_) socket->close(ignored);
  }

  Executor executor_;
  std::vector<tcp::endpoint> endpoints_;
  Timer next_start_;
  Timer over_;
  std::vector<std::shared_ptr<Socket>> sockets_;
  std::optional<Socket> winner_;
  error_code error_;
  std::size_t started_ = 0;
  std::size_t failed_ = 0;
  bool stopped_ = false;
};

// "host:443"
std::optional<std::pair<std::string_view, std::uint16_t>> split_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port == 0) return std::nullopt;
  return std::pair(text.substr(0, colon), port);
}

base::Failure explain_connect(const Endpoint& endpoint, const error_code& error) {
  namespace e = boost::asio::error;
  std::string why = error.message();
  if (error == e::connection_refused) why = "the connection was refused, nothing listens there";
  if (error == e::timed_out) why = "no answer in time; a firewall may drop what comes";
  if (error == e::network_unreachable || error == e::host_unreachable) why = "there is no way to it from here";
  return {base::FailureKind::unavailable, "No connection to " + describe(endpoint) + ": " + why + ".", {}, {}};
}

}  // namespace

std::string describe(const Endpoint& endpoint) { return endpoint.host + ", port " + std::to_string(endpoint.port); }

std::optional<Detour> parse_detour(std::string_view text) {
  const auto parts = base::split(text, '=');
  if (parts.size() != 2) return std::nullopt;
  const auto from = split_port(base::trim(parts[0]));
  const auto to = split_port(base::trim(parts[1]));
  if (!from || !to || from->first.empty()) return std::nullopt;
  std::string_view address = to->first;
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  const auto there = IpAddress::parse(std::string(address));
  if (!there) return std::nullopt;
  return Detour{base::to_lower_ascii(from->first), from->second, *there, to->second};
}

Dialer::Dialer(AddressPolicy policy, std::shared_ptr<const TlsContext> tls, std::unique_ptr<Resolver> resolver,
               std::vector<Detour> detours)
    : policy_(std::move(policy)), tls_(std::move(tls)), resolver_(std::move(resolver)), detours_(std::move(detours)) {}

Dialer::~Dialer() = default;

base::Result<std::unique_ptr<Dialer>> Dialer::create(const Executor& executor, const DialOptions& options,
                                                     std::unique_ptr<Resolver> resolver) {
  auto policy = AddressPolicy::allowing(options.allowed_networks);
  if (!policy) {
    policy.error().field = "allowed_networks";
    return base::pass_on(std::move(policy.error()));
  }
  std::shared_ptr<const TlsContext> tls;
  if (!options.extra_ca_file.empty()) {
    auto made = TlsContext::create(options.extra_ca_file);
    if (!made) {
      made.error().field = "extra_ca_file";
      return base::pass_on(std::move(made.error()));
    }
    tls = *std::move(made);
  }
  std::vector<Detour> detours;
  for (const auto& one : options.connect_to) {
    auto detour = parse_detour(one);
    if (!detour)
      return base::fail(base::FailureKind::invalid, "connect_to takes host:port=address:port, not \"" + one + "\".",
                        "connect_to");
    detours.push_back(*std::move(detour));
  }
  if (!resolver) resolver = system_resolver(executor);
  return std::unique_ptr<Dialer>(new Dialer(std::move(*policy), std::move(tls), std::move(resolver), std::move(detours)));
}

Endpoint Dialer::way_to(const Endpoint& endpoint) const {
  const auto found = std::ranges::find_if(detours_, [&](const Detour& one) {
    return one.port == endpoint.port && base::equal_ignoring_case(one.host, endpoint.host);
  });
  if (found == detours_.end()) return endpoint;
  return {found->to_address.text(), found->to_port, endpoint.tls};
}

// The addresses of the host that may be called, in the order they are tried.
Task<base::Result<std::vector<IpAddress>>> Dialer::find(std::string host, Instant deadline) {
  std::vector<IpAddress> addresses;
  if (const auto address = IpAddress::parse(host)) {
    addresses.push_back(*address);
  } else {
    // The resolver would read on after a NUL or a space in its own way.
    const bool plain = !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
    if (!plain) {
      co_return base::fail(
          base::FailureKind::invalid,
          "This is no name of a host: letters, digits, \"-\" and \".\" make one; others are written as xn--….");
    }
    auto found = co_await resolver_->resolve(host, deadline);
    if (!found) co_return base::pass_on(std::move(found.error()));
    addresses = std::move(*found);
  }
  std::erase_if(addresses, [this](const IpAddress& address) { return !policy_.allows(address); });
  if (addresses.empty()) {
    co_return base::fail(base::FailureKind::forbidden,
                         "The address of " + host + " is not a public one; an administrator can allow its network.");
  }
  co_return in_turn(addresses);
}

Task<base::Result<std::unique_ptr<Connection>>> Dialer::dial(Endpoint endpoint, Instant deadline) {
  if (endpoint.port == 0) co_return base::fail(base::FailureKind::invalid, "A port is a number from 1 to 65535.");
  const Endpoint way = way_to(endpoint);
  const auto addresses = co_await find(way.host, deadline);
  if (!addresses) co_return base::pass_on(addresses.error());
  std::vector<tcp::endpoint> endpoints;
  endpoints.reserve(addresses->size());
  for (const auto& address : *addresses) endpoints.push_back(endpoint_of(address, way.port));
  const Executor executor = co_await boost::asio::this_coro::executor;
  auto socket = co_await Race::run(std::make_shared<Race>(executor, std::move(endpoints)), deadline);
  if (!socket) co_return base::pass_on(explain_connect(endpoint, socket.error()));
  error_code ignored;
  socket->set_option(tcp::no_delay(true), ignored);
  socket->set_option(boost::asio::socket_base::keep_alive(true), ignored);
  auto connection = std::make_unique<Connection>(std::move(*socket));
  if (endpoint.tls) {
    auto secured = co_await secure(*connection, endpoint, deadline);
    if (!secured) co_return base::pass_on(std::move(secured.error()));
  }
  co_return std::move(connection);
}

Task<base::Result<void>> Dialer::secure(Connection& connection /*outlives*/, Endpoint endpoint, Instant deadline) {
  if (!tls_) tls_ = TlsContext::create({}).value();
  const auto secured = co_await connection.start_tls(tls_, endpoint.host, deadline);
  if (secured) co_return base::Result<void>();
  std::string why = "the connection was lost";
  if (secured.error() == IoTrouble::insecure) why = connection.tls_trouble();
  if (secured.error() == IoTrouble::late) why = "its end of the TLS handshake did not come in time";
  connection.close();
  co_return base::fail(base::FailureKind::unavailable, "No secure connection to " + describe(endpoint) + ": " + why + ".");
}

}  // namespace net
