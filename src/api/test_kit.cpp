#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include "api/api_test_kit.hpp"
#include "api/authenticate.hpp"
#include "base/json/decode.hpp"
#include "base/text.hpp"
#include "workflow/credential.hpp"
#include "workflow/index_messages.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/manage_tokens.hpp"
#include "workflow/set_up.hpp"
#include "workflow/sign_in.hpp"
#include "workflow/visit.hpp"

namespace api::test {
namespace {

net::Method method_of(const std::string& name) {
  for (const auto method : {net::Method::get, net::Method::head, net::Method::post, net::Method::put, net::Method::patch,
                            net::Method::del, net::Method::options})
    if (net::to_string(method) == name) return method;
  return net::Method::other;
}

}  // namespace

std::vector<channel::ChannelType> test_channels() {
  channel::ChannelType chat;
  chat.id = "chat";
  chat.name = "Web chat";
  chat.visitors_here = true;
  chat.capabilities.live = true;
  chat.capabilities.first_response_s = 300;
  chat.capabilities.files = 3;
  chat.capabilities.file_bytes = 1000;
  chat.capabilities.actions = {channel::ActionKind::like};
  chat.capabilities.writes_to_addresses = true;
  chat.check_settings = [](const boost::json::value& settings) { return base::Result<boost::json::value>(settings); };
  channel::ChannelType imported;
  imported.id = "imported";
  imported.name = "Imported";
  imported.connectable = false;
  imported.capabilities.can_reply = false;
  imported.check_settings = chat.check_settings;
  return {chat, imported};
}

TestApi::TestApi(LiveFeedOptions feed, const workflow::TriageModels* models) {
  store::StoreOptions options;
  options.url = database.url();
  store = store::Store::open(options, clock, ids);
  search = store::SearchIndex::open(options, clock, ids);
  facets = std::make_unique<workflow::FacetIndex>(*store);
  Services services{*store, *search,  clock,   *facets, workers,
                    vault,  channels, kOrigin, "test",  [this](const std::string& error) { errors.push_back(error); }};
  services.triage = models;
  api = std::make_unique<Api>(context.get_executor(), std::move(services), feed);
}

TestApi::~TestApi() {
  api->stop();
  settle();
  workers.stop();
}

void TestApi::index() {
  workflow::MessageIndexing indexing(*store, *search);
  const auto done = indexing.catch_up_all();
  if (!done) ADD_FAILURE() << done.error().message;
}

void TestApi::run(net::Task<void> task) {
  bool done = false;
  std::exception_ptr error;
  boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr thrown) {
    error = std::move(thrown);
    done = true;
  });
  const auto guard = boost::asio::make_work_guard(context);
  context.restart();
  while (!done) context.run_one();
  if (error) std::rethrow_exception(error);
}

void TestApi::settle() {
  context.restart();
  while (context.poll() > 0) continue;
}

bool TestApi::wait_for(const std::function<bool()>& holds) {
  const auto guard = boost::asio::make_work_guard(context);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  context.restart();
  while (!holds() && std::chrono::steady_clock::now() < end) context.run_one_for(std::chrono::milliseconds(20));
  return holds();
}

std::vector<net::Response> TestApi::send_all(std::vector<net::Request> requests) {
  std::vector<net::Response> responses(requests.size());
  std::size_t left = requests.size();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    boost::asio::co_spawn(context, api->handle(std::move(requests[i])),
                          [&, i](const std::exception_ptr& error, net::Response response) {
                            if (error) std::rethrow_exception(error);
                            responses[i] = std::move(response);
                            --left;
                          });
  }
  const auto guard = boost::asio::make_work_guard(context);
  context.restart();
  while (left > 0) context.run_one();
  return responses;
}

net::Response TestApi::send(net::Request request) {
  std::vector<net::Request> one;
  one.push_back(std::move(request));
  return std::move(send_all(std::move(one)).front());
}

net::Request TestApi::request(const std::string& method, const std::string& target, const std::string& body) const {
  net::Request out;
  out.method = method_of(method);
  out.target = target;
  const auto question = target.find('?');
  out.path = net::percent_decode(target.substr(0, question));
  if (question != std::string::npos) out.query = target.substr(question + 1);
  out.headers.push_back({"Host", "care.test"});
  if (!body.empty()) out.headers.push_back({"Content-Type", "application/json"});
  out.body = body;
  out.peer = "192.0.2.7";
  out.request_id = "test-request";
  return out;
}

