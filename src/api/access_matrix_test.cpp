// Who may do what to whose, tried: every route × every principal × every owner of what it addresses. The cells are made
// from the route table, so a new route is in the matrix the moment it is in the table. What came out stands in
// tests/access_matrix.tsv, to be read in review (HEED_UPDATE=1 writes it anew); the laws below hold whatever it says.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "api/api_test_kit.hpp"
#include "api/matrix_test_kit.hpp"
#include "api/schema_example.hpp"
#include "api/taught_test_kit.hpp"
#include "base/json/decode.hpp"
#include "base/json/encode.hpp"
#include "base/json/schema.hpp"

namespace api::test {
namespace {

namespace json = boost::json;
using rights::Permission;

// Where the ids in a request come from: those in the path, and those in the body or query.
struct Owner {
  const char* name;
  const Place World::* path;
  const Place World::* body;
  bool foreign_path;  // … of the other organization.
  bool foreign_body;
  bool mixed;  // Tried only where there are ids in both.
};
constexpr std::array kOwners{
    Owner{"own_team", &World::own, &World::own, false, false, false},
    Owner{"other_team", &World::other, &World::other, false, false, false},
    Owner{"partner_team", &World::partner, &World::partner, false, false, false},
    Owner{"other_organization", &World::own, &World::own, true, true, false},
    Owner{"own_team, foreign ids inside", &World::own, &World::own, false, true, true},
    Owner{"partner_team, foreign ids inside", &World::partner, &World::partner, false, true, true},
    Owner{"partner_team, own_team's ids inside", &World::partner, &World::own, false, false, true},
};
constexpr std::int64_t kNoSuchId = 7;
constexpr const char* kNoSuchKey = "no-such-key";

// Ids for one cell; `id` answers for path or body.
struct Names {
  const Place* path;  // Null: ids of nothing that there is.
  const Place* body;
  [[nodiscard]] static std::int64_t id(const Place* place, const std::string& noun) {
    if (place == nullptr) return kNoSuchId;
    const auto found = place->ids.find(noun);
    EXPECT_NE(found, place->ids.end()) << "the matrix has no id of a " << noun;
    return found == place->ids.end() ? 0 : found->second;
  }
};

class AccessMatrix : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server = new TestApi();
    alpha = new World(make_world(*server, "CANARYALPHA"));
    beta = new World(make_world(*server, "CANARYBETA"));
    server->index();
    trying = new TryingStore(*server->store);
  }
  static void TearDownTestSuite() {
    delete trying;
    delete beta;
    delete alpha;
    delete server;
  }

  // Bodies where what the schema says is not enough to get past the first check.
  static std::map<std::string, std::string> bodies() {
    const std::string address = alpha->canary + "-new@example.org";
    return {
        {"post_setup",
         R"({"token":"no","organization_name":"A","language":"en","time_zone":"UTC","name":"A","email":"a@b.test","password":"long enough words"})"},
        {"sign_in", R"({"email":")" + alpha->sign_in_email + R"(","password":")" + kPassword + "\"}"},
        {"accept_invitation", R"({"token":")" + alpha->invitation + R"(","name":"A","password":")" + kPassword + "\"}"},
        {"post_user", R"({"name":"New","email":")" + address + R"(","role":"agent"})"},
        {"patch_user", R"({"name":"Renamed"})"},
        {"post_token", R"({"name":"New","role":"agent"})"},
        {"post_webhook", R"({"url":"https://crm.example/heed","kinds":[]})"},
        {"post_push_browser",
         R"({"endpoint":"https://push.example/1","name":"Desk","auth":"BTBZMqHH6r4Tts7J_aSIgg","p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"})"},
        {"get_search", R"({"q":"asks"})"},
        {"post_status", R"({"status":"pending"})"},
        {"post_upload", R"({"name":"a.png","type":"image/png","size":1})"},
        {"post_upload_part", R"({"offset":0})"},
        {"post_retry", R"({"may_repeat":true})"},
        {"post_triage_correction", R"({"sentiment":"positive"})"},
        {"post_playbook_template", R"({"key":"praise"})"},
        {"put_presence_of", R"({"presence":"away"})"},
        {"put_routing_weights", R"({"weights":{}})"},
        {"post_ical", R"({"ical":"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"})"},
    };
  }

