#pragma once
// What main made and lends to the API for as long as it lives.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/id.hpp"

namespace channel {
struct ChannelType;
}
namespace store {
class SearchIndex;
class Store;
}  // namespace store
namespace workflow {
class FacetIndex;
class HolidayFeeds;
class InboxAttendant;
class LayerTrainer;
class TriageFollower;
class TriageModels;
class Vault;
class WebhookTeller;
class WorkerPool;
}  // namespace workflow

namespace api {

struct Services {
  store::Store& store;
  store::SearchIndex& search;
  const base::Clock& clock;
  workflow::FacetIndex& facets;                       // Lists narrowed by what triage says.
  workflow::WorkerPool& workers;                      // Password hashing, and other work that takes a while.
  const workflow::Vault& vault;                       // Seals what is kept to be answered again.
  const std::vector<channel::ChannelType>& channels;  // Every connector that was linked in.
  std::string public_url;  // Where people reach this server: "https://care.example.org", no slash.
  std::string version;
  std::function<void(const std::string&)> on_error;  // Broken surroundings, told once each; goes to the log.
  // What reads messages, and how far it has come; null in a program without a model.
  const workflow::TriageModels* triage = nullptr;
  const workflow::TriageFollower* triage_follower = nullptr;
  const workflow::LayerTrainer* triage_trainer = nullptr;  // What learns from corrections.
  workflow::InboxAttendant* attendant = nullptr;           // The inboxes at work; null where nothing is called (tests).
  workflow::WebhookTeller* webhooks = nullptr;             // Who is told of events; null where nothing is called (tests).
  workflow::HolidayFeeds* holiday_feeds = nullptr;         // Calendars on the web; null where nothing is called (tests).
  std::chrono::seconds undo{5};  // How long an answer waits before it leaves, so that it can be taken back.
};

}  // namespace api
