// Owns `viva board`: a room's board as a table, for other programs, or as a page; read beside the server that owns the database.
// Must not write to the database, or tell anything of a question that is still open.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "bot/app/paths.h"
#include "bot/app/team_view.h"
#include "bot/base/nearest.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"
#include "bot/board/page.h"
#include "bot/board/render.h"
#include "bot/board/write.h"
#include "bot/main/command.h"
#include "bot/main/config.h"
#include "bot/main/read_file.h"
#include "bot/store/backup.h"

namespace bot::main {
namespace {

constexpr int kColumns = 80;

struct Options {
    ContentOptions content;
    std::string config;
    std::string database;
    bool names_room = false;
    std::string room;
    std::string pack;
    std::string html;
    bool week = false;  // as without any of the three
    bool month = false;
    bool all = false;
    bool json = false;
    bool csv = false;

    bool is_file() const { return json || csv || !html.empty(); }
    board::Period period() const { return all ? board::Period::kAll : month ? board::Period::kMonth : board::Period::kWeek; }
};

struct Room {
    store::Team team;
    std::string id;
    std::string key;
    std::string title;
};

Result<std::vector<Room>> rooms_of(store::TeamBook& book) {
    const auto ids = book.teams();
    if (!ids) return tl::unexpected(ids.error());
    std::vector<Room> rooms;
    for (const auto id : *ids) {
        auto team = book.team(id);
        if (!team) return tl::unexpected(team.error());
        const auto place = book.place_of(id);
        if (!place) return tl::unexpected(place.error());
        auto title = book.title_of(id);
        if (!title) return tl::unexpected(title.error());
        Room room{team->value_or(store::Team{}), to_base36(id.value), place->room, plain_line(*title)};
        room.team.room = id;
        rooms.push_back(std::move(room));
    }
    return rooms;
}

std::string listed(const std::vector<Room>& rooms) {
    std::string all;
    for (const auto& room : rooms) all += (all.empty() ? "" : ", ") + room.id + (room.title.empty() ? "" : " (" + room.title + ")");
    return all;
}

// An id is one room's for ever; keys and titles may be shared, and a title may say anything.
Result<Room> find(const std::vector<Room>& rooms, const std::string& name) {
    const auto wanted = to_lower_ascii(trim(name));
    const auto fits = [&](auto word_of) {
        std::vector<Room> found;
        std::copy_if(rooms.begin(), rooms.end(), std::back_inserter(found), [&](const Room& room) { return to_lower_ascii(trim(word_of(room))) == wanted; });
        return found;
    };
    auto found = fits([](const Room& room) { return room.id; });
    if (found.empty()) found = fits([](const Room& room) { return room.key; });
    if (found.empty()) found = fits([](const Room& room) { return room.title; });
    if (wanted.empty()) found.clear();
    if (found.size() == 1) return found.front();
    if (!found.empty()) return fail(Code::kInvalidInput, fmt::format("{} rooms are called {}; choose one by its id: {}", found.size(), name, listed(found)));
    std::vector<std::string> words;
    for (const auto& room : rooms) {
        for (const auto* word : {&room.title, &room.key, &room.id}) {
            if (!word->empty()) words.push_back(*word);
        }
    }
    return fail(Code::kNotFound, fmt::format("no room is called {}{}; viva board lists them", name, did_you_mean(name, words)));
}

Result<std::string> list_of(store::TeamBook& book, const std::vector<Room>& rooms, Instant now) {
    auto text = fmt::format("{:<8} {:>6}  {:<10}  {}\n", "id", "people", "last asked", "room");
    for (const auto& room : rooms) {
        const auto all = app::team_board(book, room.team, board::Period::kAll, "", now);
        if (!all) return tl::unexpected(all.error());
        const auto dates = app::asked_dates(book, room.team, now);
        if (!dates) return tl::unexpected(dates.error());
        const auto last = std::max_element(dates->posted.begin(), dates->posted.end());
        text += fmt::format("{:<8} {:>6}  {:<10}  {}\n", room.id, all->rows.size(), last == dates->posted.end() ? "never" : daily::to_text(*last),
                            room.title.empty() ? room.key : room.title);
    }
    return text;
}

// The one that was meant; nullopt: the rooms were listed instead.
Result<std::optional<Room>> choose(store::TeamBook& book, const Options& options, Instant now) {
    const auto rooms = rooms_of(book);
    if (!rooms) return tl::unexpected(rooms.error());
    if (rooms->empty()) return fail(Code::kNotFound, "no room has a board yet: who administers one can write `daily on 09:30 mon-fri Europe/Berlin` in it");
    if (options.names_room) return find(*rooms, options.room);
    if (rooms->size() == 1) return rooms->front();
    if (options.is_file()) return fail(Code::kInvalidInput, fmt::format("there are {} rooms; choose one with --room: {}", rooms->size(), listed(*rooms)));
    const auto list = list_of(book, *rooms, now);
    if (!list) return tl::unexpected(list.error());
    put(stdout, *list);
    note("viva board --room ID shows the board of one\n");
    return std::nullopt;
}

std::string text_of(const Outbound& message) {
    std::string text;
    for (const auto& block : message.blocks) {
        for (const auto& run : block.runs) text += run.text;
        if (!text.ends_with('\n')) text += '\n';
    }
    return text;
}

// Whoever reads the file meanwhile sees the old page or the new one.
Status write_whole(const std::string& path, const std::string& text) {
    const auto part = path + ".part";
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out << text;
        out.close();
        if (!out) return fail(Code::kUnavailable, fmt::format("cannot write {}: {}", part, std::strerror(errno)));
    }
    std::error_code error;
    std::filesystem::rename(part, path, error);
    if (!error) return {};
    const auto why = error.message();
    std::filesystem::remove(part, error);
    return fail(Code::kUnavailable, fmt::format("cannot write {}: {}", path, why));
}

int write_page(store::TeamBook& book, const Room& room, const app::Library& library, const std::string& path, Instant now) {
    const auto page = app::team_page(book, room.team, now);
    if (!page) return cannot(page.error());
    const auto html = board::render_page(*page, library.content().catalogue);
    if (path == "-") {
        put_raw(stdout, html);
        return kDone;
    }
    if (auto written = write_whole(path, html); !written) return cannot(written.error());
    note("{} is the board of {}\n", path, room.title.empty() ? room.key : room.title);
    return kDone;
}

int show(store::TeamBook& book, const Room& room, const app::Library& library, const Options& options, Instant now) {
    if (!options.html.empty()) return write_page(book, room, library, options.html, now);
    board::Look look{.columns = kColumns, .rows = std::numeric_limits<int>::max()};
    if (!options.pack.empty()) {
        std::vector<std::string> packs;
        for (const auto& pack : library.content().packs) packs.push_back(pack.id);
        const auto* pack = library.pack(options.pack);
        if (!pack) return cannot(fmt::format("no pack is named {}{}; viva packs lists them", options.pack, did_you_mean(options.pack, packs)));
        look.pack_title = pack->title;
    }
    const auto board = app::team_board(book, room.team, options.period(), options.pack, now);
    if (!board) return cannot(board.error());
    if (options.json) {
        put_raw(stdout, board::to_json(*board) + "\n");
    } else if (options.csv) {
        put_raw(stdout, board::to_csv(*board));
    } else {
        put(stdout, text_of(board::render(*board, library.content().catalogue, look)));
    }
    return kDone;
}

int run(const Options& options) {
    const auto config = read_config({options.config, options.database, options.content.folders}, environment, read_file);
    if (!config) return cannot(config.error());
    const auto database = app::database_path(config->database, app::Role::kServer, environment);
    if (!database) return cannot(database.error());
    const auto book = store::open_team_book(*database);
    if (!book) return cannot(book.error());
    ContentOptions content;
    content.folders = config->content;
    const auto library = load_library(content);
    if (!library) return cannot(library.error());
    const Instant now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    const auto room = choose(**book, options, now);
    if (!room) return cannot(room.error());
    return *room ? show(**book, **room, **library, options, now) : kDone;
}

}  // namespace

