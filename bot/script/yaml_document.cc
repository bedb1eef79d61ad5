// Owns the conversation with yaml-cpp's event parser.
#include "bot/script/yaml_document.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <unordered_set>

#include "bot/base/text.h"
#include "bot/script/codes.h"
#include "bot/script/plain_yaml.h"

namespace bot::script {
namespace {

// Stands for a '?' inside a text on its way through the library; no file holds it, for control characters are refused before.
constexpr char kInnerQuestionMark = '\x05';

// Thrown through yaml-cpp by the tree builder when reading on would be wasteful; caught in read_yaml().
struct Stopped {};

// A read-only stream over text that lives elsewhere.
class ViewBuffer : public std::streambuf {
   public:
    explicit ViewBuffer(std::string_view text) {
        char* begin = const_cast<char*>(text.data());  // streambuf wants char*; a get area is never written to
        setg(begin, begin, begin + text.size());
    }
};

Place place_of(const YAML::Mark& mark) { return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1}; }

class TreeBuilder : public YAML::EventHandler {
   public:
    TreeBuilder(std::string_view text, Report& report) : text_{text}, report_{report} {}

    YamlNode take() { return std::move(root_); }
    Place last_scalar() const { return last_scalar_; }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add(leaf(YamlNode::Kind::kNull, mark)); }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { add(leaf(YamlNode::Kind::kNull, mark)); }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override {
        YamlNode node = leaf(YamlNode::Kind::kScalar, mark);
        node.text = value;
        std::replace(node.text.begin(), node.text.end(), kInnerQuestionMark, '?');
        node.quoted = tag == "!";
        last_scalar_ = node.place;
        add(std::move(node));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value style) override {
        open(YamlNode::Kind::kSequence, mark, style);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value style) override {
        open(YamlNode::Kind::kMap, mark, style);
    }
    void OnMapEnd() override { close(); }

   private:
    // A collection that is being read; for a map, the key whose value comes next.
    struct Level {
        YamlNode node;
        std::optional<Key> key;
        bool value_is_dropped = false;
        std::unordered_set<std::string> seen;  // keys, once there are many
    };

    YamlNode leaf(YamlNode::Kind kind, const YAML::Mark& mark) {
        YamlNode node;
        node.kind = kind;
        node.place = place_of(mark);
        if (++count_ > kMaxNodes) {
            report_.add(kFileTooLarge, node.place, fmt::format("more than {} values in one file: split it", kMaxNodes));
            throw Stopped{};
        }
        const auto at = static_cast<std::size_t>(mark.pos);
        node.refused = refuse_reference(at < text_.size() ? text_[at] : '\0', node.place);
        return node;
    }

    // yaml-cpp hands over anchors and tags as numbers and texts; the sign in the source says the same for every kind of node.
    bool refuse_reference(char sign, Place place) {
        if (sign != '&' && sign != '*' && sign != '!') return false;
        if (place == refused_at_) return true;
        refused_at_ = place;
        if (sign == '!') report_.add(kTag, place, "tags are not allowed: leave out the word that begins with '!', or quote the text");
        if (sign == '&') report_.add(kAnchor, place, "anchors are not allowed: leave out the word that begins with '&', or quote the text");
        if (sign == '*') report_.add(kAnchor, place, "aliases are not allowed: write the value out, or quote the text");
        return true;
    }

    void open(YamlNode::Kind kind, const YAML::Mark& mark, YAML::EmitterStyle::value style) {
        YamlNode node = leaf(kind, mark);
        node.flow = style == YAML::EmitterStyle::Flow;
        if (levels_.size() >= kMaxDepth) {
            report_.add(kTooDeep, node.place, fmt::format("nested more than {} levels deep", kMaxDepth));
            throw Stopped{};
        }
        if (awaits_key()) refuse_key(node.place);
        levels_.push_back(Level{std::move(node), {}, false, {}});
    }

    void close() {
        YamlNode node = std::move(levels_.back().node);
        levels_.pop_back();
        add(std::move(node));
    }

    bool awaits_key() const { return !levels_.empty() && levels_.back().node.kind == YamlNode::Kind::kMap && !levels_.back().key; }

    void refuse_key(Place place) {
        report_.add(kBadYaml, place, "a key must be a plain word");
        throw Stopped{};
    }

