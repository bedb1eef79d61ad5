// Owns the order of compiling a content root: files, shared things, packs, and what ties files together.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

#include "bot/base/check.h"
#include "bot/base/nearest.h"
#include "bot/grade/grader.h"
#include "bot/script/codes.h"
#include "bot/script/conform.h"
#include "bot/script/content.h"
#include "bot/script/layout.h"
#include "bot/script/names.h"
#include "bot/script/pattern_problems.h"
#include "bot/script/proofs.h"
#include "bot/script/read_content.h"
#include "bot/script/read_question.h"
#include "bot/script/read_script.h"
#include "bot/script/read_values.h"

namespace bot::script {
namespace {

using Role = Location::Role;

Shape shape_of(Role role) {
    switch (role) {
        case Role::kPack: return Shape::kPack;
        case Role::kVocabulary: return Shape::kVocabulary;
        case Role::kQuestion: return Shape::kQuestion;
        case Role::kSamples: return Shape::kSamples;
        case Role::kScript: return Shape::kScript;
        case Role::kMessages:
        case Role::kUnknown: break;
    }
    return Shape::kMessages;
}

// A source on its way through the compiler.
struct File {
    File(const Source& from, Location where, std::vector<Diagnostic>& diagnostics) : source{from}, location{std::move(where)}, report{from, diagnostics} {}

    const Source& source;
    Location location;
    Report report;
};

void leave_patterns_out(grade::Question& question) {
    for (auto& point : question.points) point.match = {};
    for (auto& misconception : question.misconceptions) misconception.match = {};
}

class Compilation {
   public:
    Compilation(const std::vector<Source>& sources, Options options) : sources_{sources}, options_{options} {}

    Compiled run() {
        take_files();
        compile_messages();
        compile_shared_vocabulary();
        for (File* file : select(Role::kScript, "")) compile_script(*file, nullptr, out_.content.scripts);
        std::set<std::string> packs;
        for (const File& file : files_) {
            if (!file.location.pack.empty() && file.location.role != Role::kUnknown) packs.insert(file.location.pack);
        }
        for (const std::string& pack : packs) compile_pack(pack);
        std::stable_sort(out_.content.packs.begin(), out_.content.packs.end(), [](const Pack& a, const Pack& b) { return a.id < b.id; });
        sort_unique(out_.diagnostics);
        return std::move(out_);
    }

   private:
    void take_files() {
        std::map<std::string_view, const Source*> by_path;
        for (const Source& source : sources_) by_path[source.path] = &source;
        for (const auto& [path, source] : by_path) {
            File& file = files_.emplace_back(*source, locate(path), out_.diagnostics);
            if (file.location.role == Role::kUnknown) {
                file.report.add(kUnknownFile, {}, fmt::format("nothing reads a file at {}: move it to a known place or remove it", path));
            }
        }
    }

    // Each file's tree is read once, where it is needed, and goes with its scope: all of them together would take several times the content's memory.
    static std::optional<YamlNode> tree_of(File& file) {
        auto tree = read_yaml(file.report);
        if (!tree) return tree;
        const Shape shape = shape_of(file.location.role);
        conform(*tree, value_of(shape), fmt::format("the {}", to_string(shape)), {1, 1}, file.report);
        const bool named = file.location.role == Role::kQuestion || file.location.role == Role::kScript || file.location.role == Role::kPack;
        const std::string& name = file.location.role == Role::kPack ? file.location.pack : file.location.stem;
        const std::string id = text_at(*tree, "id");
        if (named && !id.empty() && id != name) {
            const auto what = file.location.role == Role::kPack ? "folder" : "file";
            file.report.add(kNotFileName, place_at(*tree, "id"), fmt::format("the id is {}, but the {} is named {}: make them equal", id, what, name));
        }
        return tree;
    }

    std::vector<File*> select(Role role, std::string_view pack) {
        std::vector<File*> found;
        for (File& file : files_) {
            if (file.location.role == role && file.location.pack == pack) found.push_back(&file);
        }
        return found;
    }

    void compile_messages() {
        for (File* file : select(Role::kMessages, "")) {
            const bool first = out_.content.catalogue.language().empty();
            const auto tree = tree_of(*file);
            if (!tree || (!first && file->location.stem != "en")) continue;
            out_.content.catalogue = Catalogue{file->location.stem, read_messages(*tree)};
        }
    }

    void compile_shared_vocabulary() {
        std::map<std::string, std::string> owners;  // name to file
        std::vector<std::pair<File*, std::vector<NamedPhrases>>> read;
        for (File* file : select(Role::kVocabulary, "")) {
            shared_digest_ = fingerprint({shared_digest_, file->source.path, file->source.text});
            const auto tree = tree_of(*file);
            if (!tree) continue;
            auto entries = read_vocabulary(*tree);
            for (const NamedPhrases& entry : entries) {
                const auto [owner, fresh] = owners.emplace(entry.name, file->source.origin);
                if (!fresh)
                    file->report.add(kDuplicateId, entry.place, fmt::format("vocabulary name {} is also given in {}: keep one", entry.name, owner->second));
                if (fresh) add_to(shared_vocabulary_, entry);
            }
            read.emplace_back(file, std::move(entries));
        }
        for (const auto& [file, entries] : read) check_vocabulary(entries, shared_vocabulary_, file->report);
    }

