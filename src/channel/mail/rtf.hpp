#pragma once
// The words of a Rich Text document, as Outlook compresses it into winmail.dat (MS-OXRTFCP). Pure.

#include <string>
#include <string_view>

namespace mail {

// Empty for what is not compressed RTF; of what breaks off, what is there.
[[nodiscard]] std::string uncompress_rtf(std::string_view bytes);

// UTF-8; pictures, fonts and everything else that is not said are left out.
[[nodiscard]] std::string text_of_rtf(std::string_view rtf);

}  // namespace mail