    void add(YamlNode node) {
        if (levels_.empty()) {
            root_ = std::move(node);
            return;
        }
        Level& level = levels_.back();
        if (level.node.kind != YamlNode::Kind::kMap) {
            level.node.items.push_back(std::move(node));
        } else if (!level.key) {
            if (node.kind != YamlNode::Kind::kScalar) refuse_key(node.place);
            take_key(level, std::move(node));
        } else {
            if (!level.value_is_dropped) {
                level.node.keys.push_back(std::move(*level.key));
                level.node.items.push_back(std::move(node));
            }
            level.key.reset();
        }
    }

    void take_key(Level& level, YamlNode node) {
        constexpr std::size_t kFew = 16;  // below that a walk is cheaper than a set
        const auto& keys = level.node.keys;
        if (keys.size() == kFew && level.seen.empty()) {
            for (const Key& key : keys) level.seen.insert(key.text);
        }
        const bool known = keys.size() < kFew ? std::any_of(keys.begin(), keys.end(), [&](const Key& key) { return key.text == node.text; })
                                              : !level.seen.insert(node.text).second;
        level.value_is_dropped = known;
        if (known) report_duplicate(level, node);
        level.key = Key{std::move(node.text), node.place};
    }

    void report_duplicate(const Level& level, const YamlNode& node) {
        const auto first = std::find_if(level.node.keys.begin(), level.node.keys.end(), [&](const Key& key) { return key.text == node.text; });
        report_.add(kDuplicateKey, node.place, fmt::format("key {} stands twice, first in line {}: keep one", node.text, first->place.line));
    }

    std::string_view text_;
    Report& report_;
    std::vector<Level> levels_;
    YamlNode root_;
    Place last_scalar_;
    Place refused_at_;
    int count_ = 0;
};

// Sees whether there is anything after the first document.
class RestWatcher : public YAML::EventHandler {
   public:
    void OnDocumentStart(const YAML::Mark& mark) override { found(mark); }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { found(mark); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { found(mark); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t, const std::string&) override { found(mark); }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { found(mark); }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override { found(mark); }
    void OnMapEnd() override {}

    Place place;

   private:
    // The first event is enough: what follows may be as deep as it likes.
    [[noreturn]] void found(const YAML::Mark& mark) {
        place = place_of(mark);
        throw Stopped{};
    }
};

struct Reason {
    std::string_view library;  // yaml-cpp's words
    std::string_view plain;
};

constexpr std::array kReasons{
    Reason{"illegal map value", "a ':' that makes no sense here: quote the text if it holds ': ', or mend the indentation"},
    Reason{"end of map not found", "this line does not fit the map above it: mend the indentation, or quote the text"},
    Reason{"end of sequence not found", "this line does not fit the list above it: mend the indentation, or quote the text"},
    Reason{"end of map flow not found", "a '{' is not closed, or a ',' is missing"},
    Reason{"end of sequence flow not found", "a '[' is not closed, or a ',' is missing"},
    Reason{"illegal flow end", "this bracket closes nothing: quote the text if it holds one"},
    Reason{"illegal block entry", "a '-' that begins no list here: mend the indentation"},
    Reason{"illegal map key", "a key cannot begin here: mend the indentation"},
    Reason{"illegal EOF in scalar", "the quote is never closed"},
    Reason{"illegal document indicator in scalar", "the quote is not closed before the document ends"},
    Reason{"cannot set zero indentation for a block scalar", "a block's indentation cannot be 0"},
    Reason{"unexpected character in block scalar", "only an indentation and '-' or '+' may follow '|' or '>'"},
    Reason{"bad file", "the file cannot be read as YAML"},
};

std::size_t tab_in_indentation(std::string_view line) {
    const auto indentation = line.substr(0, line.find_first_not_of(" \t"));
    return indentation.find('\t');
}

void report_failure(const YAML::Exception& exception, Report& report) {
    const Place place = place_of(exception.mark);
    const std::string_view line = line_of(report.source().text, place.line);
    if (const auto tab = tab_in_indentation(line); tab != std::string_view::npos) {
        report.add(kTab, {place.line, static_cast<int>(tab) + 1}, "indent with spaces, not with tabs");
        return;
    }
    const std::string_view message = exception.msg;
    if (message == "the referenced anchor is not defined") {
        report.add(kAnchor, place, "aliases are not allowed: write the value out, or quote the text that begins with '*'");
        return;
    }
    std::string reason{message};
    if (message == "unknown token" && place.column >= 1 && static_cast<std::size_t>(place.column) <= line.size()) {
        reason = fmt::format("'{}' cannot stand in a plain text here: put the text in quotes", line[static_cast<std::size_t>(place.column) - 1]);
    } else if (message.starts_with("unknown escape character: ")) {
        reason = fmt::format("no escape '\\{0}' exists in double quotes: write '\\\\{0}', or use single quotes", message.back());
    } else if (const auto* known = std::find_if(kReasons.begin(), kReasons.end(), [&](const Reason& one) { return one.library == message; });
               known != kReasons.end()) {
        reason = known->plain;
    }
    report.add(kBadYaml, place, std::move(reason));
}

Place place_of_offset(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    const auto line_start = before.rfind('\n');
    const auto column = line_start == std::string_view::npos ? offset : offset - line_start - 1;
    return {static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1, static_cast<int>(column) + 1};
}

// Position of the first byte that no text file has; a lone carriage return would shift the parser's lines, 0x04 would end them.
std::size_t find_control(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool line_end = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if ((c < 0x20 && c != '\t' && c != '\n' && !line_end) || c == 0x7F) return i;
    }
    return std::string_view::npos;
}

