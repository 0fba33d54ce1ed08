#pragma once
// The conversations of the sample company, as data. A line begins with who says it: "> " the customer, "< " us, "# " a note
// of ours among ourselves. {order}, {model}, {price} and {name} are filled in anew each time a story is told; nobody and
// nothing in them is real.

#include <string>
#include <vector>

namespace heed::demo {

enum class Place {
  chat,   // The web chat: answered from here.
  posts,  // Public posts: answered on the platform, and read here.
};

enum class Pace {
  quick,  // Answered in time.
  slow,   // The first answer came too late.
};

enum class Ending {
  resolved,  // Answered and closed; where the last word is the customer's thanks, as thanks only.
  spam,      // Dismissed, as are the next three.
  duplicate,
  elsewhere,
  other,
  open,  // Answered, and still open.
};

struct Person {
  const char* name;
  const char* handle;
};

struct Story {
  Place place;
  Pace pace;
  Ending ending;
  std::vector<const char*> lines;
};

// A language with its customers and what they talk about.
struct Voice {
  const char* language;
  const char* agent;  // Who of us speaks it best: the first part of the address.
  std::vector<Person> people;
  std::vector<Story> stories;
};

[[nodiscard]] Voice portuguese();
[[nodiscard]] Voice english();
[[nodiscard]] Voice german();
[[nodiscard]] Voice spanish();
[[nodiscard]] Voice french();
[[nodiscard]] Voice arabic();

// Two days ago: after an update the app's camera stayed black, and no rental bike could be unlocked.
struct Complaint {
  Place place;
  Person who;
  const char* text;
  const char* answer;  // nullptr: dismissed, for our post answered everybody.
};
[[nodiscard]] std::vector<Complaint> crisis();

}  // namespace heed::demo