    static void add_to(grade::Vocabulary& vocabulary, const NamedPhrases& entry) {
        std::vector<std::string> phrases;
        for (const Phrase& phrase : entry.phrases) phrases.push_back(phrase.text);
        vocabulary[entry.name] = std::move(phrases);
    }

    void check_vocabulary(const std::vector<NamedPhrases>& entries, const grade::Vocabulary& vocabulary, Report& report) {
        for (const NamedPhrases& entry : entries) {
            for (const Phrase& phrase : entry.phrases) {
                check_names(phrase.text, phrase.place, vocabulary, report);
                const auto gap = phrase.text.find(" ~");
                if (gap != std::string::npos) {
                    report.add(kGapAtEdge, place_inside(report.source().text, phrase.place, gap + 1),
                               "a vocabulary phrase has no gaps: write the gap in the pattern");
                }
            }
        }
        check_cycles(entries, vocabulary, report);
        if (!options_.patterns || report.failed()) return;
        for (const auto& problem : grade::check(question_of_phrases(entries), vocabulary)) report_problem(problem, report);
        vocabulary_failed_ = vocabulary_failed_ || report.failed();
    }

    // pack is null for a shared script.
    void compile_script(File& file, const Pack* pack, std::vector<engine::Program>& into) {
        const auto tree = tree_of(file);
        if (!tree) return;
        ReadScript read = read_script(*tree, file.report);
        check_messages(read, file.report);
        if (pack != nullptr) check_guard_names(read, *pack, file.report);
        if (file.report.failed()) return;
        for (const Breach& breach : prove(read.program)) {
            file.report.add(breach.code, read.states[static_cast<std::size_t>(breach.state)], breach.message);
        }
        if (file.report.failed()) return;
        read.program.fingerprint = fingerprint({file.source.text});
        into.push_back(std::move(read.program));
    }

    void check_messages(const ReadScript& read, Report& report) const {
        const Catalogue& catalogue = out_.content.catalogue;
        if (catalogue.entries().empty()) return;
        for (const Phrase& message : read.messages) {
            if (is_composed_text(message.text) || catalogue.has(message.text)) continue;
            std::vector<std::string> known{"scorecard", "reveal"};
            for (const auto& [key, entry] : catalogue.entries()) known.push_back(key);
            report.add(kUnknownMessage, message.place, fmt::format("no text {} in messages/{}", message.text, did_you_mean(message.text, known)));
        }
    }

    static void check_guard_names(const ReadScript& read, const Pack& pack, Report& report) {
        std::set<std::string> points, misconceptions;
        for (const grade::Question& question : pack.questions) {
            for (const auto& point : question.points) points.insert(point.id);
            for (const auto& misconception : question.misconceptions) misconceptions.insert(misconception.id);
        }
        const auto check = [&](const std::vector<Phrase>& names, const std::set<std::string>& known, std::string_view code, std::string_view what) {
            for (const Phrase& name : names) {
                if (known.contains(name.text)) continue;
                const std::vector<std::string> candidates{known.begin(), known.end()};
                report.add(code, name.place, fmt::format("no question of the pack has a {} {}{}", what, name.text, did_you_mean(name.text, candidates)));
            }
        };
        check(read.points, points, kUnknownPoint, "point");
        check(read.misconceptions, misconceptions, kUnknownMisconception, "misconception");
    }

    void compile_pack(const std::string& id) {
        PackHeader header;
        const auto pack_files = select(Role::kPack, id);
        if (pack_files.empty()) {
            const auto first = std::find_if(files_.begin(), files_.end(), [&](const File& file) { return file.location.pack == id; });
            first->report.add(kNoPackFile, {}, fmt::format("pack {} has no pack.yaml: write {}", id, pack_path(id)));
        } else if (const auto tree = tree_of(*pack_files.front())) {
            header = read_pack(*tree, pack_files.front()->report);
        }
        Pack& pack = header.pack;
        compile_vocabulary(id, pack);
        compile_questions(id, pack);
        if (!pack_files.empty()) put_in_order(header, id, pack_files.front()->report);
        if (options_.samples) compile_samples(id, pack);
        for (File* file : select(Role::kScript, id)) compile_script(*file, &pack, pack.scripts);
        pack.fingerprint = shared_digest_;
        for (const File& file : files_) {
            if (file.location.pack != id || file.location.role == Role::kSamples || file.location.role == Role::kUnknown) continue;
            pack.fingerprint = fingerprint({pack.fingerprint, file.source.path, file.source.text});
        }
        if (!pack.id.empty()) out_.content.packs.push_back(std::move(pack));
    }

