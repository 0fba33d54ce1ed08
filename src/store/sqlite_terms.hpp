#pragma once
// SQLite's full-text index takes texts apart by itself; ours comes taken apart (domain/search). This tokenizer only reads
// the terms off: blanks stand between them, and one that begins with '|' has the position of the term before it.

struct sqlite3;

namespace store {

inline constexpr const char* kTermsTokenizer = "heed_terms";

// Gives SQLite's code; SQLITE_OK when the connection knows the tokenizer now.
int add_terms_tokenizer(sqlite3* db);

}  // namespace store
