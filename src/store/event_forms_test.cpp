// The log keeps events as lists of values (base/json/in_order.hpp): a member that moved or went would give old rows another
// meaning. testdata/event_forms.txt has every struct with its members; new ones may only stand at the end of theirs.
// HEED_UPDATE=1 writes them down.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <variant>

#include <boost/core/demangle.hpp>

#include "base/json/traits.hpp"
#include "domain/event.hpp"

namespace store {
namespace {

using Forms = std::map<std::string, std::string>;  // struct → members

template <class T>
void collect(Forms& forms) {
  using namespace base::json_detail;
  if constexpr (is_optional<T>::value || is_vector<T>::value) {
    collect<typename T::value_type>(forms);
  } else if constexpr (DescribedStruct<T>) {
    auto [place, is_new] = forms.try_emplace(boost::core::demangle(typeid(T).name()));
    if (!is_new) return;
    std::string members;
    for_each_member<T>([&](std::string_view name, auto member) {
      members.append(members.empty() ? "" : " ").append(name);
      collect<std::remove_cvref_t<decltype(T{}.*member)>>(forms);
    });
    place->second = members;
  }
}

template <class... Alternative>
void collect_all(Forms& forms, std::type_identity<std::variant<Alternative...>>) {
  (collect<Alternative>(forms), ...);
}

TEST(EventForms, MembersAreOnlyAddedAtTheEnd) {
  Forms forms;
  collect_all(forms, std::type_identity<event::Event>{});
  const std::string path = TEST_DATA "/event_forms.txt";
  Forms known;
  {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      const auto colon = line.find(": ");
      if (colon != std::string::npos) known[line.substr(0, colon)] = line.substr(colon + 2);
    }
  }
  ASSERT_FALSE(known.empty()) << path;
  for (const auto& [name, members] : known) {
    if (!forms.contains(name)) continue;  // A struct that went: its rows are read no more.
    EXPECT_TRUE((forms[name] + " ").starts_with(members + " "))
        << name << " has changed where it may not: " << members << " → " << forms[name];
  }
  if (HasFailure()) return;
  if (std::getenv("HEED_UPDATE") != nullptr) {  // NOLINT(concurrency-mt-unsafe): one thread.
    std::ofstream file(path);
    for (const auto& [name, members] : forms) file << name << ": " << members << '\n';
  }
  for (const auto& [name, members] : forms)
    EXPECT_TRUE(known[name] == members || std::getenv("HEED_UPDATE") != nullptr)  // NOLINT(concurrency-mt-unsafe)
        << name << " has new members; HEED_UPDATE=1 writes them down.";
}

}  // namespace
}  // namespace store