  static bool has_body_ids(const Route& route) {
    bool any = false;
    json::value ignored = body_or_query(route, [&](const std::string&) {
      any = true;
      return std::int64_t{1};
    });
    return any;
  }

  // An example of what the route takes beside its path.
  static json::value body_or_query(const Route& route, const std::function<std::int64_t(const std::string&)>& id_of) {
    if (route.input_properties == nullptr) return json::object{};
    base::SchemaBuilder schemas;
    const json::object properties = route.input_properties(schemas);
    ExampleOptions options;
    options.id_of = id_of;
    json::object out;
    for (const auto& member : route.members) {
      if (std::ranges::find(route.path_names, member.name) != route.path_names.end()) continue;
      const json::value& schema = properties.at(member.name);
      const bool is_id = base::encode(schema).find("x-heed-id") != std::string::npos;
      if (member.required || is_id) out[member.name] = example_of(schema, schemas.components(), options, member.name);
    }
    const auto fixed = bodies();
    if (const auto found = fixed.find(route.name); found != fixed.end()) return *base::parse_json(found->second);
    // An upload is its owner's alone: with one, nobody else's answer would pass (workflow/uploads_test.cpp).
    if (route.name == "post_reply") out.erase("files");
    if (route.name == "post_inbox") out["settings"] = json::object{};
    if (route.name == "patch_organization") out["name"] = "Renamed";
    if (route.name == "post_sla_policy" || route.name == "put_sla_policy") {
      out["first_response_s"] = 300;
      out["counted"] = "calendar";
    }
    if (route.name == "post_follow_up" || route.name == "put_follow_up") {
      out["phone"] = "112";
      out["from_at"] = base::to_rfc3339(server->clock.now() + std::chrono::hours(1));
      out["due_at"] = base::to_rfc3339(server->clock.now() + std::chrono::hours(2));
      if (route.name == "post_follow_up") out["kind"] = "call_back";
    }
    if (route.name == "post_encounter") out["text"] = "They are content";
    if (route.name == "post_macro" || route.name == "put_macro") out["text"] = "Hello";
    // Each rule once.
    if (route.name == "put_rule_order")
      for (const Place* place : {&alpha->other, &alpha->partner})
        out["rule_ids"].as_array().emplace_back(place->ids.at("rule"));
    if (route.name == "put_team_routing") out["overflow_after_s"] = 600;
    if (route.name == "post_business_hours" || route.name == "put_business_hours") out["always_open"] = true;
    return out;
  }

  static net::Request request_for(const Route& route, const Visa& visa, const Names& names) {
    std::string path = "/api/v1" + route.path;
    for (const auto& name : route.path_names) {
      // A message that is named in a path is one of the customer's, or one of ours on its way.
      const std::string message = route.name == "post_cancel"                                 ? "queued"
                                  : route.name == "post_retry" || route.name == "post_settle" ? "uncertain"
                                                                                              : "question";
      const std::string noun = name == "message_id" ? message : name.substr(0, name.find("_id"));
      const std::string key = names.path == nullptr ? kNoSuchKey : names.path->chat.key;
      const std::string value = name == "key"     ? key
                                : name == "field" ? "sentiment"
                                                  : std::to_string(Names::id(names.path, noun));
      path.replace(path.find("{" + name + "}"), name.size() + 2, value);
    }
    const json::value rest = body_or_query(route, [&](const std::string& noun) { return Names::id(names.body, noun); });
    if (has_body(route.method) && !route.takes_bytes) {
      const bool wants_body = route.members.size() > route.path_names.size();
      return server->as(visa, std::string(to_string(route.method)), path, wants_body ? base::encode(rest) : "");
    }
    std::string query;
    for (const auto& [name, value] : rest.as_object()) {
      const std::string text = value.is_string() ? std::string(value.get_string()) : base::encode(value);
      query += (query.empty() ? "?" : "&") + std::string(name) + "=" + net::percent_encode(text);
    }
    auto request = server->as(visa, std::string(to_string(route.method)), path + query);
    if (!route.takes_bytes) return request;
    request.headers.push_back({"Content-Type", "application/octet-stream"});
    request.body = "x";
    return request;
  }

