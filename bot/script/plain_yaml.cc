// Owns the recursive descent over plain YAML. Every function that gives up says so by leaving sure_ false; its result is then thrown away.
#include "bot/script/plain_yaml.h"

#include <algorithm>
#include <set>

namespace bot::script {
namespace {

using Kind = YamlNode::Kind;

bool blank(char c) { return c == ' '; }
bool line_end(char c) { return c == '\n'; }
bool bracket(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }
bool word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool null_word(std::string_view text) { return text == "~" || text == "null" || text == "Null" || text == "NULL"; }

// Signs that a plain text never begins with; '-', '?' and ':' may, but seldom do.
bool reserved(char c) { return bracket(c) || std::string_view{"#&*!|>'\"%@`-?:"}.find(c) != std::string_view::npos; }

class PlainReader {
   public:
    explicit PlainReader(std::string_view text) : text_{text} {}

    std::optional<YamlNode> read() {
        if (text_.empty() || text_.back() != '\n' || text_.find('\r') != std::string_view::npos) return std::nullopt;
        YamlNode root;
        if (next_line()) {
            root = now() == '{' ? flow_line() : indent() == 0 ? block(0, 1) : unsure();
            if (sure_ && !at_end()) unsure();
        }
        if (!sure_) return std::nullopt;
        return root;
    }

   private:
    // Where the reader stands. text_ ends in '\n', so that now() needs no bounds inside a line.
    bool at_end() const { return at_ >= text_.size(); }
    char now() const { return at_end() ? '\n' : text_[at_]; }
    char after() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\n'; }
    int column() const { return static_cast<int>(at_ - line_start_); }
    int indent() const { return column(); }  // only right after next_line()
    Place place() const { return {line_, column() + 1}; }

    YamlNode unsure() {
        sure_ = false;
        at_ = text_.size();
        return {};
    }

    void skip_blanks() {
        while (!at_end() && blank(now())) ++at_;
    }

    void end_line() {
        ++at_;
        ++line_;
        line_start_ = at_;
    }

    // Goes to the first sign of the next line that says something, from the start of a line; false at the end.
    bool next_line() {
        while (!at_end()) {
            skip_blanks();
            if (now() == '#') at_ = text_.find('\n', at_);
            if (now() == '\t') unsure();
            if (at_end()) return false;
            if (!line_end(now())) return true;
            end_line();
        }
        return false;
    }

    // After a value: only a comment may follow on the line. Leaves the reader at the start of the next line.
    void finish_line() {
        const bool spaced = blank(now());
        skip_blanks();
        if (now() == '#' && spaced) at_ = text_.find('\n', at_);
        if (at_end() || !line_end(now())) {
            unsure();
        } else {
            end_line();
        }
    }

    YamlNode node(Kind kind) {
        if (++count_ > kMaxNodes) unsure();
        YamlNode out;
        out.kind = kind;
        out.place = place();
        return out;
    }

    // A collection in block layout whose first sign is here.
    YamlNode block(int indentation, int depth) {
        if (depth > kMaxDepth) return unsure();
        if (now() == '-' && (blank(after()) || line_end(after()))) return block_sequence(indentation, depth);
        return is_key() ? block_map(indentation, depth) : unsure();
    }

    // True if a plain key and its colon are here.
    bool is_key() const {
        std::size_t end = at_;
        while (end < text_.size() && (word(text_[end]) || text_[end] == '-' || text_[end] == '.')) ++end;
        constexpr std::size_t kLongest = 100;
        if (end == at_ || end - at_ > kLongest || !word(text_[at_]) || text_[end] != ':') return false;
        return !null_word(text_.substr(at_, end - at_)) && (blank(text_[end + 1]) || line_end(text_[end + 1]));
    }

    bool add_key(YamlNode& map, std::set<std::string_view>& seen) {
        const std::size_t end = text_.find(':', at_);
        const std::string_view key = text_.substr(at_, end - at_);
        if (!seen.insert(key).second) unsure();
        map.keys.push_back({std::string{key}, place()});
        if (++count_ > kMaxNodes) unsure();
        if (sure_) at_ = end + 1;
        return sure_;
    }

