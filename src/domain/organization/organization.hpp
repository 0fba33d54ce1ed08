#pragma once
// One company on an installation, and what its settings must look like.

#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/ids.hpp"

namespace organization {

struct Organization {
  ids::Organization id;
  std::string name;
  std::string language;   // BCP 47: "pt", "en-GB"
  std::string time_zone;  // IANA: "Europe/Lisbon"
  bool sample = false;    // The sample company: nothing in it is real.
  base::Time created_at{};
};
BOOST_DESCRIBE_STRUCT(Organization, (), (id, name, language, time_zone, sample, created_at))

// "EN-gb" → "en-GB". Well-formed is enough: language, and perhaps a script and a region.
[[nodiscard]] base::Result<std::string> clean_language(std::string_view text, const std::string& field = "language");

// Checks the form of an IANA name; whether the zone exists, the caller asks the machine's time zone data.
[[nodiscard]] base::Result<std::string> clean_time_zone(std::string_view text, const std::string& field = "time_zone");

}  // namespace organization