void add_board(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("board", "Show a room's board, also while the server runs");
    auto options = std::make_shared<Options>();
    auto* room = command->add_option("--room", options->room, "Which room: its id, title or key at the platform; without it, the only one, or a list")
                     ->type_name("ROOM");
    auto* week = command->add_flag("--week", options->week, "The week's board, by the room's clock (this is the default)");
    auto* month = command->add_flag("--month", options->month, "The month's board");
    auto* all = command->add_flag("--all", options->all, "The board of all time");
    auto* pack = command->add_option("--pack", options->pack, "Only questions of this pack")->type_name("PACK");
    auto* json = command->add_flag("--json", options->json, "As JSON");
    auto* csv = command->add_flag("--csv", options->csv, "As CSV, for spreadsheets");
    auto* html = command->add_option("--html", options->html, "Write the room's page: boards, a year of days, streaks, strengths by tag; - is standard output")
                     ->type_name("FILE");
    week->excludes(month)->excludes(all);
    month->excludes(all);
    json->excludes(csv);
    for (auto* other : {week, month, all, pack, json, csv}) html->excludes(other);
    add_content_option(*command, options->content);
    command->add_option("--config", options->config, "The server's configuration")->type_name("FILE");
    command->add_option("--db", options->database, "The database file")->type_name("FILE");
    command->footer(
        "Examples:\n  viva board                                  the rooms, or the board of the only one\n"
        "  viva board --room \"Go team\" --month --csv\n  viva board --room 3k --html /srv/www/board.html\n"
        "Nothing of a question that is still open shows in it.");
    command->callback([options, room, &action] {
        options->names_room = room->count() > 0;
        action = [options] { return run(*options); };
    });
}

}  // namespace bot::main