    YamlNode block_map(int indentation, int depth) {
        YamlNode map = node(Kind::kMap);
        std::set<std::string_view> seen;
        while (sure_ && is_key() && add_key(map, seen)) {
            map.items.push_back(block_value(indentation, depth, true));
            if (!sure_ || !next_line() || indent() < indentation) return map;
            if (indent() > indentation) return unsure();
        }
        return unsure();  // a line at this indentation that is no key
    }

    YamlNode block_sequence(int indentation, int depth) {
        YamlNode list = node(Kind::kSequence);
        while (sure_ && now() == '-' && (blank(after()) || line_end(after()))) {
            ++at_;
            list.items.push_back(entry(indentation, depth));
            if (!sure_ || !next_line() || indent() < indentation) return list;
            if (indent() > indentation) return unsure();
        }
        return list;  // the next key of the map around, or a mistake that the map will see
    }

    // What follows '-': a collection may begin on the same line.
    YamlNode entry(int indentation, int depth) {
        const std::size_t dash = at_;
        skip_blanks();
        const bool compact = at_ > dash && !line_end(now()) && (is_key() || (now() == '-' && blank(after())));
        if (compact) return block(column(), depth + 1);
        at_ = dash;
        return block_value(indentation, depth, false);
    }

    // A value after ':' or '-', of a collection at the indentation; the reader ends at the start of a line.
    YamlNode block_value(int indentation, int depth, bool in_map) {
        const Place before = place();
        const bool spaced = blank(now());
        skip_blanks();
        if (line_end(now()) || (now() == '#' && spaced)) {
            finish_comment();
            return nested(indentation, depth, in_map, before);
        }
        if (now() == '[' || now() == '{') {
            YamlNode value = flow(depth + 1);
            if (sure_) finish_line();
            return value;
        }
        if (now() == '|') return literal(indentation);
        YamlNode value = now() == '\'' || now() == '"' ? quoted() : plain(false);
        if (!sure_) return {};
        finish_line();
        if (sure_ && continues(indentation)) unsure();
        return value;
    }

    void finish_comment() {
        at_ = text_.find('\n', at_);
        end_line();
    }

    YamlNode nested(int indentation, int depth, bool in_map, Place before) {
        const bool more = next_line();
        const bool list_here = in_map && more && indent() == indentation && now() == '-' && (blank(after()) || line_end(after()));
        YamlNode value;
        if (list_here || (more && indent() > indentation)) {
            value = block(indent(), depth + 1);
        } else {
            value = node(Kind::kNull);
            value.place = before;
        }
        if (sure_) at_ = std::min(line_start_, text_.size());
        return value;
    }

    // True if the next line belongs to the text of this one.
    bool continues(int indentation) {
        const bool more = next_line() && indent() > indentation;
        if (sure_) at_ = std::min(line_start_, text_.size());
        return more;
    }

    YamlNode flow_line() {
        YamlNode root = flow(1);
        if (sure_) finish_line();
        if (sure_) next_line();
        return root;
    }

    // To the next sign inside brackets, over line ends and comments.
    void skip_in_flow() {
        while (!at_end()) {
            const bool spaced = at_ == line_start_ || blank(text_[at_ - 1]);
            if (blank(now())) {
                ++at_;
            } else if (line_end(now())) {
                end_line();
            } else if (now() == '#' && spaced) {
                at_ = text_.find('\n', at_);
            } else {
                break;
            }
        }
        if (at_end() || (column() == 0 && (now() == '-' || now() == '.'))) unsure();
    }

    YamlNode flow(int depth) {
        if (depth > kMaxDepth) return unsure();
        const bool is_map = now() == '{';
        const char close = is_map ? '}' : ']';
        YamlNode out = node(is_map ? Kind::kMap : Kind::kSequence);
        out.flow = true;
        std::set<std::string> seen;
        ++at_;
        skip_in_flow();
        while (sure_ && now() != close) {
            if (is_map && !flow_key(out, seen)) return unsure();
            out.items.push_back(flow_value(depth));
            if (sure_) skip_in_flow();
            if (!sure_ || (now() != ',' && now() != close)) return unsure();
            if (now() == close) break;
            ++at_;
            skip_in_flow();
            if (sure_ && now() == close) return unsure();  // a comma before the bracket
        }
        ++at_;
        return out;
    }

