#include "store/sqlite_terms.hpp"

#include <sqlite3.h>

namespace store {
namespace {

using TakeToken = int (*)(void*, int, const char*, int, int, int);

// The tokenizer has no state, but SQLite wants a pointer that is not null.
int create(void* /*context*/, const char** /*arguments*/, int /*count*/, Fts5Tokenizer** out) {
  static char one = 0;
  *out = reinterpret_cast<Fts5Tokenizer*>(&one);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer* /*tokenizer*/) {}

int tokenize(Fts5Tokenizer* /*tokenizer*/, void* context, int /*flags*/, const char* text, int size, TakeToken take) {
  for (int at = 0; at < size;) {
    while (at < size && text[at] == ' ') ++at;
    int end = at;
    while (end < size && text[end] != ' ') ++end;
    if (end == at) break;
    const bool is_same_place = text[at] == '|';
    const int begin = is_same_place ? at + 1 : at;
    const int code = take(context, is_same_place ? FTS5_TOKEN_COLOCATED : 0, text + begin, end - begin, begin, end);
    if (code != SQLITE_OK) return code;
    at = end;
  }
  return SQLITE_OK;
}

fts5_api* api_of(sqlite3* db) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

}  // namespace

int add_terms_tokenizer(sqlite3* db) {
  fts5_api* const api = api_of(db);
  if (api == nullptr) return SQLITE_ERROR;
  fts5_tokenizer tokenizer{create, destroy, tokenize};
  return api->xCreateTokenizer(api, kTermsTokenizer, nullptr, &tokenizer, nullptr);
}

}  // namespace store
