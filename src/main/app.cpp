#include "main/app.hpp"

#include <algorithm>
#include <csignal>
#include <exception>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/reply.hpp"
#include "api/webhook_handlers.hpp"
#include "main/open_files.hpp"
#include "main/triage_model.hpp"
#include "main/version.hpp"
#include "main/web_assets.hpp"
#include "net/resolver.hpp"  // IWYU pragma: keep
#include "workflow/set_up.hpp"

namespace heed {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kDrain{8};
constexpr std::size_t kMostWaitingHashes = 200;
constexpr int kServerNode = 0;
// Triage takes a fraction of it; longer nobody waits for their language to be known.
constexpr std::chrono::milliseconds kWaitForTriage{2'000};

std::size_t worker_threads(const Config& config) {
  if (config.workers > 0) return static_cast<std::size_t>(config.workers);
  return std::max(1U, std::thread::hardware_concurrency());
}

store::StoreOptions store_options(const Config& config, Log& log) {
  store::StoreOptions options;
  options.url = store_url(config).reveal();
  options.on_wait = [&log](const std::string& sentence) { log.warning(sentence); };
  options.on_trouble = [&log](const std::string& sentence) {
    if (sentence.empty()) log.info("the record can be written again");
    else log.error("the record cannot be written", {{"reason", sentence}});
  };
  return options;
}

// The program's own encoder, opened when it is asked for first; null where it has none.
workflow::EncoderOpener open_encoder_once(Log& log) {
  struct Opened {
    std::once_flag once;
    std::shared_ptr<const workflow::EncoderFile> file;
  };
  return [&log, opened = std::make_shared<Opened>()] {
    std::call_once(opened->once, [&] {
      auto file = open_shipped_triage_encoder();
      if (file) opened->file = *std::move(file);
      else log.warning("messages are read by the first tier alone: " + file.error().message);
    });
    return opened->file;
  };
}

std::unique_ptr<workflow::TriageModels> open_models(const Config& config, Log& log) {
  auto shipped = open_shipped_triage_model();
  if (!shipped) {
    log.warning("messages are not sorted: " + shipped.error().message);
    return nullptr;
  }
  return std::make_unique<workflow::TriageModels>(
      *std::move(shipped), models_folder(config), [&log](const std::string& sentence) { log.info(sentence); },
      config.second_tier ? open_encoder_once(log) : nullptr);
}

// The settings were checked, but the file of authorities may be gone or damaged.
std::unique_ptr<net::Dialer> open_dialer(const net::Executor& executor, const Config& config) {
  auto dialer = net::Dialer::create(executor, {config.allowed_networks, config.extra_ca_file, config.connect_to});
  if (!dialer) throw std::runtime_error(dialer.error().message);
  return *std::move(dialer);
}

std::uint64_t random_number() {
  static std::mt19937_64 dice{std::random_device{}()};
  return dice();
}

// Where push services complain: they want one that is reached from outside.
std::string contact_of(const Config& config) {
  return config.public_url.starts_with("https://") ? config.public_url : "mailto:postmaster@localhost";
}

// Addresses that mean "every address of this machine" are no address to go to.
std::string shown_host(const std::string& host) {
  if (host == "0.0.0.0") return "127.0.0.1";
  if (host == "::") return "[::1]";
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace

App::App(const Config& config, const base::Secret& key)
    : config_(config),
      log_(log_level_named(config.log_level), clock_),
      ids_(clock_, kServerNode),
      channels_(channel::all_channel_types()),
      store_(store::Store::open(store_options(config, log_), clock_, ids_)),
      search_(store::SearchIndex::open(store_options(config, log_), clock_, ids_)),
      indexer_(*store_, *search_, [this](const std::string& sentence) { log_.error(sentence); }),
      facets_(*store_),
      workers_(worker_threads(config), kMostWaitingHashes),
      vault_(key),
      triage_models_(open_models(config, log_)),
      triage_(triage_models_ == nullptr
                  ? nullptr
                  : std::make_unique<workflow::TriageFollower>(
                        *store_, *triage_models_, [this](const std::string& sentence) { log_.error(sentence); })),
      trainer_(triage_models_ == nullptr
                   ? nullptr
                   : std::make_unique<workflow::LayerTrainer>(
                         *store_, *triage_models_, [this](const std::string& sentence) { log_.error(sentence); })),
      dialer_(open_dialer(context_.get_executor(), config)),
      http_(net::make_http_client(context_.get_executor(), *dialer_, {.user_agent = std::string("Heed/") + kVersion})),
      attendant_(context_.get_executor(), {*store_, channels_, vault_, clock_, *http_, *dialer_, config.public_url,
                                           [this](const inbox::Inbox& in, const std::string& sentence) {
                                             log_.warning(
                                                 "an inbox needs attention",
                                                 {{"inbox_id", in.id.value}, {"inbox", in.name}, {"reason", sentence}});
                                           }}),
      webhooks_(context_.get_executor(), {*store_, vault_, clock_, *http_, *dialer_, api::webhook_data, random_number,
                                          [this](const webhook::Webhook& to, const std::string& sentence) {
                                            log_.warning("a webhook needs attention",
                                                         {{"webhook_id", to.id.value}, {"reason", sentence}});
                                          }}),
      push_sender_(context_.get_executor(), {*store_, vault_, clock_, *http_, contact_of(config),
                                             [this](const std::string& sentence) {
                                               log_.warning("a browser was not told", {{"reason", sentence}});
                                             }}),
      alert_mailer_(context_.get_executor(), {*store_,
                                              [this](inbox::Inbox through, channel::OutboundMessage message) {
                                                return attendant_.send(std::move(through), std::move(message));
                                              },
                                              config.public_url,
                                              [this](const std::string& sentence) {
                                                log_.warning("somebody was not told by mail", {{"reason", sentence}});
                                              }}),
      holiday_feeds_(context_.get_executor(),
                     {*store_, vault_, clock_, *http_, [this](const std::string& sentence) { log_.warning(sentence); }}),
      api_(std::make_unique<api::Api>(
          context_.get_executor(),
          api::Services{*store_, *search_, clock_, facets_, workers_, vault_, channels_, config.public_url, kVersion,
                        [this](const std::string& message) { log_.error(message); }, triage_models_.get(), triage_.get(),
                        trainer_.get(), &attendant_, &webhooks_, &holiday_feeds_,
                        std::chrono::seconds(config.undo_seconds)})),
      pages_(web::files(), *store_, channels_),
      jobs_(context_.get_executor(), *store_, channels_, log_),
      clock_timer_(context_.get_executor(), *store_, clock_, log_),
      rule_runner_(context_.get_executor(), *store_, log_),
      router_(context_.get_executor(), *store_, clock_, channels_,
              triage_ == nullptr ? std::chrono::milliseconds(0) : kWaitForTriage, log_),
      presence_watch_(std::make_shared<PresenceWatch>(context_.get_executor(), *store_, log_)) {
  api_->feed().on_people(
      [watch = std::weak_ptr(presence_watch_)](ids::Organization organization, ids::User user, bool here) {
        if (const auto there = watch.lock()) there->see(organization, user, here);
      });
  net::ServerHandlers handlers;
  handlers.handle = [this](net::Request request) { return answer(std::move(request)); };
  handlers.body_limit = api::Api::body_limit;
  handlers.takes_upgrade = [this](const net::Request& request) { return api_->takes_upgrade(request); };
  handlers.upgrade = [this](net::Request request, std::shared_ptr<net::WebSocket> socket) {
    note_peer(request);
    return api_->upgrade(std::move(request), std::move(socket));
  };
  handlers.on_error = [this](const std::string& message) { log_.error(message); };
  net::ServerOptions options;
  options.max_connections = connections_within(raise_open_files());
  server_ = std::make_unique<net::HttpServer>(context_.get_executor(), options, std::move(handlers));
  api_->set_server_stats([this] { return server_->stats(); });
}

App::~App() {
  // What waits for the store or a worker waits on the loop; those go first, then everything the loop still holds.
  workers_.stop();
  indexer_.stop();
  if (triage_) triage_->stop();
  if (trainer_) trainer_->stop();
  facets_.stop();
  search_.reset();
  store_.reset();
}

base::Result<std::string> App::listen() {
  auto where = parse_listen(config_.listen);
  if (!where) return base::pass_on(where.error());
  auto port = server_->listen(where->host, where->port);
  if (!port) return base::pass_on(port.error());
  return "http://" + shown_host(where->host) + ":" + std::to_string(*port);
}

base::Result<std::string> App::first_link(const std::string& address) {
  auto made = store_->transact_blocking([](store::Transaction& transaction) -> base::Result<std::string> {
    if (!workflow::is_setup_needed(transaction)) return std::string();
    return workflow::make_setup_token(transaction).reveal();
  });
  if (!made || made->empty()) return made;
  return (config_.public_url.empty() ? address : config_.public_url) + "/setup?token=" + *made;
}

// Behind a proxy that we were told to trust, the last address it added is the sender's.
void App::note_peer(net::Request& request) const {
  if (std::ranges::find(config_.trusted_proxies, request.peer) == config_.trusted_proxies.end()) return;
  std::string_view chain = request.header("X-Forwarded-For");
  const auto comma = chain.rfind(',');
  if (comma != std::string_view::npos) chain.remove_prefix(comma + 1);
  while (chain.starts_with(' ')) chain.remove_prefix(1);
  if (!chain.empty()) request.peer = chain;
}

net::Task<net::Response> App::answer(net::Request request) {
  note_peer(request);
  const bool is_api = api::Api::serves(request.path) || api_->serves_channel(request.path);
  return is_api ? api_->handle(std::move(request)) : answer_page(std::move(request));
}

net::Task<net::Response> App::answer_page(net::Request request) {
  auto response = co_await pages_.answer(request);
  api::add_security_headers(response);
  co_return response;
}

net::Task<void> App::serve() {
  asio::basic_signal_set<net::Executor> signals(context_.get_executor(), SIGINT, SIGTERM);
  co_await signals.async_wait(asio::use_awaitable_t<net::Executor>{});
  log_.info("stopping: no new connections, running requests finish");
  api_->stop();
  co_await server_->stop(kDrain);
  co_await presence_watch_->stop();
  co_await router_.stop();
  co_await clock_timer_.stop();
  co_await rule_runner_.stop();
  co_await jobs_.stop();
  co_await holiday_feeds_.stop();
  co_await alert_mailer_.stop();
  co_await push_sender_.stop();
  co_await webhooks_.stop();
  co_await attendant_.stop();
}

void App::run() {
  const auto feed_ended = [this](const std::exception_ptr& error) {
    if (error) log_.error("the live feed ended by itself");
  };
  asio::co_spawn(context_, api_->run(), feed_ended);
  jobs_.start();
  clock_timer_.start();
  rule_runner_.start();
  router_.start();
  presence_watch_->start();
  attendant_.start();
  webhooks_.start();
  push_sender_.start();
  alert_mailer_.start();
  holiday_feeds_.start();
  indexer_.start();
  if (triage_) triage_->start();
  if (trainer_) trainer_->start();
  facets_.start();
  const auto ended = [this](const std::exception_ptr& error) {
    if (error) log_.error("stopping failed; ending all the same");
    context_.stop();
  };
  asio::co_spawn(context_, serve(), ended);
  context_.run();
}

}  // namespace heed
