#pragma once
// How much of one mail is read. Whatever is beyond is left out, and there still is an answer: a mail that is made to be too much
// (a MIME bomb) is shown as far as it goes. Sizes in bytes.

#include <cstddef>

namespace mail {

inline constexpr std::size_t kMostMailBytes = 64UL * 1024 * 1024;  // Twice what large providers take.
inline constexpr int kDeepestParts = 32;                           // Parts in parts; mails that people send stay below ten.
inline constexpr std::size_t kMostParts = 500;
inline constexpr std::size_t kMostBoundaryLines = 10'000;  // Lines that begin with "--": each is looked at once a level.
inline constexpr std::size_t kMostFields = 1'000;
inline constexpr std::size_t kLongestField = 256UL * 1024;
inline constexpr std::size_t kMostAddresses = 500;  // In one field.
inline constexpr std::size_t kMostGroups = 100;     // Of addresses, in one field.
inline constexpr std::size_t kMostReferences = 100;
inline constexpr std::size_t kMostTextBytes = 2UL * 1024 * 1024;  // Of a body, plain or HTML, each.
inline constexpr std::size_t kLongestSubject = 2'000;             // Code points.
inline constexpr std::size_t kHtmlMemory = 16UL * 1024 * 1024;    // For the tree of a page, and beside it
inline constexpr std::size_t kHtmlMemoryPerByte = 48;             // as much for each byte of the page.
inline constexpr std::size_t kMostHtmlSteps = 20'000'000;  // Tags, each counted as often as others are open around it.
inline constexpr std::size_t kDeepestHtml = 200;           // Elements in elements; deeper ones give their text only.
inline constexpr std::size_t kMostTnefBytes = 64UL * 1024 * 1024;  // Of what is unpacked from a winmail.dat.

}  // namespace mail