    bool flow_key(YamlNode& map, std::set<std::string>& seen) {
        const int line = line_;
        YamlNode key = now() == '\'' || now() == '"' ? quoted() : plain(true);
        if (!sure_ || key.kind != Kind::kScalar || key.text.size() > 100 || line_ != line || now() != ':' || !blank(after())) return false;
        ++at_;
        skip_in_flow();
        map.keys.push_back({key.text, key.place});
        return sure_ && line_ == line && seen.insert(std::move(key.text)).second;
    }

    YamlNode flow_value(int depth) {
        if (now() == '[' || now() == '{') return flow(depth + 1);
        return now() == '\'' || now() == '"' ? quoted() : plain(true);
    }

    // A text without quotes, on one line.
    YamlNode plain(bool in_flow) {
        if (reserved(now()) || line_end(now())) return unsure();
        YamlNode out = node(Kind::kScalar);
        const std::size_t begin = at_;
        std::size_t end = begin;  // after the last sign that is no blank
        while (!line_end(now()) && !(in_flow && bracket(now()))) {
            if (now() == '\t') return unsure();
            if (now() == '#' && blank(text_[at_ - 1])) break;
            if (now() == ':' && (blank(after()) || line_end(after()) || (in_flow && bracket(after())))) break;
            if (!blank(now())) end = at_ + 1;
            ++at_;
        }
        out.text = text_.substr(begin, end - begin);
        if (null_word(out.text)) {
            out.kind = Kind::kNull;
            out.text.clear();
        }
        const char stop = now();
        at_ = end;
        if (in_flow ? line_end(stop) && !ends_in_flow() : stop == ':') return unsure();
        return out;
    }

    // True if after the blanks and line ends here comes a bracket or comma, so that a plain text ends at its line.
    bool ends_in_flow() const {
        const auto next = text_.find_first_not_of(" \n", at_);
        return next != std::string_view::npos && bracket(text_[next]);
    }

    // A text in quotes, on one line, with the common escapes.
    YamlNode quoted() {
        YamlNode out = node(Kind::kScalar);
        out.quoted = true;
        const char quote = now();
        ++at_;
        while (true) {
            const char c = now();
            if (line_end(c) || c == '\t') return unsure();
            if (c == quote && !(quote == '\'' && after() == quote)) break;
            if (c == quote) ++at_;
            if (c == '\\' && quote == '"') {
                ++at_;
                const char escaped = now();
                if (escaped != '\\' && escaped != '"' && escaped != 'n') return unsure();
                out.text += escaped == 'n' ? '\n' : escaped;
            } else {
                out.text += c;
            }
            ++at_;
        }
        ++at_;
        return out;
    }

    // A block text after '|', with clipped or stripped end.
    YamlNode literal(int indentation) {
        YamlNode out = node(Kind::kScalar);
        out.quoted = true;
        ++at_;
        const bool strip = now() == '-';
        if (strip) ++at_;
        finish_line();
        int inside = -1;          // the indentation of its text
        std::size_t pending = 0;  // line ends not yet written
        while (sure_ && !at_end()) {
            skip_blanks();
            if (line_end(now())) {
                if (inside < 0 || column() > inside) return unsure();  // blank lines first, or longer than the indentation
                ++pending;
                end_line();
                continue;
            }
            if (column() <= indentation) break;
            if (inside < 0) inside = column();
            if (column() < inside || now() == '\t') return unsure();
            const auto begin = line_start_ + static_cast<std::size_t>(inside);
            const auto end = text_.find('\n', at_);
            out.text.append(pending, '\n').append(text_.substr(begin, end - begin));
            pending = 1;
            at_ = end;
            end_line();
        }
        if (inside < 0) return unsure();
        if (sure_ && !at_end()) at_ = line_start_;
        if (!strip) out.text += '\n';
        return out;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    int line_ = 1;
    int count_ = 0;
    bool sure_ = true;
};

}  // namespace

std::optional<YamlNode> read_plain_yaml(std::string_view text) { return PlainReader{text}.read(); }

}  // namespace bot::script