net::Request TestApi::as(const Visa& visa, const std::string& method, const std::string& target,
                         const std::string& body) const {
  net::Request out = request(method, target, body);
  if (!visa.bearer.empty()) out.headers.push_back({"Authorization", "Bearer " + visa.bearer});
  if (!visa.cookie.empty()) {
    out.headers.push_back({"Cookie", std::string(kSessionCookie) + "=" + visa.cookie});
    out.headers.push_back({"Origin", kOrigin});
    out.headers.push_back({"Sec-Fetch-Site", "same-origin"});
    out.headers.push_back({"X-Heed-CSRF", visa.csrf});
  }
  return out;
}

ids::Organization TestApi::make_organization(const std::string& name) {
  return write([&](store::Transaction& t) { return workflow::create_organization(t, {name, "en", "UTC"}); })->id;
}

Member TestApi::make_member(ids::Organization organization, const std::string& name, rights::Role role) {
  Member member;
  // No test compares this hash: it is no hash at all, and opens nothing.
  member.user = *write([&](store::Transaction& t) {
    return workflow::create_user(t, organization, {name, base::to_lower_ascii(name) + "@example.org", role}, "not a hash");
  });
  member.visa = begin_session(member.user);
  return member;
}

Visa TestApi::begin_session(const rights::User& user) {
  const base::Secret token = workflow::new_secret();
  const auto session =
      write([&](store::Transaction& t) { return workflow::begin_session(t, user.organization_id, user.id, token, ""); });
  return {token.reveal(), session->csrf_token, ""};
}

Visa TestApi::make_token(ids::Organization organization, rights::Role role) {
  const auto made = write([&](store::Transaction& t) {
    return workflow::create_token(t, organization, rights::Role::owner,
                                  {std::string(base::to_name(role)), role, std::nullopt});
  });
  return {"", "", made->secret.reveal()};
}

inbox::Inbox TestApi::make_chat(ids::Organization organization, const std::string& name, std::optional<ids::Team> team) {
  workflow::NewInbox wanted;
  wanted.channel = "chat";
  wanted.name = name;
  wanted.settings = boost::json::object{};
  wanted.team_id = team;
  wanted.key = workflow::new_secret().reveal();
  return *write([&](store::Transaction& t) { return workflow::create_inbox(t, organization, wanted, channels); });
}

Visa TestApi::make_visitor(const inbox::Inbox& chat) {
  const std::string token = workflow::new_secret(workflow::kVisitorPrefix).reveal();
  write([&](store::Transaction& t) -> base::Result<void> {
    workflow::make_visitor(t, chat, workflow::hash_secret(token), "Visitor");
    return {};
  });
  return {"", "", token};
}

std::string header(const net::Response& response, std::string_view name) {
  for (const auto& one : response.headers)
    if (base::equal_ignoring_case(one.name, name)) return one.value;
  const std::string fixed(response.fixed_headers);
  const std::string begin = "\r\n" + std::string(name) + ": ";
  const auto at = fixed.find(begin);
  if (at == std::string::npos) return {};
  const auto value = fixed.substr(at + begin.size());
  return value.substr(0, value.find('\r'));
}

boost::json::value body_of(const net::Response& response) {
  auto value = base::parse_json(response.body);
  if (!value) {
    ADD_FAILURE() << "not JSON: " << response.body;
    return nullptr;
  }
  return *std::move(value);
}

std::string kind_of(const net::Response& response) {
  const auto value = body_of(response);
  if (!value.is_object() || !value.get_object().contains("kind")) return response.body;
  return std::string(value.at("kind").as_string()) + ": " + std::string(value.at("message").as_string());
}

Visa visa_of(const net::Response& response) {
  const std::string cookie = header(response, "Set-Cookie");
  const auto equals = cookie.find('=');
  return {cookie.substr(equals + 1, cookie.find(';') - equals - 1),
          std::string(body_of(response).at("csrf_token").as_string()), ""};
}

}  // namespace api::test
