#include <algorithm>
#include <filesystem>
#include <map>

#include "base/json/encode.hpp"
#include "base/text.hpp"
#include "main/config.hpp"
#include "main/config_members.hpp"

namespace heed {
namespace {

// The URL with its password as ***, be it before the host or in the query.
std::string without_password(std::string url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const auto host = scheme + 3;
  if (const auto at = url.rfind('@', url.find_first_of("/?", host)); at != std::string::npos && at >= host) {
    const auto colon = url.find(':', host);
    if (colon < at) url.replace(colon + 1, at - colon - 1, "***");
  }
  constexpr std::string_view kParameter = "password=";
  if (const auto at = url.find(kParameter, url.find('?')); at != std::string::npos) {
    const auto value = at + kParameter.size();
    url.replace(value, std::min(url.find('&', value), url.size()) - value, "***");
  }
  return url;
}

// Values as they stand in heed.toml; a JSON string is a TOML string too.
std::string shown(const std::string& text) { return base::encode(text); }
std::string shown(const base::Secret& url) { return base::encode(without_password(url.reveal())); }
std::string shown(std::int64_t number) { return std::to_string(number); }
std::string shown(bool yes) { return yes ? "true" : "false"; }
std::string shown(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) out += (out.size() > 1 ? ", " : "") + shown(text);
  return out + "]";
}

std::map<std::string, std::string> texts_of(const Config& config) {
  std::map<std::string, std::string> texts;
  for_each_key(config, [&](const std::string& name, const auto& member) { texts[name] = shown(member); });
  return texts;
}

// The paragraph as comment lines of at most 100 columns.
std::string comment(const std::string& paragraph) {
  std::string out;
  std::string line = "#";
  for (const auto word : base::split(paragraph, ' ')) {
    if (line.size() + 1 + word.size() > 100) {
      out += line + "\n";
      line = "#";
    }
    line += " ";
    line += word;
  }
  return out + line + "\n";
}

}  // namespace

const std::vector<ConfigKey>& config_keys() {
  static const std::vector<ConfigKey> kKeys = {
      {"data",
       "The folder that holds everything this installation keeps on its own disk: the embedded database (heed.db), the key "
       "that encrypts stored secrets (heed.key) and the mark of the running server (heed.lock). It is made when it is not "
       "there. Back it up whole.",
       "\"/var/lib/heed\""},
      {"store",
       "Where the record is kept. Left out: the embedded SQLite database in the data folder, good for one machine. "
       "postgresql://USER:PASSWORD@HOST/NAME keeps it in PostgreSQL 15 or newer; the product is the same.",
       "\"postgresql://heed:secret@db.internal/heed\""},
      {"listen",
       "Address and port to answer on. 127.0.0.1 takes only callers on this machine, such as a proxy that adds TLS; "
       "0.0.0.0 and [::] take everybody. Port 0 lets the system choose.",
       "\"0.0.0.0:8080\""},
      {"public_url",
       "How people reach this Heed from outside. It stands in links and decides whether cookies are marked for HTTPS only. "
       "Left out: http:// and the listen address.",
       "\"https://care.example.com\""},
      {"log_level", "How much is logged to standard error, one JSON object a line: debug, info, warning or error.",
       "\"info\""},
      {"workers", "Threads for work that takes processor time, such as checking passwords. 0: one for each core.", "2"},
      {"trusted_proxies",
       "Addresses or networks of proxies in front of Heed whose X-Forwarded-For and X-Forwarded-Proto are believed. "
       "Anybody else's are ignored.",
       "[\"10.0.0.0/8\"]"},
      {"models",
       "The folder in which a triage.model takes the place of the program's own, also while it runs: it is looked at every ten "
       "seconds. A file that is damaged or no model is refused in the log and on the triage page, and the model before it goes "
       "on serving. Left out: the folder models in the data folder.",
       "\"/var/lib/heed/models\""},
      {"second_tier",
       "Whether a second, slower model has its word on what customers say in English: about a millisecond of one core a message, and "
       "22 MB of memory once it is needed.",
       "false"},
      {"undo_seconds",
       "How long an answer waits before it leaves, so that whoever wrote it can take it back: 0 to 60. In a web chat it is shown "
       "to the visitor at once all the same.",
       "10"},
      {"allowed_networks",
       "Networks that are not public and whose servers inboxes may all the same be connected to, such as the company's own mail "
       "server. Anything else that is not public is never called, whatever address somebody types in.",
       "[\"10.1.0.0/16\"]"},
      {"extra_ca_file",
       "A file of certificates in PEM form whose authorities are trusted besides the system's, for servers with certificates "
       "of the company's own.",
       "\"/etc/ssl/company.pem\""},
      {"connect_to",
       "Where a server is from here when that is elsewhere than its name says, as behind a gateway of one's own: host:port=address:port. Its "
       "certificate is checked by its name all the same, and an address that is not public has to be in allowed_networks.",
       "[\"shop.example.com:443=10.1.2.3:8443\"]"},
  };
  return kKeys;
}

std::string documented_toml(const Config& config) {
  const auto initial = texts_of(Config{});
  const auto current = texts_of(config);
  std::string out = comment(
      "Settings of Heed. A line that begins with # is a comment; keys left out have the value shown here. Each key "
      "can also be given in the environment (HEED_LISTEN for listen), which wins over this file, and some as "
      "options of a command (--listen), which win over both. Lists in the environment are separated by commas.");
  for (const auto& key : config_keys()) {
    out += "\n" + comment(key.help);
    const auto& value = current.at(key.name);
    if (value != initial.at(key.name)) {
      out += key.name + " = " + value + "\n";
    } else {
      out += "# " + key.name + " = " + (value == "\"\"" || value == "[]" ? key.example : value) + "\n";
    }
  }
  return out;
}

std::string models_folder(const Config& config) { return config.models.empty() ? config.data + "/models" : config.models; }

base::Secret store_url(const Config& config) {
  if (!is_embedded(config)) return config.store;
  return base::Secret("sqlite:" + (std::filesystem::path(config.data) / "heed.db").string());
}

std::string shown_store(const Config& config) { return without_password(store_url(config).reveal()); }

}  // namespace heed
