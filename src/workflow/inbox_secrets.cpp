#include "workflow/inbox_secrets.hpp"

#include <utility>

#include <boost/json/object.hpp>

#include "base/json/decode.hpp"
#include "base/json/encode.hpp"

namespace workflow {
namespace {

constexpr std::string_view kMask = "***";

std::string place_of(ids::Inbox inbox, std::string_view member) {
  return "setting " + std::string(member) + " of inbox " + std::to_string(inbox.value);
}

bool is_secret(const boost::json::value& schema) {
  const auto* object = schema.if_object();
  const auto* format = object == nullptr ? nullptr : object->if_contains("format");
  return format != nullptr && format->is_string() && format->as_string() == "password";
}

// Calls change(name, text) for each secret that is there; what it gives back takes its place.
template <class Change>
void change_secrets(const channel::ChannelType& channel, boost::json::value& settings, Change change) {
  auto* members = settings.if_object();
  const auto* schema = channel.settings_schema.if_object();
  const auto* properties = schema == nullptr ? nullptr : schema->if_contains("properties");
  if (members == nullptr || properties == nullptr || !properties->is_object()) return;
  for (const auto& [name, property] : properties->as_object()) {
    if (!is_secret(property)) continue;
    auto* value = members->if_contains(name);
    if (value == nullptr || !value->is_string() || value->as_string().empty()) continue;
    *value = change(std::string_view(name), std::string(value->as_string()));
  }
}

boost::json::value parsed(const std::string& text) {
  auto value = base::parse_json(text);
  return value ? *std::move(value) : boost::json::object{};
}

}  // namespace

std::string seal_settings(const Vault& vault, const channel::ChannelType& channel, ids::Inbox inbox,
                          boost::json::value settings) {
  change_secrets(channel, settings,
                 [&](std::string_view name, const std::string& text) { return vault.seal(text, place_of(inbox, name)); });
  return base::encode(settings);
}

base::Result<boost::json::value> open_settings(const Vault& vault, const channel::ChannelType& channel,
                                               const inbox::Inbox& inbox) {
  auto settings = parsed(inbox.settings);
  std::string lost;
  change_secrets(channel, settings, [&](std::string_view name, const std::string& sealed) {
    auto text = vault.open(sealed, place_of(inbox.id, name));
    if (!text) lost = name;
    return std::move(text).value_or("");
  });
  if (lost.empty()) return settings;
  return base::fail(base::FailureKind::unauthenticated,
                    lost + ": it was sealed with another key than heed.key; enter it again.", "settings." + lost);
}

boost::json::value mask_settings(const channel::ChannelType& channel, const inbox::Inbox& inbox) {
  auto settings = parsed(inbox.settings);
  change_secrets(channel, settings, [](std::string_view, const std::string&) { return std::string(kMask); });
  return settings;
}

boost::json::value fill_in_secrets(const channel::ChannelType& channel, boost::json::value changed,
                                   const boost::json::value& before) {
  change_secrets(channel, changed, [&](std::string_view name, std::string text) {
    const auto* old = before.is_object() ? before.as_object().if_contains(name) : nullptr;
    return text == kMask && old != nullptr && old->is_string() ? std::string(old->as_string()) : std::move(text);
  });
  return changed;
}

base::Secret webhook_secret(const Vault& vault, const inbox::Inbox& inbox) {
  return vault.secret_of("webhooks of inbox " + std::to_string(inbox.id.value));
}

}  // namespace workflow
