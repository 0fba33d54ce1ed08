// The file of a model: write_model() and Model::read().
#include <algorithm>

#include "domain/triage/model.hpp"
#include "domain/triage/sections.hpp"
#include "domain/triage/task_format.hpp"

namespace triage {
namespace {

constexpr std::size_t kStarts = (1U << 16U) + 1;

NamedSections sections_of(const ModelParts& parts) {
  NamedSections sections = {{"card", parts.card}, {"tasks", write_tasks(parts.tasks)}};
  for (std::size_t i = 0; i < parts.tables.size(); ++i) {
    const TableParts& table = parts.tables[i];
    const std::string name = "table" + std::to_string(i) + ".";
    std::vector<std::uint32_t> starts(kStarts, 0);
    std::vector<std::uint16_t> tails;
    for (const std::uint32_t key : table.keys) {
      ++starts[(key >> 16U) + 1];
      tails.push_back(static_cast<std::uint16_t>(key));
    }
    for (std::size_t k = 1; k < starts.size(); ++k) starts[k] += starts[k - 1];
    sections.emplace_back(name + "starts", bytes_of(starts));
    sections.emplace_back(name + "tails", bytes_of(tails));
    sections.emplace_back(name + "rarity", bytes_of(table.rarity));
    sections.emplace_back(name + "rows", bytes_of(table.rows));
    sections.emplace_back(name + "scale", bytes_of(table.scale));
    sections.emplace_back(name + "bias", bytes_of(table.bias));
    if (table.concepts) sections.emplace_back(name + "concepts", "yes");
  }
  if (!parts.concepts.keys.empty()) {
    sections.emplace_back("concept.keys", bytes_of(parts.concepts.keys));
    sections.emplace_back("concept.numbers", bytes_of(parts.concepts.concepts));
  }
  return sections;
}

}  // namespace

std::string write_model(const ModelParts& parts) { return write_sections(kFirstTierFile, sections_of(parts)); }

base::Result<Model> Model::read(std::string_view bytes) {
  const auto sections = Sections::read(kFirstTierFile, bytes);
  if (!sections) return base::pass_on(sections.error());
  Model model;
  model.card_ = sections->find("card").value_or(std::string_view());
  for (std::size_t i = 0;; ++i) {
    const std::string name = "table" + std::to_string(i) + ".";
    if (!sections->find(name + "rows")) break;
    Table table;
    table.starts = sections->numbers<std::uint32_t>(name + "starts");
    table.tails = sections->numbers<std::uint16_t>(name + "tails");
    table.rarity = sections->numbers<std::uint8_t>(name + "rarity");
    table.rows = sections->numbers<std::int8_t>(name + "rows");
    table.scale = sections->numbers<float>(name + "scale");
    table.bias = sections->numbers<float>(name + "bias");
    table.width = static_cast<std::uint32_t>(table.scale.size());
    table.concepts = sections->find(name + "concepts").has_value();
    const bool fits = table.starts.size() == kStarts && table.starts.front() == 0 && std::ranges::is_sorted(table.starts) &&
                      table.starts.back() == table.tails.size() && table.rarity.size() == table.tails.size() &&
                      table.width % kLanes == 0 && table.width > 0 && table.bias.size() == table.width &&
                      table.rows.size() == table.tails.size() * table.width && all_finite(table.scale) &&
                      all_finite(table.bias);
    if (!fits) return refuse_model("its table " + std::to_string(i) + " does not fit together");
    model.tables_.push_back(table);
  }
  const auto keys = sections->numbers<std::uint32_t>("concept.keys");
  const auto numbers = sections->numbers<Concept>("concept.numbers");
  if (keys.size() != numbers.size() || !std::ranges::is_sorted(keys))
    return refuse_model("its concepts do not fit together");
  if (!keys.empty()) model.concepts_ = Concepts(keys, numbers);
  auto tasks = read_tasks(sections->find("tasks").value_or(std::string_view()), [&model](std::uint32_t table) {
    return table < model.tables_.size() ? std::size_t{model.tables_[table].width} : 0;
  });
  if (!tasks) return base::pass_on(tasks.error());
  model.tasks_ = *std::move(tasks);
  return model;
}

const TaskModel* Model::find(std::string_view task) const {
  const auto found = std::ranges::find(tasks_, task, &TaskModel::name);
  return found == tasks_.end() ? nullptr : &*found;
}

}  // namespace triage
