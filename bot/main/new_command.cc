// Owns `viva new question` and `viva schema`: files that authors start from.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "bot/base/ids.h"
#include "bot/main/command.h"
#include "bot/script/schema_json.h"
#include "bot/script/skeleton.h"

namespace bot::main {
namespace {

namespace fs = std::filesystem;

// Writes a new file; never over an old one.
Status write_new(const fs::path& path, std::string_view text, bool replace) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::FILE* file = std::fopen(path.c_str(), replace ? "wb" : "wbx");
    if (!file) {
        if (fs::exists(path, error)) return fail(Code::kConflict, fmt::format("{} exists already; choose another id or remove it first", path.string()));
        return fail(Code::kInvalidInput, fmt::format("cannot write {}; check the folder and its permissions", path.string()));
    }
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool closed = std::fclose(file) == 0;
    if (!written || !closed) {
        if (!replace) fs::remove(path, error);  // half a file would stand in the way of the next try
        return fail(Code::kUnavailable, fmt::format("cannot write {}: the disk is full", path.string()));
    }
    return {};
}

struct NewOptions {
    std::string what;
    std::string id;
    std::string folder;
};

// The least that makes a folder a pack.
std::string pack_skeleton(std::string_view id) {
    return fmt::format(
        "# yaml-language-server: $schema=../../schema/pack.json\nid: {}\ntitle: {}\nlanguage: en\nversion: 1\nbar: {{qwk: 0.88, band: 0.75}}\norder: []\n", id,
        id);
}

// The text of the pack.yaml that the folder still needs; empty if it has one.
Result<std::string> missing_pack(const std::string& folder) {
    std::error_code error;
    if (fs::exists(fs::path(folder) / "pack.yaml", error)) return std::string();
    if (fs::is_directory(fs::path(folder) / "packs", error))
        return fail(Code::kInvalidInput,
                    fmt::format("{} is a content folder; name one of its packs, as in {}", folder, (fs::path(folder) / "packs/my-pack").string()));
    auto path = fs::weakly_canonical(fs::absolute(folder, error), error);
    if (!path.has_filename()) path = path.parent_path();
    const auto id = path.filename().string();
    if (!is_author_id(id))
        return fail(
            Code::kInvalidInput,
            fmt::format("{} holds no pack.yaml, and \"{}\" is no id for a new pack: name the folder with lower-case letters, digits and '-'", folder, id));
    return pack_skeleton(id);
}

int run_new(const NewOptions& options) {
    if (!is_author_id(options.id))
        return cannot(fmt::format("\"{}\" is no id: lower-case letters, digits and '-', 2 to 32 of them, a letter first", options.id));
    if (options.folder.empty()) {
        say("{}", script::question_skeleton(options.id));
        return kDone;
    }
    std::error_code error;
    const auto pack = missing_pack(options.folder);
    if (!pack) return cannot(pack.error());
    const auto question = fs::path(options.folder) / "questions" / (options.id + ".yaml");
    const auto samples = fs::path(options.folder) / "samples" / (options.id + ".yaml");
    for (const auto& path : {question, samples}) {
        if (fs::exists(path, error)) return cannot(fmt::format("{} exists already; choose another id or remove it first", path.string()));
    }
    if (!pack->empty()) {
        const auto path = fs::path(options.folder) / "pack.yaml";
        if (auto written = write_new(path, *pack, false); !written) return cannot(written.error());
        say("wrote {}: a new pack, give it a title\n", path.string());
    }
    if (auto written = write_new(question, script::question_skeleton(options.id), false); !written) return cannot(written.error());
    if (auto written = write_new(samples, script::samples_skeleton(), false); !written) {
        fs::remove(question, error);  // both or none
        return cannot(written.error());
    }
    say("wrote {}\nwrote {}\nnext: viva lint {}\n", question.string(), samples.string(), options.folder);
    return kDone;
}

int run_schema(const std::string& folder) {
    for (const auto shape : script::kShapes) {
        const auto path = fs::path(folder) / fmt::format("{}.json", script::to_string(shape));
        if (auto written = write_new(path, script::schema_json(shape), true); !written) return cannot(written.error());
        say("wrote {}\n", path.string());
    }
    return kDone;
}

}  // namespace

void add_new(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("new", "Start a question: a skeleton that says what is still to write");
    auto options = std::make_shared<NewOptions>();
    command->add_option("WHAT", options->what, "question")->required()->check(CLI::IsMember({"question"}))->type_name("");
    command->add_option("ID", options->id, "Its id, as in channel-close")->required()->type_name("");
    command
        ->add_option("--in", options->folder,
                     "The pack folder to write questions/ID.yaml and samples/ID.yaml in, a new one if need be; without it the text goes to standard output")
        ->type_name("DIR");
    command->footer("Example:\n  viva new question channel-close --in my-pack");
    command->callback([options, &action] { action = [options] { return run_new(*options); }; });
}

void add_schema(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("schema", "Write the JSON Schemas that editors check packs with");
    auto folder = std::make_shared<std::string>("schema");
    command->add_option("--out", *folder, "The folder to write to")->capture_default_str()->type_name("DIR");
    command->footer("Example:\n  viva schema --out content/schema");
    command->callback([folder, &action] { action = [folder] { return run_schema(*folder); }; });
}

}  // namespace bot::main