  // A router of its own for each cell: no tries are used up, nothing is remembered.
  static net::Response try_out(net::Request request) {
    Services services{*trying,          *server->search,
                      server->clock,    *server->facets,
                      server->workers,  server->vault,
                      server->channels, kOrigin,
                      "test",           [](const std::string& error) { ADD_FAILURE() << error; }};
    services.triage = &small_models();
    auto fresh = std::make_unique<Api>(server->context.get_executor(), std::move(services));
    fresh.swap(server->api);
    net::Response response = server->send(std::move(request));
    fresh.swap(server->api);
    return response;
  }

  static std::string everything_in(const net::Response& response) {
    std::string all = response.body;
    for (const auto& one : response.headers) all += "\n" + one.name + ": " + one.value;
    return all;
  }

  static TestApi* server;
  static World* alpha;
  static World* beta;
  static TryingStore* trying;
};

TestApi* AccessMatrix::server = nullptr;
World* AccessMatrix::alpha = nullptr;
World* AccessMatrix::beta = nullptr;
TryingStore* AccessMatrix::trying = nullptr;

rights::Principal principal_named(const std::string& name) {
  rights::Principal principal;
  if (name == "anonymous" || name == "suspended" || name == "expired") return principal;
  if (name == "visitor") {
    principal.kind = rights::PrincipalKind::visitor;
    return principal;
  }
  const bool token = name.starts_with("token_");
  principal.kind = token ? rights::PrincipalKind::token : rights::PrincipalKind::user;
  principal.role = *base::from_name<rights::Role>(token ? name.substr(6) : name);
  return principal;
}

bool is_good(int status) { return status >= 200 && status < 300; }

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Ids of a world, as they would stand in JSON.
std::set<std::string> ids_of(const World& world) {
  std::set<std::string> ids;
  for (const Place* place : {&world.own, &world.other, &world.partner})
    for (const auto& [noun, id] : place->ids) ids.insert(std::to_string(id));
  return ids;
}

