#pragma once
// Where routing sent a conversation, and on what grounds. The grounds are codes with a value, so that a screen tells them in
// the reader's language: "Ana: German, 3 of 5, least loaded".

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "domain/ids.hpp"

namespace routing {

// Whether somebody is to be given work. `away`: for a while; `off`: not before they say so.
enum class Presence { online, away, off };
BOOST_DESCRIBE_ENUM(Presence, online, away, off)

enum class Outcome {
  assigned,    // To an agent.
  overflowed,  // To another team: nobody of the first one took it in time.
  requeued,    // Back to the queue of its team: who had it went away.
  waiting,     // Nobody can take it now; the grounds say why.
};
BOOST_DESCRIBE_ENUM(Outcome, assigned, overflowed, requeued, waiting)

struct Ground {
  std::string code;   // "skill", "load", "least_loaded", "last_answered" …: the list is in the glossary of routing.
  std::string value;  // "de", "3/5"; empty where the code says all.
};
BOOST_DESCRIBE_STRUCT(Ground, (), (code, value))

struct Decision {
  Outcome outcome = Outcome::waiting;
  std::optional<ids::User> user_id;
  std::optional<ids::Team> team_id;
  std::vector<Ground> grounds;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (outcome, user_id, team_id, grounds))

}  // namespace routing