    void compile_vocabulary(const std::string& id, Pack& pack) {
        pack.vocabulary = shared_vocabulary_;
        vocabulary_digest_ = shared_digest_;
        for (File* file : select(Role::kVocabulary, id)) {
            vocabulary_digest_ = fingerprint({shared_digest_, file->source.text});
            const auto tree = tree_of(*file);
            if (!tree) continue;
            const auto entries = read_vocabulary(*tree);
            for (const NamedPhrases& entry : entries) {
                if (shared_vocabulary_.contains(entry.name)) {
                    file->report.add(kShadowedName, entry.place,
                                     fmt::format("{} hides the shared vocabulary name: rename it if that is not meant", entry.name));
                }
                add_to(pack.vocabulary, entry);
            }
            check_vocabulary(entries, pack.vocabulary, file->report);
        }
        if (options_.patterns && !vocabulary_failed_) pack.vocabulary_words = grade::words_of(pack.vocabulary);
    }

    void compile_questions(const std::string& id, Pack& pack) {
        for (File* file : select(Role::kQuestion, id)) {
            const auto tree = tree_of(*file);
            if (!tree) continue;
            grade::Question question = read_question(*tree, file->report);
            question.pack = id;
            question.source = fingerprint({file->source.text, vocabulary_digest_});
            for (const auto& point : question.points) check_names(point.match, pack.vocabulary, file->report);
            for (const auto& misconception : question.misconceptions) check_names(misconception.match, pack.vocabulary, file->report);
            if (file->report.failed()) continue;
            if (options_.patterns) compile_patterns(question, pack, file->report);
            if (options_.lean) leave_patterns_out(question);
            pack.questions.push_back(std::move(question));
        }
    }

    void compile_patterns(const grade::Question& question, const Pack& pack, Report& report) {
        const grade::CompiledRubric compiled = grade::compile(question, pack.vocabulary, pack.vocabulary_words);
        for (const grade::PatternProblem& problem : compiled.problems) {
            const bool cause_is_elsewhere = vocabulary_failed_ && !names_in(problem.phrase).empty();
            if (!cause_is_elsewhere) report_problem(problem, report);
        }
        if (compiled.rubric) out_.rubrics.emplace(fmt::format("{}/{}", question.pack, question.id), compiled.rubric);
    }

    void put_in_order(PackHeader& header, const std::string& id, Report& report) {
        std::vector<std::string> known;
        for (const File* file : select(Role::kQuestion, id)) known.push_back(file->location.stem);
        std::map<std::string_view, std::size_t> ranks;
        for (const Phrase& entry : header.order) {
            ranks.emplace(entry.text, ranks.size());
            if (std::find(known.begin(), known.end(), entry.text) != known.end()) continue;
            report.add(kOrderUnknown, entry.place, fmt::format("no question {} in this pack{}", entry.text, did_you_mean(entry.text, known)));
        }
        const auto rank = [&](const grade::Question& question) {
            const auto found = ranks.find(question.id);
            return found == ranks.end() ? ranks.size() : found->second;
        };
        auto& questions = header.pack.questions;
        std::stable_sort(questions.begin(), questions.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    }

    void compile_samples(const std::string& id, Pack& pack) {
        std::vector<std::string> known;
        for (const File* file : select(Role::kQuestion, id)) known.push_back(file->location.stem);
        for (File* file : select(Role::kSamples, id)) {
            const std::string& stem = file->location.stem;
            const auto question = std::find_if(pack.questions.begin(), pack.questions.end(), [&](const auto& one) { return one.id == stem; });
            if (std::find(known.begin(), known.end(), stem) == known.end()) {
                file->report.add(kSamplesWithoutQuestion, {}, fmt::format("no question {} in pack {}{}", stem, id, did_you_mean(stem, known)));
            }
            const auto tree = tree_of(*file);
            if (!tree) continue;
            auto samples = read_samples(*tree, question == pack.questions.end() ? nullptr : &*question, file->report);
            if (!file->report.failed()) pack.samples[stem] = std::move(samples);
        }
    }

    const std::vector<Source>& sources_;
    Options options_;
    Compiled out_;
    std::deque<File> files_;  // by path
    grade::Vocabulary shared_vocabulary_;
    Fingerprint shared_digest_;
    bool vocabulary_failed_ = false;
    Fingerprint vocabulary_digest_;  // of the pack that is being compiled
};

}  // namespace

grade::Question with_patterns(const grade::Question& lean, const Source& source) {
    grade::Question whole = lean;
    std::vector<Diagnostic> known;  // it compiled before
    Report report{source, known};
    const auto tree = read_yaml(report);
    if (!tree) return whole;
    grade::Question read = read_question(*tree, report);
    VIVA_CHECK(read.points.size() == whole.points.size() && read.misconceptions.size() == whole.misconceptions.size());
    for (std::size_t i = 0; i < whole.points.size(); ++i) whole.points[i].match = std::move(read.points[i].match);
    for (std::size_t i = 0; i < whole.misconceptions.size(); ++i) whole.misconceptions[i].match = std::move(read.misconceptions[i].match);
    return whole;
}

Compiled compile(const std::vector<Source>& sources, Options options) { return Compilation{sources, options}.run(); }

}  // namespace bot::script
