#pragma once
// The codes of routing::Ground, and what their values are. They stand in the record and on the wire: none changes its name.

namespace routing::ground {

// Of an assignment, what fits:
inline constexpr const char* kLanguage = "language";     // "de": the agent speaks it.
inline constexpr const char* kTopic = "topic";           // "refund": what the words are about, and the agent knows of.
inline constexpr const char* kProduct = "product";       // "Bike lock": spoken of, and the agent knows it.
inline constexpr const char* kChannel = "channel";       // Its id: the agent works there for choice.
inline constexpr const char* kSeniority = "seniority";   // "2": needed at least, and the agent has it.
inline constexpr const char* kNoSpeaker = "no_speaker";  // "de": nobody in the team speaks it, so anybody serves.
// … how full the agent is with it,
inline constexpr const char* kLoad = "load";  // "3/5"
// … and why this one of those who fit:
inline constexpr const char* kLastAnswered = "last_answered";  // The customer's last answer is from them.
inline constexpr const char* kRoundRobin = "round_robin";      // Their turn: longest without being given anything.
inline constexpr const char* kLeastLoaded = "least_loaded";
inline constexpr const char* kBestSkill =
    "best_skill";  // "75": percent of what is wanted that they have, at the least cost of load.
inline constexpr const char* kOnlyOne = "only_one";  // Nobody else could take it.
// Why it is not the one who answered last:
inline constexpr const char* kLastAnswererAway = "last_answerer_away";  // Their name.
inline constexpr const char* kLastAnswererFull = "last_answerer_full";  // Their name: too much fuller than the others.
// Of what a person did by hand:
inline constexpr const char* kTaken = "taken";             // Who took it.
inline constexpr const char* kHandedOver = "handed_over";  // Who gave it to them.

// Of waiting:
inline constexpr const char* kManual = "manual";         // The team takes what it wants.
inline constexpr const char* kNoMembers = "no_members";  // Nobody is in the team.
inline constexpr const char* kNobodyOnline = "nobody_online";
inline constexpr const char* kSpeakersAway = "speakers_away";  // "de": who speaks it is not online.
inline constexpr const char* kSpeakersFull = "speakers_full";  // "de": … has no room.
inline constexpr const char* kNoRoom = "no_room";              // "200/200": how full those are who are online.
inline constexpr const char* kUnread = "unread";               // Triage has not read it yet; that takes a moment.

// Of an overflow:
inline constexpr const char* kWaited = "waited";  // "600": seconds in the team's queue.
// Of a requeue: the name of who went.
inline constexpr const char* kWentAway = "went_away";
inline constexpr const char* kWentOff = "went_off";

}  // namespace routing::ground
