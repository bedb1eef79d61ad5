// Owns reading marked answers from CSV (RFC 4180).
#include <fmt/format.h>

#include <charconv>

#include "bot/app/eval.h"
#include "bot/base/text.h"

namespace bot::app {
namespace {

struct Row {
    std::vector<std::string> fields;
    int line = 1;
};

Result<std::vector<Row>> rows_of(std::string_view csv) {
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    std::vector<Row> rows;
    Row row;
    std::string field;
    bool quoted = false;
    int line = 1;
    const auto end_row = [&] {
        row.fields.push_back(std::move(field));
        field.clear();
        if (row.fields.size() > 1 || !row.fields.front().empty()) rows.push_back(std::move(row));
        row = Row{{}, line};
    };
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        line += c == '\n' ? 1 : 0;
        if (quoted) {
            if (c != '"') {
                field += c;
            } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
                field += csv[++i];
            } else {
                quoted = false;
            }
        } else if (c == '"' && field.empty()) {
            quoted = true;
        } else if (c == ',') {
            row.fields.push_back(std::move(field));
            field.clear();
        } else if (c == '\n') {
            end_row();
        } else if (c != '\r') {
            field += c;
        }
    }
    if (quoted) return fail(Code::kInvalidInput, fmt::format("line {}: a quoted field is not closed", row.line));
    if (!field.empty() || !row.fields.empty()) end_row();
    return rows;
}

}  // namespace

Result<std::map<std::string, std::vector<grade::Sample>>> samples_from_csv(const Library& library, std::string_view csv) {
    auto rows = rows_of(csv);
    if (!rows) return tl::unexpected(rows.error());
    if (rows->empty()) return fail(Code::kInvalidInput, "line 1: the file is empty; expected a header such as question,mark,text");
    int question_column = -1, mark_column = -1, text_column = -1;
    const auto& header = rows->front().fields;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto name = fold(header[i]);
        if (name == "question") question_column = int(i);
        if (name == "mark") mark_column = int(i);
        if (name == "text" || name == "answer") text_column = int(i);
    }
    if (question_column < 0 || mark_column < 0 || text_column < 0) {
        return fail(Code::kInvalidInput, "line 1: the header must name the columns question, mark and text");
    }
    std::map<std::string, std::vector<grade::Sample>> samples;
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const auto& [fields, line] = (*rows)[i];
        if (fields.size() != header.size()) {
            return fail(Code::kInvalidInput, fmt::format("line {}: {} fields where the header has {}", line, fields.size(), header.size()));
        }
        const auto key = library.resolve_question(trim(fields[std::size_t(question_column)]));
        if (!key) return fail(Code::kInvalidInput, fmt::format("line {}: {}", line, key.error().message));
        const auto mark_text = trim(fields[std::size_t(mark_column)]);
        grade::Sample sample;
        const auto [end, error] = std::from_chars(mark_text.data(), mark_text.data() + mark_text.size(), sample.mark);
        if (error != std::errc{} || end != mark_text.data() + mark_text.size() || sample.mark < 0 || sample.mark > 10) {
            return fail(Code::kInvalidInput, fmt::format("line {}: mark {} is no whole number from 0 to 10", line, mark_text));
        }
        sample.text = fields[std::size_t(text_column)];
        sample.place.line = line;
        samples[*key].push_back(std::move(sample));
    }
    return samples;
}

}  // namespace bot::app
