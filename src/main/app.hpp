#pragma once
// The server: every object it is made of, built top to bottom, and taken down the other way round.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "api/api.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "channel/channel.hpp"
#include "main/clock_timer.hpp"
#include "main/config.hpp"
#include "main/jobs.hpp"
#include "main/log.hpp"
#include "main/pages.hpp"
#include "main/presence_watch.hpp"
#include "main/router.hpp"
#include "main/rule_runner.hpp"
#include "main/system_clock.hpp"
#include "net/dial.hpp"
#include "net/http_client.hpp"
#include "net/server.hpp"
#include "store/search_index.hpp"
#include "store/store.hpp"
#include "workflow/attend_inboxes.hpp"
#include "workflow/holiday_feeds.hpp"
#include "workflow/indexer.hpp"
#include "workflow/send_alert_mails.hpp"
#include "workflow/send_pushes.hpp"
#include "workflow/tell_webhooks.hpp"
#include "workflow/triage/facet_index.hpp"
#include "workflow/triage/follower.hpp"
#include "workflow/triage/trainer.hpp"
#include "workflow/vault.hpp"
#include "workflow/worker_pool.hpp"

namespace heed {

class App {
 public:
  // Opens the record. Throws store::StoreError with a sentence that helps.
  App(const Config& config, const base::Secret& key);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  [[nodiscard]] store::Store& store() { return *store_; }
  [[nodiscard]] const base::Clock& clock() const { return clock_; }
  [[nodiscard]] const std::vector<channel::ChannelType>& channels() const { return channels_; }

  // Starts to answer and gives the address people use: "http://127.0.0.1:8080".
  base::Result<std::string> listen();

  // Makes the link for the first account; empty when somebody can sign in already.
  base::Result<std::string> first_link(const std::string& address);

  // Answers until SIGINT or SIGTERM, then lets what runs finish.
  void run();

 private:
  net::Task<net::Response> answer(net::Request request);
  net::Task<net::Response> answer_page(net::Request request);
  net::Task<void> serve();
  void note_peer(net::Request& request) const;

  Config config_;
  SystemClock clock_;
  Log log_;
  base::IdMaker ids_;
  boost::asio::io_context context_{1};
  std::vector<channel::ChannelType> channels_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::SearchIndex> search_;
  workflow::Indexer indexer_;
  workflow::FacetIndex facets_;
  workflow::WorkerPool workers_;
  workflow::Vault vault_;
  // Null in a program that was built without a model.
  std::unique_ptr<workflow::TriageModels> triage_models_;
  std::unique_ptr<workflow::TriageFollower> triage_;
  std::unique_ptr<workflow::LayerTrainer> trainer_;
  std::unique_ptr<net::Dialer> dialer_;
  std::unique_ptr<net::HttpClient> http_;
  workflow::InboxAttendant attendant_;
  workflow::WebhookTeller webhooks_;
  workflow::PushSender push_sender_;
  workflow::AlertMailer alert_mailer_;
  workflow::HolidayFeeds holiday_feeds_;
  std::unique_ptr<api::Api> api_;
  Pages pages_;
  Jobs jobs_;
  ClockTimer clock_timer_;
  RuleRunner rule_runner_;
  Router router_;
  std::shared_ptr<PresenceWatch> presence_watch_;  // The feed asks whether it is still there.
  std::unique_ptr<net::HttpServer> server_;
};

}  // namespace heed
