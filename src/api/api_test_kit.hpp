#pragma once
// For tests of the API: the real table, handlers and store in one thread, without sockets.
//
//   TestApi server;
//   const World acme = server.make_world("acme");
//   auto reply = server.send(server.as(acme.agent, "GET", "/api/v1/views"));
//   EXPECT_EQ(reply.status, 200);

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>

#include "api/api.hpp"
#include "base/clock.hpp"
#include "base/id.hpp"
#include "channel/channel.hpp"
#include "domain/inbox/inbox.hpp"
#include "domain/rights/account.hpp"
#include "store/search_index.hpp"
#include "store/store.hpp"
#include "store/store_test_kit.hpp"
#include "workflow/triage/facet_index.hpp"
#include "workflow/triage/models.hpp"
#include "workflow/vault.hpp"
#include "workflow/worker_pool.hpp"

namespace api::test {

inline constexpr const char* kPassword = "a few words make a good one";
inline constexpr const char* kOrigin = "https://care.test";

// Somebody who can knock: with a cookie and its CSRF token, or with a Bearer token.
struct Visa {
  std::string cookie;
  std::string csrf;
  std::string bearer;
};

struct Member {
  rights::User user;
  Visa visa;
};

// A web chat that keeps its visitors here, and a channel that only imports fill.
[[nodiscard]] std::vector<channel::ChannelType> test_channels();

class TestApi {
 public:
  // `models`: what reads messages; none: nothing does.
  explicit TestApi(LiveFeedOptions feed = {}, const workflow::TriageModels* models = nullptr /*outlives*/);
  ~TestApi();

  // Runs the request to its end on this thread.
  net::Response send(net::Request request);
  // Several at once; replies in the same order.
  std::vector<net::Response> send_all(std::vector<net::Request> requests);

  [[nodiscard]] net::Request request(const std::string& method, const std::string& target,
                                     const std::string& body = {}) const;
  // As a browser of ours would send it: cookie, CSRF token and origin, or the Bearer token.
  [[nodiscard]] net::Request as(const Visa& visa, const std::string& method, const std::string& target,
                                const std::string& body = {}) const;

  // An organization with an owner.
  ids::Organization make_organization(const std::string& name);
  Member make_member(ids::Organization organization, const std::string& name, rights::Role role);
  Visa begin_session(const rights::User& user);
  Visa make_token(ids::Organization organization, rights::Role role);
  inbox::Inbox make_chat(ids::Organization organization, const std::string& name,
                         std::optional<ids::Team> team = std::nullopt);
  Visa make_visitor(const inbox::Inbox& chat);

  template <class Work>
  auto write(Work work) {
    auto done = store->transact_blocking(std::move(work));
    if (!done) ADD_FAILURE() << done.error().message;
    return done;
  }
  template <class Work>
  auto read(Work work) {
    auto done = store->read_blocking(std::move(work));
    if (!done) ADD_FAILURE() << done.error().message;
    return done;
  }

  // Makes findable what was said so far.
  void index();

  // Runs a coroutine to its end on this thread.
  void run(net::Task<void> task);
  // Lets what is posted to the loop happen, without waiting for timers.
  void settle();
  // Runs the loop until this holds; false when it does not in ten seconds.
  bool wait_for(const std::function<bool()>& holds);

  boost::asio::io_context context{1};
  base::FixedClock clock{base::Time(std::chrono::milliseconds(1'795'289'000'000))};
  base::IdMaker ids{clock, 0};
  store::test::TestDatabase database{store::test::Backend::sqlite};
  std::unique_ptr<store::Store> store;
  std::unique_ptr<store::SearchIndex> search;
  std::unique_ptr<workflow::FacetIndex> facets;
  workflow::WorkerPool workers{2, 64};
  workflow::Vault vault{base::Secret(std::string(32, 'k'))};
  std::vector<channel::ChannelType> channels = test_channels();
  std::vector<std::string> errors;
  std::unique_ptr<Api> api;
};

[[nodiscard]] std::string header(const net::Response& response, std::string_view name);
[[nodiscard]] boost::json::value body_of(const net::Response& response);
// "kind: message" of a failure; the body as it is otherwise.
[[nodiscard]] std::string kind_of(const net::Response& response);
// The session cookie that a reply sets, as a Visa with its csrf_token.
[[nodiscard]] Visa visa_of(const net::Response& response);

}  // namespace api::test
