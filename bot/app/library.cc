// Owns lookups in loaded content, pins and the rubric cache.
#include "bot/app/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace bot::app {

Library::Library(script::Content content, std::vector<script::Source> sources, std::size_t cache_bytes)
    : content_(std::move(content)), sources_(std::move(sources)), cache_bytes_(cache_bytes) {
    for (const auto& pack : content_.packs) {
        for (const auto& question : pack.questions) questions_.emplace(pack.id + "/" + question.id, std::pair{&pack, &question});
    }
}

std::vector<std::string> Library::keys(std::string_view selection) const {
    const auto mark = selection.find('#');
    const auto base = mark == 0 ? "any" : selection.substr(0, mark);
    std::vector<std::string> keys;
    for (const auto& pack : content_.packs) {
        for (const auto& question : pack.questions) {
            const auto key = pack.id + "/" + question.id;
            if (base != "any" && base != pack.id && base != key) continue;
            const bool tagged =
                mark == selection.npos || std::find(question.tags.begin(), question.tags.end(), selection.substr(mark + 1)) != question.tags.end();
            if (tagged) keys.push_back(key);
        }
    }
    return keys;
}

const grade::Question* Library::question(std::string_view key) const {
    const auto found = questions_.find(key);
    return found == questions_.end() ? nullptr : found->second.second;
}

std::shared_ptr<const grade::Rubric> Library::cached(std::string_view key) const {
    const auto found = std::find_if(cache_.begin(), cache_.end(), [&](const Cached& entry) { return entry.key == key; });
    if (found == cache_.end()) return nullptr;
    cache_.splice(cache_.begin(), cache_, found);
    return cache_.front().rubric;
}

std::shared_ptr<const grade::Rubric> Library::rubric(std::string_view key) const {
    const auto found = questions_.find(key);
    if (found == questions_.end()) return nullptr;
    std::mutex* making = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        if (auto rubric = cached(key)) return rubric;
        making = &making_[std::string(key)];
    }
    // Compiling takes long: other questions are answered meanwhile, and who asks for the same one waits for it.
    const std::scoped_lock compiling(*making);
    const auto& [pack, question] = found->second;
    const std::vector<std::string>* words = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        if (auto rubric = cached(key)) return rubric;
        auto& known = words_[pack->id];
        if (!known) known = grade::words_of(pack->vocabulary);
        words = &*known;
    }
    auto compiled = grade::compile(whole(*question), pack->vocabulary, *words);
    if (compiled.rubric) keep(key, compiled.rubric);
    return compiled.rubric;
}

grade::Question Library::whole(const grade::Question& question) const {
    const auto path = fmt::format("packs/{}/questions/{}.yaml", question.pack, question.id);
    // Of two sources with the same path the later one counts.
    const auto source = std::find_if(sources_.rbegin(), sources_.rend(), [&](const script::Source& each) { return each.path == path; });
    const bool lean = std::all_of(question.points.begin(), question.points.end(), [](const grade::Point& point) { return point.match.empty(); });
    return lean && source != sources_.rend() ? script::with_patterns(question, *source) : question;
}

void Library::keep(std::string_view key, std::shared_ptr<const grade::Rubric> rubric) const {
    const std::scoped_lock lock(mutex_);
    cache_.push_front({std::string(key), std::move(rubric)});
    std::size_t total = 0;
    for (auto entry = cache_.begin(); entry != cache_.end();) {
        const auto bytes = grade::memory_of(*entry->rubric);
        if (total + bytes > cache_bytes_ && entry != cache_.begin()) {
            entry = cache_.erase(entry);
        } else {
            total += bytes;
            ++entry;
        }
    }
}

const script::Pack* Library::pack(std::string_view id) const {
    const auto found = std::find_if(content_.packs.begin(), content_.packs.end(), [&](const auto& pack) { return pack.id == id; });
    return found == content_.packs.end() ? nullptr : &*found;
}

const engine::Program* Library::script(std::string_view id, std::string_view pack_id) const {
    const auto find_in = [&](const std::vector<engine::Program>& scripts) -> const engine::Program* {
        const auto found = std::find_if(scripts.begin(), scripts.end(), [&](const auto& program) { return program.id == id; });
        return found == scripts.end() ? nullptr : &*found;
    };
    if (const auto* owner = pack(pack_id.substr(0, pack_id.find('/')))) {
        if (const auto* own = find_in(owner->scripts)) return own;
    }
    return find_in(content_.scripts);
}

Result<std::string> Library::resolve_selection(std::string_view text) const {
    if (text == "any" || pack(text)) return std::string(text);
    if (auto question = resolve_question(text)) return *question;
    const auto tag = text.starts_with('#') ? std::string(text) : "#" + std::string(text);
    if (!keys(tag).empty()) return tag;
    return fail(Code::kNotFound, fmt::format("no pack, tag or question is named {}{}; viva packs lists them", text, did_you_mean(text, known_selections())));
}

std::vector<std::string> Library::known_selections() const {
    std::vector<std::string> known;
    std::set<std::string> tags;
    for (const auto& each : content_.packs) {
        known.push_back(each.id);
        for (const auto& question : each.questions) {
            known.push_back(question.id);
            tags.insert(question.tags.begin(), question.tags.end());
        }
    }
    known.insert(known.end(), tags.begin(), tags.end());
    return known;
}

std::optional<std::string> Library::nearest_selection(std::string_view text) const { return nearest(text, known_selections()); }

Result<std::string> Library::resolve_question(std::string_view text) const {
    if (questions_.contains(text)) return std::string(text);
    std::vector<std::string> matches, known;
    for (const auto& [key, entry] : questions_) {
        known.push_back(entry.second->id);
        if (entry.second->id == text) matches.push_back(key);
    }
    if (matches.size() == 1) return matches.front();
    if (matches.size() > 1) return fail(Code::kInvalidInput, fmt::format("question {} stands in several packs; write {}", text, fmt::join(matches, " or ")));
    return fail(Code::kNotFound, fmt::format("no question is named {}{}; viva packs lists them", text, did_you_mean(text, known)));
}

store::Pin Library::pin(const engine::Program& script, std::string_view selection) const {
    std::set<std::string> packs;
    for (const auto& key : keys(selection)) packs.insert(key.substr(0, key.find('/')));
    store::Pin pin;
    std::string digest;
    for (const auto& source : sources_) {
        const bool in_pack = source.path.starts_with("packs/") && packs.contains(source.path.substr(6, source.path.find('/', 6) - 6));
        const bool samples = source.path.find("/samples/") != std::string::npos;
        const bool is_script = source.path == fmt::format("scripts/{}.yaml", script.id);
        if ((!in_pack || samples) && !is_script && !source.path.starts_with("vocabulary/")) continue;
        pin.files.push_back({source.path, std::string(source.text.view())});
        digest = fingerprint({digest, source.path, source.text});
    }
    pin.fingerprint = digest;
    return pin;
}

Result<std::shared_ptr<Library>> Library::from_pin(const store::Pin& pin) const {
    std::vector<script::Source> sources;
    for (const auto& file : pin.files) sources.push_back({file.path, "pinned " + file.path, file.text});
    auto compiled = script::compile(sources, {.lean = true});
    if (script::has_errors(compiled.diagnostics)) {
        return fail(Code::kCorrupt, "the content this session was started with no longer compiles; start a new one without --resume");
    }
    compiled.content.catalogue = content_.catalogue;
    return std::make_shared<Library>(std::move(compiled.content), std::move(sources), cache_bytes_);
}

}  // namespace bot::app
