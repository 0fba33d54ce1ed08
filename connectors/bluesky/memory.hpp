#pragma once
// What an inbox keeps between two rounds of asking, and over a restart: how far each list has been read, and the latest of
// what was taken in, so that it is noticed when that is taken back. Written as the cursor, which has a limit of 64 KiB: the
// oldest is forgotten first.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "channel/item.hpp"

namespace bluesky {

// Something done that may be undone: a like, a repost, a follow, a block.
struct Done {
  std::string uri;     // Of its record.
  std::string target;  // Our post; empty for a follow or a block.
};

struct Memory {
  base::Time notified_at{};  // Of the newest notification taken in.
  base::Time own_at{};       // Of the newest post of our own.
  base::Time checked_at{};   // notified_at when the lists were last gone through further back.
  std::string chat_rev;      // The chat log has been read so far.
  std::deque<std::string> posts;
  std::deque<Done> done;
  // The beginnings of threads of others in which we answered, the latest last: whoever writes on there need not name us.
  std::deque<std::string> answered;
  std::optional<std::int64_t> live_at;  // The live source has been heard so far …
  std::string live_url;                 // … this one.

  // Of a new inbox: it begins with what was said since `begin`.
  static Memory beginning(base::Time begin);
  // A cursor that is not ours gives a beginning.
  static Memory read(const std::string& cursor, base::Time begin);
  [[nodiscard]] std::string write() const;

  // Keeps what may be taken back, and forgets what was.
  void remember(const channel::InboundItem& item);
  void forget(std::string_view uri);

  [[nodiscard]] bool has_post(std::string_view uri) const;
  // None where it is not known to have been done.
  [[nodiscard]] const Done* find_done(std::string_view uri) const;
  // Whether a word of that person is among the latest.
  [[nodiscard]] bool has_word_of(std::string_view did) const;
  [[nodiscard]] bool has_answered(std::string_view root) const;
};

// How far a list has been read, newest first, where what is new may come to stand a little below what is known: entries
// are told apart by their keys within the overlap.
class Mark {
 public:
  explicit Mark(base::Time& at) : at_(at) {}

  [[nodiscard]] base::Time since() const;
  [[nodiscard]] bool is_new(const std::string& key) const { return !seen_.contains(key); }
  void take(const std::string& key, base::Time at);

 private:
  base::Time& at_;
  std::map<std::string, base::Time> seen_;
};

}  // namespace bluesky