Place find_ill_formed(std::string_view text) {
    int line = 1;
    for (const auto one : split(text, '\n')) {
        if (!is_utf8(one)) {
            const std::string mended = to_utf8(one);
            const auto first = std::mismatch(one.begin(), one.end(), mended.begin(), mended.end()).first;
            return {line, static_cast<int>(first - one.begin()) + 1};
        }
        ++line;
    }
    return {};
}

// A line that begins with '%' before the document starts.
Place find_directive(std::string_view text) {
    for (int line = 1; !text.empty(); ++line) {
        if (text.front() == '%') return {line, 1};
        if (text.front() != '#' && text.front() != '\n' && text.front() != '\r') return {};
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return {};
}

// True if the bytes are fit to be parsed at all.
bool check_bytes(std::string_view text, Report& report) {
    if (text.size() > kMaxFileBytes) {
        report.add(kFileTooLarge, {}, fmt::format("{} bytes: a file may have {} at most, split it", text.size(), kMaxFileBytes));
    } else if (!is_utf8(text)) {
        report.add(kNotText, find_ill_formed(text), "not valid UTF-8: save the file as UTF-8");
    } else if (const auto control = find_control(text); control != std::string_view::npos) {
        report.add(kNotText, place_of_offset(text, control),
                   fmt::format("control character 0x{:02X} in a text file: remove it", static_cast<unsigned char>(text[control])));
    } else if (const Place directive = find_directive(text); directive.line > 0) {
        report.add(kTag, directive, "directives are not allowed: leave out the line that begins with '%'");
    }
    return !report.failed();
}

void check_rest(YAML::Parser& parser, Report& report) {
    RestWatcher rest;
    try {
        parser.HandleNextDocument(rest);
    } catch (const Stopped&) {
        report.add(kSecondDocument, rest.place, "text after the end of the document: one file holds one document");
    }
}

std::string_view without_mark(std::string_view text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

// yaml-cpp 0.7 takes the '?' of `[Why?]` for the sign of a complex key, which YAML 1.2 does only where it stands before a space at the start of a token.
// So those behind a character go through the library in disguise.
std::string disguised(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 1; i < out.size(); ++i) {
        constexpr std::string_view kStarts = " \t\r\n[{,";
        if (out[i] == '?' && kStarts.find(out[i - 1]) == std::string_view::npos) out[i] = kInnerQuestionMark;
    }
    return out;
}

std::optional<YamlNode> parse(std::string_view text, Report& report) {
    const std::string given = disguised(text);
    ViewBuffer buffer{given};
    std::istream stream{&buffer};
    TreeBuilder builder{text, report};
    try {
        YAML::Parser parser{stream};
        parser.HandleNextDocument(builder);
        if (builder.last_scalar().line > 0 && unclosed_quote(text, builder.last_scalar())) {
            report.add(kBadYaml, builder.last_scalar(), "the quote is never closed");
            return std::nullopt;
        }
        check_rest(parser, report);
    } catch (const Stopped&) {
        return std::nullopt;
    } catch (const YAML::Exception& exception) {
        report_failure(exception, report);
        return std::nullopt;
    }
    return builder.take();
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const Key& one) { return one.text == key; });
    return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

std::optional<YamlNode> read_yaml(Report& report) {
    const std::string_view text = without_mark(report.source().text);
    if (!check_bytes(text, report)) return std::nullopt;
    if (auto tree = read_plain_yaml(text)) return tree;
    return parse(text, report);
}

std::optional<YamlNode> read_yaml_by_library(Report& report) {
    const std::string_view text = without_mark(report.source().text);
    return check_bytes(text, report) ? parse(text, report) : std::nullopt;
}

}  // namespace bot::script
