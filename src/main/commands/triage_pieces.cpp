// heed triage pieces.
#include <iostream>
#include <string>

#include "domain/triage/pieces.hpp"
#include "domain/triage/sections.hpp"
#include "main/commands.hpp"
#include "main/record.hpp"
#include "workflow/triage/model_file.hpp"

namespace heed {

int run_triage_pieces(const Invocation& call) {
  const auto path = call.value("encoder");
  if (!path) return say_failure({base::FailureKind::invalid, "Name an encoder with --encoder.", "--encoder", {}});
  const auto file = workflow::MappedFile::open(*path);
  if (!file) return say_failure(file.error());
  const auto sections = triage::Sections::read(triage::kEncoderFile, (*file)->bytes());
  if (!sections) return say_failure(workflow::refused_model(*path, sections.error().message).value());
  const auto reader =
      triage::PieceReader::read(sections->find("vocabulary").value_or(""), sections->find("emoji").value_or(""));
  if (!reader) return say_failure(workflow::refused_model(*path, reader.error().message).value());
  std::vector<triage::Piece> pieces;
  std::string line;
  for (std::string post; std::getline(std::cin, post);) {
    reader->cut(post, pieces);
    line.clear();
    for (const triage::Piece piece : pieces) line += (line.empty() ? "" : " ") + std::to_string(piece);
    std::cout << line << "\n";
  }
  return kDone;
}

}  // namespace heed
