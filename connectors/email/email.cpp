#include <utility>

#include "channel/channel.hpp"
#include "channel/settings.hpp"
#include "connectors/email/inbox.hpp"
#include "connectors/email/settings.hpp"
#include "connectors/email/sign_in.hpp"
#include "connectors/email/wire.hpp"

namespace email {
namespace {

base::Result<boost::json::value> check_settings(const boost::json::value& given) {
  return read_settings(given).map([](const Settings& settings) { return channel::settings_value(settings); });
}

base::Result<std::unique_ptr<channel::ChannelInbox>> open(const boost::json::value& given,
                                                          const channel::ChannelServices& services) {
  auto settings = read_settings(given);
  if (!settings) return base::pass_on(std::move(settings.error()));
  if (!settings->password && !settings->access_token && services.tokens == nullptr)
    return base::fail(base::FailureKind::invalid, "password: missing", "password");
  return make_inbox(*std::move(settings), services);
}

base::Result<channel::InboundItem> read_item(const std::string& raw, base::Time now) { return read_mail(raw, "", {}, now); }

// A mail, as a mailbox keeps it.
base::Result<channel::WebhookItems> decode(const std::string& payload, base::Time now) {
  channel::WebhookItems out;
  auto item = read_item(payload, now);
  if (item) out.items.push_back(*std::move(item));
  else out.unreadable.push_back({payload, std::move(item.error().message)});
  return out;
}

}  // namespace
}  // namespace email

channel::ChannelType email_channel() {
  channel::ChannelType type;
  type.id = "email";
  type.name = "E-mail";
  type.capabilities.text_limit = 20'000;
  type.capabilities.first_response_s = 8 * 3600;  // Mission R7: a promise of days makes people leave.
  type.capabilities.working_time = true;
  // Each attempt has the same message id and receivers usually show one mail; none of them promises it.
  type.capabilities.resending = channel::Resending::uncertain;
  // Many servers take 25 MiB with the letters that the bytes become: a third more.
  type.capabilities.writes_to_addresses = true;
  type.capabilities.acknowledges = true;  // Marked as what it is, and never to a list (RFC 3834).
  type.capabilities.files = 20;
  type.capabilities.file_bytes = 18LL * 1024 * 1024;
  type.settings_schema = channel::settings_schema<email::Settings>();
  type.check_settings = email::check_settings;
  type.open = email::open;
  type.sign_in = email::sign_in();
  type.decode = email::decode;
  type.read_item = email::read_item;
  return type;
}
