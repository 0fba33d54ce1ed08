#include "main/demo/sample_company.hpp"

#include <optional>

#include <boost/json/value.hpp>

#include "base/id.hpp"
#include "main/demo/script.hpp"
#include "main/demo/stage.hpp"
#include "main/system_clock.hpp"
#include "store/inbox_store.hpp"
#include "store/organization_store.hpp"
#include "workflow/credential.hpp"
#include "workflow/manage_inboxes.hpp"
#include "workflow/manage_teams.hpp"
#include "workflow/password.hpp"
#include "workflow/set_up.hpp"

namespace heed {
namespace {

using base::FailureKind;

constexpr std::chrono::days kBegins{15};  // Before now: the evening before the first customer writes.
constexpr int kSampleNode = 14;
constexpr const char* kChatName = "Chat";
constexpr const char* kPassword = "seven hills, eleven gears";

struct Colleague {
  const char* key;  // What the script calls them.
  const char* name;
  const char* email;
  rights::Role role;
};
constexpr Colleague kColleagues[] = {
    {"ana", "Ana Duarte", "ana@lisbonbikes.example", rights::Role::owner},
    {"tom", "Tom Reis", "tom@lisbonbikes.example", rights::Role::lead},
    {"mira", "Mira Santos", "mira@lisbonbikes.example", rights::Role::agent},
    {"joao", "João Alves", "joao@lisbonbikes.example", rights::Role::agent},
    {"lena", "Lena Krause", "lena@lisbonbikes.example", rights::Role::agent},
    {"rita", "Rita Porto", "rita@portocalls.example", rights::Role::partner},
};

SampleCompany sample_accounts() {
  SampleCompany company;
  for (const auto& one : kColleagues)
    company.accounts.push_back({one.name, one.email, std::string(base::to_name(one.role))});
  company.password = kPassword;
  return company;
}

// The sample company as it is found; nothing where the record is empty, a conflict where another company is in it.
base::Result<std::optional<SampleCompany>> find_sample(store::Reading& reading) {
  const auto found = store::first_organization(reading);
  if (!found) return std::optional<SampleCompany>{};
  if (!found->sample)
    return base::fail(FailureKind::conflict, "The sample company needs an empty record, and " + found->name +
                                                 " is in this one. Name another folder with --data.");
  auto company = sample_accounts();
  company.is_new = false;
  for (const auto& inbox : store::list_inboxes(reading, found->id)) {
    if (inbox.name == kChatName) company.chat_key = inbox.key;
  }
  return std::optional(std::move(company));
}

// The channel that a visitor's browser speaks on, and the one that only imports fill.
struct Channels {
  const channel::ChannelType* chat = nullptr;
  const channel::ChannelType* posts = nullptr;
};

Channels find_channels(const std::vector<channel::ChannelType>& channels) {
  Channels found;
  for (const auto& channel : channels) {
    if (channel.visitors_here && channel.connectable && found.chat == nullptr) found.chat = &channel;
    if (!channel.connectable && found.posts == nullptr) found.posts = &channel;
  }
  return found;
}

base::Result<inbox::Inbox> make_chat(store::Transaction& transaction, ids::Organization organization, const Channels& wanted,
                                     const std::vector<channel::ChannelType>& channels) {
  workflow::NewInbox chat;
  chat.channel = wanted.chat->id;
  chat.name = kChatName;
  chat.settings = {{"greeting", "Good to see you. What can we do for you?"}, {"sites", boost::json::array{}}};
  chat.key = workflow::new_public_key();
  return workflow::create_inbox(transaction, organization, chat, channels);
}

base::Result<rights::Team> make_partner_team(store::Transaction& transaction, const demo::Company& company) {
  rights::Principal owner;
  owner.kind = rights::PrincipalKind::user;
  owner.organization_id = company.organization_id;
  owner.role = rights::Role::owner;
  owner.user_id = company.people.at("ana").id;
  auto made = workflow::create_team(transaction, owner, {"Porto Call Centre", true, {company.people.at("rita").id}});
  if (!made) return base::pass_on(made.error());
  return made->team;
}

// Everything there is before the first customer writes.
base::Result<demo::Company> found_company(store::Transaction& transaction, const std::string& password_hash,
                                          const Channels& wanted, const std::vector<channel::ChannelType>& channels) {
  auto organization = workflow::create_organization(transaction, {"Lisbon Bikes", "en", "Europe/Lisbon", true});
  if (!organization) return base::pass_on(organization.error());
  demo::Company company;
  company.organization_id = organization->id;
  for (const auto& [key, name, email, role] : kColleagues) {
    auto user = workflow::create_user(transaction, organization->id, {name, email, role}, password_hash);
    if (!user) return base::pass_on(user.error());
    company.people.emplace(key, *user);
  }
  auto partner = make_partner_team(transaction, company);
  if (!partner) return base::pass_on(partner.error());
  company.partner = *partner;
  auto chat = make_chat(transaction, organization->id, wanted, channels);
  if (!chat) return base::pass_on(chat.error());
  company.chat = *chat;
  company.posts = workflow::ensure_imported_inbox(transaction, organization->id, *wanted.posts, "@lisbonbikes posts",
                                                  workflow::new_public_key());
  return company;
}

}  // namespace

base::Result<SampleCompany> fill_sample_company(const Config& config, const std::vector<channel::ChannelType>& channels) {
  store::StoreOptions options;
  options.url = store_url(config).reveal();
  options.readers = 1;
  return fill_sample_company(options, SystemClock().now(), channels);
}

base::Result<SampleCompany> fill_sample_company(const store::StoreOptions& options, base::Time now,
                                                const std::vector<channel::ChannelType>& channels) {
  const auto wanted = find_channels(channels);
  if (wanted.chat == nullptr || wanted.posts == nullptr)
    return base::fail(FailureKind::unavailable, "This program was built without the channels that the sample company uses.");
  base::FixedClock clock(now - kBegins);
  base::IdMaker ids(clock, kSampleNode);
  const auto store = store::Store::open(options, clock, ids);
  auto found = store->read_blocking(find_sample);
  if (!found) return base::pass_on(found.error());
  std::optional<SampleCompany> there = *std::move(found);
  if (there) return *std::move(there);

  const std::string hash = workflow::hash_password(base::Secret(kPassword));
  auto company = store->transact_blocking(
      [&](store::Transaction& transaction) { return found_company(transaction, hash, wanted, channels); });
  if (!company) return base::pass_on(company.error());
  demo::Stage stage(*company, channels);
  demo::plan_everyday_care(stage, now);
  demo::plan_recovered_customer(stage, now);
  demo::plan_crisis(stage, now);
  demo::plan_this_moment(stage, now);
  if (auto played = stage.perform(*store, clock, now); !played) return base::pass_on(played.error());
  auto sample = sample_accounts();
  sample.chat_key = company->chat.key;
  return sample;
}

}  // namespace heed
