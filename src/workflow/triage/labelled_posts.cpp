#include "workflow/triage/labelled_posts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <set>

#include "base/text.hpp"
#include "workflow/import/gzip_input.hpp"

namespace workflow {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 30U;
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);
constexpr std::array<std::string_view, 7> kListColumns = {"task",       "table",  "kept",   "training",
                                                          "validation", "source", "licence"};

tl::unexpected<base::Failure> wrong(const std::string& path, const std::string& why) {
  return base::fail(base::FailureKind::invalid, path + ": " + why + ".");
}

base::Result<std::string> read_whole(const std::string& path) {
  auto input = GzipInput::open(path);
  if (!input) return base::pass_on(input.error());
  std::string text;
  std::vector<char> buffer(1 << 16);
  for (;;) {
    auto got = input->read(buffer);
    if (!got) return base::pass_on(got.error());
    if (*got == 0) return text;
    text.append(buffer.data(), *got);
    if (text.size() > kLargestFile) return wrong(path, "is larger than 1 GiB");
  }
}

// A tab-separated file with a header: the columns asked for, line by line.
struct Table {
  std::vector<std::vector<std::string>> rows;  // A cell for each column asked for.
  std::vector<std::size_t> lines;              // Where each row stood.
};

base::Result<Table> read_table(const std::string& path, const std::vector<std::string>& columns,
                               const std::vector<std::string>& needed) {
  auto text = read_whole(path);
  if (!text) return base::pass_on(text.error());
  Table table;
  std::vector<std::size_t> places;
  std::size_t line_number = 0;
  for (auto line : base::split(*text, '\n')) {
    ++line_number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto cells = base::split(line, '\t');
    if (line_number == 1) {
      for (const auto& column : columns) {
        const auto found = std::ranges::find(cells, column);
        places.push_back(found == cells.end() ? kNoColumn : static_cast<std::size_t>(found - cells.begin()));
        if (found == cells.end() && std::ranges::find(needed, column) != needed.end())
          return wrong(path, "its first line names no column `" + column + "`");
      }
      continue;
    }
    if (line.empty()) continue;
    std::vector<std::string> row;
    for (const std::size_t place : places) {
      if (place != kNoColumn && place >= cells.size())
        return wrong(path, "line " + std::to_string(line_number) + " has too few columns");
      row.emplace_back(place == kNoColumn ? std::string_view() : cells[place]);
    }
    table.rows.push_back(std::move(row));
    table.lines.push_back(line_number);
  }
  if (table.rows.empty()) return wrong(path, "holds no posts");
  return table;
}

base::Result<Table> read_labels(const std::string& path) {
  return read_table(path, {"label", "text", "lang"}, {"label", "text"});
}

std::vector<std::string_view> labels_of(const std::string& cell, const triage::Task& task) {
  if (task.may_have_none && cell == triage::kNoLabel) return {};
  return task.many_labels ? base::split(cell, '|') : std::vector<std::string_view>{cell};
}

base::Result<std::vector<triage::LabelledPost>> posts_of(const Table& table, const std::string& path,
                                                         const triage::Task& task, const std::vector<std::string>& labels,
                                                         std::vector<std::string>& groups) {
  std::vector<triage::LabelledPost> posts;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    triage::LabelledPost post;
    post.text = table.rows[i][1];
    for (const auto label : labels_of(table.rows[i][0], task)) {
      const auto found = std::ranges::find(labels, label);
      if (found == labels.end())
        return wrong(path, "line " + std::to_string(table.lines[i]) + " has the label \"" + std::string(label) +
                               "\", which " + task.name + " does not know");
      post.labels.push_back(static_cast<triage::Label>(found - labels.begin()));
    }
    const auto& language = table.rows[i][2];
    auto group = std::ranges::find(groups, language);
    if (group == groups.end()) group = groups.insert(groups.end(), language);
    post.group = static_cast<std::uint16_t>(group - groups.begin());
    posts.push_back(std::move(post));
  }
  return posts;
}

}  // namespace

base::Result<triage::LabelledSet> read_set(const SetFiles& files) {
  triage::LabelledSet set;
  set.task = triage::task_called(files.task);
  set.table = files.table;
  set.kept = files.kept;
  set.source = files.source;
  set.licence = files.licence;
  set.most_rows = files.most_rows;
  set.concepts = files.concepts;
  const auto training = read_labels(files.training);
  if (!training) return base::pass_on(training.error());
  std::set<std::string, std::less<>> labels;
  for (const auto& row : training->rows)
    for (const auto label : labels_of(row[0], set.task)) labels.emplace(label);
  set.labels.assign(labels.begin(), labels.end());
  const auto validation = read_labels(files.validation);
  if (!validation) return base::pass_on(validation.error());
  auto training_posts = posts_of(*training, files.training, set.task, set.labels, set.groups);
  if (!training_posts) return base::pass_on(training_posts.error());
  auto validation_posts = posts_of(*validation, files.validation, set.task, set.labels, set.groups);
  if (!validation_posts) return base::pass_on(validation_posts.error());
  set.training = std::move(*training_posts);
  set.validation = std::move(*validation_posts);
  return set;
}

base::Result<std::vector<triage::LabelledPost>> read_posts(const std::string& path, const triage::Task& task,
                                                           const std::vector<std::string>& labels) {
  const auto table = read_labels(path);
  if (!table) return base::pass_on(table.error());
  std::vector<std::string> groups;
  return posts_of(*table, path, task, labels, groups);
}

base::Result<triage::ConceptParts> read_lexicon_folder(const std::string& path) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path, error))
    if (entry.path().extension() == ".tsv") paths.push_back(entry.path());
  if (paths.empty()) return wrong(path, "holds no lexicon");
  std::ranges::sort(paths, {}, [](const auto& file) { return std::pair(file.stem() != "en", file); });
  std::vector<triage::LexiconText> files;
  for (const auto& file : paths) {
    auto text = read_whole(file.string());
    if (!text) return base::pass_on(text.error());
    files.push_back({file.filename().string(), *std::move(text)});
  }
  return triage::read_lexicon(files);
}

base::Result<std::vector<SetFiles>> read_set_list(const std::string& path) {
  std::vector<std::string> columns(kListColumns.begin(), kListColumns.end());
  const auto needed = columns;
  columns.emplace_back("rows");
  columns.emplace_back("concepts");
  const auto table = read_table(path, columns, needed);
  if (!table) return base::pass_on(table.error());
  const auto folder = std::filesystem::path(path).parent_path();
  std::vector<SetFiles> sets;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    const auto& row = table->rows[i];
    if (row[2] != "yes" && row[2] != "no")
      return wrong(path, "line " + std::to_string(table->lines[i]) + ": `kept` is yes or no, not \"" + row[2] + "\"");
    SetFiles set{row[0], row[1], row[2] == "yes", (folder / row[3]).string(), (folder / row[4]).string(), row[5], row[6]};
    const auto read = std::from_chars(row[7].data(), row[7].data() + row[7].size(), set.most_rows);
    if (!row[7].empty() && (read.ec != std::errc{} || read.ptr != row[7].data() + row[7].size()))
      return wrong(path, "line " + std::to_string(table->lines[i]) + ": `rows` is a number, not \"" + row[7] + "\"");
    set.concepts = row[8] == "yes";
    sets.push_back(std::move(set));
  }
  return sets;
}

}  // namespace workflow