TEST_F(AccessMatrix, EveryCellIsAsItWasReviewed) {
  std::string table = "route\tprincipal\towner\tstatus\n";
  std::size_t cells = 0;
  const auto foreign_ids = ids_of(*beta);
  for (const auto& route : all_routes()) {
    const std::string row = std::string(to_string(route.method)) + " " + route.path;
    const bool inside = has_body_ids(route);
    const bool addresses = !route.path_names.empty() || inside;
    const bool by_key = route.path.find("{key}") != std::string::npos;
    for (const std::string name : kPrincipals) {
      const rights::Principal principal = principal_named(name);
      const bool allowed = rights::may(principal, route.permission);
      for (const auto& owner : kOwners) {
        const bool first = &owner == &kOwners.front();
        if (!addresses && !first) continue;
        if (owner.mixed && (!inside || route.path_names.empty())) continue;
        const Names names{&((owner.foreign_path ? *beta : *alpha).*(owner.path)),
                          &((owner.foreign_body ? *beta : *alpha).*(owner.body))};
        const auto response = try_out(request_for(route, alpha->asks.at(name), names));
        const char* whose = addresses ? owner.name : "-";
        const std::string cell = row + "\t" + name + "\t" + whose;
        table += cell + "\t" + std::to_string(response.status) + "\n";
        ++cells;

        // A permission that is not held is never a success, and says only whether to sign in.
        if (!allowed) {
          const bool nobody = principal.kind == rights::PrincipalKind::anonymous;
          EXPECT_EQ(response.status, nobody ? 401 : 403) << cell;
        }
        EXPECT_LT(response.status, 500) << cell << " " << response.body;
        if (name == "visitor" && is_good(response.status) && route.permission == Permission::visitor)
          EXPECT_STREQ(whose, "own_team") << cell;

        // Nothing of the other organization shows, anywhere. Its chat's greeting alone is for everybody.
        const std::string shown = everything_in(response);
        const bool public_greeting = by_key && route.permission == Permission::anyone;
        if (!public_greeting) {
          EXPECT_EQ(shown.find(beta->canary), std::string::npos) << cell << " " << shown;
          for (const auto& id : foreign_ids) EXPECT_EQ(shown.find(id), std::string::npos) << cell << " " << shown;
        }

        // What is the other organization's is as if it were not there: the same status and the same words.
        if ((owner.foreign_path || owner.foreign_body) && !public_greeting) {
          const Names nothing{owner.foreign_path ? nullptr : names.path, owner.foreign_body ? nullptr : names.body};
          const auto missing = try_out(request_for(route, alpha->asks.at(name), nothing));
          EXPECT_EQ(response.status, missing.status) << cell;
          EXPECT_EQ(response.body, missing.body) << cell;
          if (allowed && !route.path_names.empty() && owner.foreign_path)
            EXPECT_EQ(response.status, 404) << cell << " " << response.body;
          if (route.method != net::Method::get) EXPECT_FALSE(is_good(response.status)) << cell;
        }

        // A partner's people see and touch what is their teams', and nothing else that customers or the team said.
        if (name == "partner" || name == "token_partner") {
          for (const char* not_theirs :
               {"own_team asks", "own_team answers", "own_team notes", "own_team person", "own_team case", "other_team asks",
                "other_team answers", "other_team notes", "other_team person", "other_team case", "secret@canaryalpha-own",
                "secret@canaryalpha-other"})
            EXPECT_EQ(shown.find(not_theirs), std::string::npos) << cell << " " << shown;
          const bool theirs = owner.path == &World::partner && name == "partner";
          if ((route.path.starts_with("/conversations/{") || route.path.starts_with("/cases/{")) && !theirs)
            EXPECT_EQ(response.status, 404) << cell << " " << response.body;
        }
      }
    }
  }
  RecordProperty("cells", static_cast<int>(cells));
  EXPECT_GT(cells, 1000U);

  const std::string path = std::string(SOURCE_ROOT) + "/tests/access_matrix.tsv";
  if (std::getenv("HEED_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << table;
  const std::string reviewed = read_file(path);
  if (reviewed == table) return;
  std::set<std::string> known;
  std::istringstream lines(reviewed);
  for (std::string line; std::getline(lines, line);) known.insert(line);
  std::istringstream now(table);
  int shown = 0;
  for (std::string line; std::getline(now, line) && shown < 40;)
    if (!known.contains(line)) ++shown, ADD_FAILURE() << "not as reviewed: " << line;
  ADD_FAILURE() << "tests/access_matrix.tsv is not what happens now: look at the difference, then HEED_UPDATE=1";
}

// Every success of the matrix must be possible at all, or the cell proves nothing.
TEST_F(AccessMatrix, EveryRouteSucceedsForSomebody) {
  server->clock.advance(std::chrono::minutes(1));
  teach(*server, alpha->own.chat, 0, 150);  // Enough to learn from, and newer than what was learnt.
  for (const auto& route : all_routes()) {
    if (route.name == "post_setup") continue;  // there is an owner already
    // Somebody outside has a word in it: src/workflow/oauth_sign_in_test.cpp, holiday_feeds_test.cpp.
    if (route.name == "put_holiday_feed" || route.name == "post_sign_in" || route.name == "post_sign_in_return") continue;
    const Place& own = alpha->own;
    bool good = false;
    for (const std::string name : {"owner", "visitor", "anonymous"}) {
      Place body = own;
      if (route.name == "post_merge") body.ids["conversation"] = own.ids.at("split");        // not into itself
      if (route.name == "post_case") body.ids["conversation"] = own.ids.at("loose");         // in no case yet
      if (route.name == "put_team_routing") body.ids["team"] = alpha->other.ids.at("team");  // not to itself
      if (route.name == "post_join") body.ids["contact"] = alpha->other.ids.at("contact");   // not with themselves
      const Names names{&own, &body};
      const auto response = try_out(request_for(route, alpha->asks.at(name), names));
      good = good || is_good(response.status);
    }
    EXPECT_TRUE(good) << to_string(route.method) << " " << route.path << " "
                      << try_out(request_for(route, alpha->asks.at("owner"), {&alpha->own, &alpha->own})).body;
  }
}

// The answer to keep is made inside the transaction; when that is not committed, nobody may be told that it was.
TEST_F(AccessMatrix, AKeyDoesNotTurnAFailedCommitIntoAnAnswer) {
  class FailingStore final : public store::Store {
   public:
    void on_committed(std::function<void(const store::PublishedBatch&)>) override {}
    [[nodiscard]] std::optional<std::string> trouble() const override { return std::nullopt; }

   protected:
    void submit_write(std::shared_ptr<store::Job> job, store::Priority) override {
      static_cast<void>(server->store->transact_blocking([&job](store::Transaction& transaction) -> base::Result<void> {
        job->run(transaction);
        return base::fail(base::FailureKind::unavailable, "The disk is full.");
      }));
      job->fail(base::Failure{base::FailureKind::unavailable, "The disk is full.", "", std::nullopt});
      store::finish(job);
    }
    std::shared_ptr<store::ReadQueue> submit_read(std::shared_ptr<store::Job> job) override {
      static_cast<void>(server->store->read_blocking([&job](store::Reading& reading) -> base::Result<void> {
        job->run(reading);
        return {};
      }));
      store::finish(job);
      return nullptr;
    }
  };
  FailingStore failing;
  Services services{failing,       *server->search,  server->clock, *server->facets, server->workers,
                    server->vault, server->channels, kOrigin,       "test",          {}};
  auto other = std::make_unique<Api>(server->context.get_executor(), std::move(services));
  auto request =
      server->as(alpha->asks.at("owner"), "POST", "/api/v1/teams", R"({"name":"New","partner":false,"member_ids":[]})");
  request.headers.push_back({"Idempotency-Key", "k"});
  other.swap(server->api);
  const auto response = server->send(std::move(request));
  other.swap(server->api);
  EXPECT_EQ(response.status, 503) << response.body;
}

// T-S04: no column of any table can be written by naming it.
TEST_F(AccessMatrix, NoColumnCanBeSlippedIn) {
  std::set<std::string> columns;
  const std::string sql = read_file(std::string(SOURCE_ROOT) + "/src/store/migrations/0001_first.sql");
  std::istringstream lines(sql);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("  ") || line.size() < 4 || line[2] < 'a' || line[2] > 'z') continue;
    columns.insert(line.substr(2, line.find(' ', 2) - 2));
  }
  EXPECT_GT(columns.size(), 60U);
  const auto picture = [&] {
    std::string all;
    for (const auto& route : all_routes()) {
      if (route.method != net::Method::get || route.permission == Permission::visitor) continue;
      all += server->send(request_for(route, alpha->asks.at("owner"), {&alpha->own, &alpha->own})).body + "\n";
    }
    return all;
  };
  const std::string before = picture();
  std::size_t tried = 0;
  for (const auto& route : all_routes()) {
    if (!has_body(route.method) || route.takes_bytes) continue;
    const Visa& visa = alpha->asks.at(route.permission == Permission::visitor ? "visitor" : "owner");
    for (const auto& column : columns) {
      if (std::ranges::find(route.members, column, &InputMember::name) != route.members.end() &&
          std::ranges::find(route.path_names, column) == route.path_names.end())
        continue;
      auto request = request_for(route, visa, {&alpha->own, &alpha->own});
      json::object body = request.body.empty() ? json::object{} : base::parse_json(request.body)->as_object();
      body[column] = 1;
      request.body = base::encode(json::value(body));
      request.headers.push_back({"Content-Type", "application/json"});
      const auto response = server->send(std::move(request));
      EXPECT_EQ(response.status, 422) << route.path << " " << column << " " << response.body;
      ++tried;
    }
  }
  EXPECT_GT(tried, 1000U);
  EXPECT_EQ(picture(), before);
}

}  // namespace
}  // namespace api::test
