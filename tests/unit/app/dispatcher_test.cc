// Owns the tests of the turn pipeline: one transaction a batch, acknowledged after it; duplicates, poison, trouble, order, deadlines, the thread.
#include "bot/app/dispatcher.h"

#include <atomic>
#include <condition_variable>
#include <random>

#include "tests/support/chat_stage.h"

using namespace chat;

namespace {

const Seat kAnn{"ann", ""};
const Seat kBob{"bob", ""};

// What was said to one place, all of it.
std::map<Place, std::string> transcripts(const std::vector<store::Letter>& letters) {
    std::map<Place, std::string> said;
    for (const auto& letter : letters) {
        said[letter.place] += text_of(letter.message);
        for (const auto& choice : letter.message.choices) said[letter.place] += "[" + choice.label + "]";
    }
    return said;
}

// What everybody does: rounds of their own in chats, in a group and in its topics.
std::vector<std::vector<Inbound>> stories(Stage& stage) {
    std::vector<std::vector<Inbound>> all;
    int number = 0;
    for (const Seat& seat :
         {Seat{"ann", ""}, {"bob", ""}, {"ann", "group"}, {"bob", "group"}, {"ann", "group", "t1"}, {"cid", "group", "t1"}, {"cid", "group", "t2"}}) {
        std::vector<Inbound> story;
        const auto add = [&](auto what) { story.push_back(stage.event(seat, std::move(what))); };
        add(Called{"round", "tiny " + std::to_string(1 + number % 3)});
        add(Called{"hint", ""});
        for (int i = 0; i < 6; ++i) {
            if ((i + number) % 4 == 3) add(Called{"skip", ""});
            add(Said{(i + number) % 3 == 0 ? kHalf : kGood, true, false});
        }
        add(Called{"why", ""});
        add(Called{"stop", ""});
        all.push_back(std::move(story));
        ++number;
    }
    return all;
}

// All stories in one stream: each keeps its order, how they are mixed is chance.
std::vector<Inbound> mixed(std::vector<std::vector<Inbound>> stories, std::mt19937& chance) {
    std::vector<Inbound> stream;
    while (!stories.empty()) {
        const auto pick = chance() % stories.size();
        stream.push_back(stories[pick].front());
        stories[pick].erase(stories[pick].begin());
        if (stories[pick].empty()) stories.erase(stories.begin() + std::ptrdiff_t(pick));
    }
    return stream;
}

// The transcript that a person's own conversation gives when nobody else is there, by the seat's story.
std::vector<std::string> alone(const std::vector<std::vector<Inbound>>& stories) {
    std::vector<std::string> said;
    for (const auto& story : stories) {
        Stage stage;
        for (const auto& event : story) stage.handle({event});
        for (const auto& [place, text] : transcripts(stage.sent)) said.push_back(text);
    }
    return said;
}

// Letters to one seat: in a group each names its person.
std::string said_to(const std::vector<store::Letter>& letters, const Inbound& event) {
    std::vector<store::Letter> own;
    for (const auto& letter : letters) {
        const auto text = text_of(letter.message);
        if (letter.place == event.place && (event.kind == RoomKind::kDirect || holds(text, event.author.name))) own.push_back(letter);
    }
    const auto said = transcripts(own);
    return said.empty() ? "" : said.begin()->second;
}

}  // namespace

TEST_CASE("nothing is acknowledged or sent before it is stored") {
    Stage stage;
    std::vector<std::string> order;
    stage.memory->fault = [&](std::string_view call, std::string_view) {
        if (call == "commit") order.push_back(fmt::format("commit with {} letters out and {} acknowledged", stage.sent.size(), stage.acknowledged));
        return Status();
    };
    stage.submit({stage.event(kAnn, Called{"round", "tiny 2"})}, app::Cursor{"bot", "17"});
    CHECK(stage.acknowledged == 0);
    CHECK(stage.dispatcher->depth().events == 1);
    stage.dispatcher->run_until_idle();
    CHECK(order == std::vector<std::string>{"commit with 0 letters out and 0 acknowledged"});
    CHECK(stage.acknowledged == 1);
    CHECK_FALSE(stage.sent.empty());
    CHECK(stage.dispatcher->depth().events == 0);
    CHECK(stage.ledger->cursor("bot").value() == "17");
    for (const auto& letter : stage.sent) CHECK(stage.memory->state.letters.contains(letter.id));
}

TEST_CASE("many events share one commit, and a batch takes whole submissions") {
    Stage stage;
    stage.pipeline.batch_events = 10;
    stage.restart();
    for (int i = 0; i < 9; ++i) stage.submit({stage.event({"p" + std::to_string(i), ""}, Called{"help", ""})});
    stage.submit({stage.event(kAnn, Called{"help", ""}), stage.event(kBob, Called{"help", ""})});
    CHECK(stage.dispatcher->turn_once());
    CHECK(stage.acknowledged == 9);
    CHECK(stage.memory->commits == 1);
    CHECK(stage.dispatcher->turn_once());
    CHECK(stage.acknowledged == 10);
    CHECK_FALSE(stage.dispatcher->turn_once());
    std::vector<Inbound> many;
    for (int i = 0; i < 25; ++i) many.push_back(stage.event({"q" + std::to_string(i), ""}, Called{"help", ""}));
    stage.submit(std::move(many));
    CHECK(stage.dispatcher->turn_once());
    CHECK(stage.acknowledged == 11);
    CHECK(stage.sent.size() == 36);
}

TEST_CASE("a submission without events still stores its cursor") {
    Stage stage;
    stage.submit({}, app::Cursor{"bot", "99"});
    stage.dispatcher->run_until_idle();
    CHECK(stage.acknowledged == 1);
    CHECK(stage.ledger->cursor("bot").value() == "99");
}

TEST_CASE("one person's sessions in several chats and topics are kept apart") {
    const bool real = GENERATE(false, true);
    Stage source;
    std::vector<std::vector<Inbound>> all;
    const std::vector<Seat> seats{{"ann", ""}, {"ann", "group"}, {"ann", "group", "topic"}};
    for (std::size_t i = 0; i < seats.size(); ++i) {
        std::vector<Inbound> story{source.event(seats[i], Called{"round", fmt::format("tiny {} {}", i + 1, 10 * (i + 1))})};
        for (int turn = 0; turn < 2; ++turn) story.push_back(source.event(seats[i], Called{"hint", ""}));
        for (std::size_t turn = 0; turn <= i; ++turn) story.push_back(source.event(seats[i], Said{kGood, true, false}));
        all.push_back(std::move(story));
    }
    for (unsigned seed = 1; seed <= 10; ++seed) {
        INFO("seed " << seed);
        std::mt19937 chance(seed);
        Stage stage(real);
        for (const auto& event : mixed(all, chance)) {
            stage.submit({event});
            if (chance() % 2 == 0) stage.dispatcher->run_until_idle();
        }
        stage.dispatcher->run_until_idle();
        const auto said = transcripts(stage.sent);
        REQUIRE(said.size() == seats.size());
        for (std::size_t i = 0; i < seats.size(); ++i) {
            const auto& text = said.at(seats[i].place());
            CHECK(holds(text, fmt::format("{} minutes", 10 * (i + 1))));
            CHECK(holds(text, fmt::format("Question {0} of {0}", i + 1)));
            CHECK(holds(text, "Scorecard"));
            for (std::size_t other = 0; other < seats.size(); ++other) CHECK(holds(text, fmt::format(" of {}\n", other + 1)) == (other == i));
        }
    }
}

TEST_CASE("a conversation goes the same way alone and among others") {
    // Each seat has a person of its own here, so that not even the history is shared: the whole transcript must be the same.
    Stage source;
    std::vector<std::vector<Inbound>> all;
    for (auto& story : stories(source)) {
        for (auto& event : story) {
            event.author.key += event.place.room + event.place.thread;
            event.author.name = "<" + event.author.key + ">";
        }
        all.push_back(std::move(story));
    }
    const auto expected = alone(all);
    const bool real = GENERATE(false, true);
    for (unsigned seed = 1; seed <= (real ? 5u : 20u); ++seed) {
        std::mt19937 chance(seed);
        Stage stage(real);
        stage.pipeline.step_helpers = int(seed % 3);
        stage.restart();
        const auto stream = mixed(all, chance);
        for (std::size_t at = 0; at < stream.size();) {
            const auto end = std::min(stream.size(), at + 1 + chance() % 40);
            stage.submit({stream.begin() + std::ptrdiff_t(at), stream.begin() + std::ptrdiff_t(end)});
            // What comes again, and late, changes nothing.
            if (chance() % 2 == 0) stage.submit({stream.begin() + std::ptrdiff_t(at / 2), stream.begin() + std::ptrdiff_t(end)});
            if (chance() % 3 == 0) stage.dispatcher->run_until_idle();
            at = end;
        }
        stage.submit(stream);
        stage.dispatcher->run_until_idle();
        for (std::size_t i = 0; i < all.size(); ++i) {
            INFO("seed " << seed << " " << all[i].front().author.key);
            CHECK(said_to(stage.sent, all[i].front()) == expected[i]);
        }
    }
}

TEST_CASE("whatever arrives in whatever order, nothing is buried and every press is acknowledged once") {
    const bool real = GENERATE(false, true);
    const std::vector<std::string> texts{"",
                                         "hint",
                                         "/skip",
                                         "round tiny 2",
                                         "/round",
                                         "/round tiny 0",
                                         "stop",
                                         "pause",
                                         "resume",
                                         "why",
                                         "me",
                                         "packs",
                                         kGood,
                                         kHalf,
                                         "\xff\xfe\x80",
                                         std::string(9000, 'y'),
                                         "forget me",
                                         "forget me yes",
                                         "export me",
                                         "/settings questions 2",
                                         "\n\n",
                                         "/",
                                         "it drops the value"};
    const std::vector<std::string> commands{"round", "practice", "hint",  "repeat",   "skip",    "pause",  "resume", "stop",      "cancel", "why", "me",
                                            "packs", "help",     "start", "settings", "privacy", "export", "forget", "forget_me", "board",  "",    "\xff"};
    const std::vector<std::string> rests{
        "", "tiny", "tiny 1", "go 2 3", "yes", "me yes", "questions 1", "reset", "round-tiny", "\xff \xfe", std::string(5000, 'z')};
    for (unsigned seed = 1; seed <= (real ? 4u : 15u); ++seed) {
        std::mt19937 chance(seed);
        const auto any = [&](const auto& list) { return list[chance() % list.size()]; };
        Stage stage(real, Duration{chance() % 2 == 0 ? 0 : 1500});
        stage.pipeline.step_helpers = int(chance() % 2);
        stage.restart();
        std::vector<std::string> handles;
        int submissions = 0;
        for (int turn = 0; turn < 250; ++turn) {
            const Seat seat{any(std::vector<std::string>{"ann", "bob", ""}), any(std::vector<std::string>{"", "group"}),
                            any(std::vector<std::string>{"", "topic"})};
            if (seat.person.empty() && seat.room.empty()) continue;
            std::vector<std::string> buttons{"", "1:skip:1:1", "1:forget-me:0:1", "1:anew:1:1", "1:round-tiny:0:0"};
            for (const auto& letter : stage.sent) {
                for (const auto& choice : letter.message.choices) buttons.push_back(choice.data);
            }
            Inbound event;
            switch (chance() % 12) {
                case 0: event = stage.event(seat, Joined{}); break;
                case 1: event = stage.event(seat, Left{}); break;
                case 2: event = stage.event(seat, Returned{}); break;
                case 3: event = stage.event(seat, Unreadable{any(std::vector<std::string>{"voice", "other"}), chance() % 2 == 0}); break;
                case 4: event = stage.event(seat, Edited{chance() % 2 == 0}); break;
                case 5: event = stage.event(seat, Called{any(commands), any(rests)}); break;
                case 6: event = stage.event(seat, Called{"round", "tiny 2"}); break;
                case 7:
                case 8:
                    event = stage.event(seat, Pressed{any(buttons), "h" + std::to_string(turn)});
                    handles.push_back("h" + std::to_string(turn));
                    break;
                default: event = stage.event(seat, Said{any(texts), chance() % 4 != 0, chance() % 5 == 0});
            }
            if (chance() % 60 == 0) event.what = Moved{"moved" + std::to_string(turn)};
            if (std::holds_alternative<Moved>(event.what) && !handles.empty() && handles.back() == "h" + std::to_string(turn)) handles.pop_back();
            REQUIRE(stage.submit({event, event}));
            ++submissions;
            if (chance() % 2 == 0) stage.dispatcher->run_until_idle();
            if (chance() % 20 == 0) stage.pass(Duration{chance() % 600'000});
            if (chance() % 50 == 0) {
                stage.dispatcher->run_until_idle();
                stage.restart();
            }
        }
        stage.pass(3h);
        INFO("seed " << seed);
        CHECK(stage.lines.str() == "");
        CHECK(stage.acknowledged == submissions);
        if (!real) CHECK(stage.memory->state.buried.empty());
        std::vector<std::string> acknowledged;
        for (const auto& letter : stage.sent) {
            if (!letter.handle.empty()) acknowledged.push_back(letter.handle);
            for (const auto& choice : letter.message.choices) CHECK((!choice.data.empty() && choice.data.size() <= 64));
            CHECK((!letter.handle.empty() || letter.message.file || !letter.message.blocks.empty()));
        }
        std::sort(acknowledged.begin(), acknowledged.end());
        std::sort(handles.begin(), handles.end());
        CHECK(acknowledged == handles);
    }
}

TEST_CASE("an event that comes again changes nothing and is acknowledged, under its alias too") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnn, "round", "tiny 2");
    auto answer = stage.event(kAnn, Said{kGood, true, false});
    answer.alias = "room:m7";
    CHECK(holds(stage.handle({answer, answer}), "strong"));
    CHECK(stage.handle({answer}) == "");
    auto again = stage.event(kAnn, Said{kGood, true, false});
    again.alias = "room:m7";
    CHECK(stage.handle({again}) == "");
    stage.restart();
    CHECK(stage.handle({answer, again}) == "");
    CHECK(stage.acknowledged == 5);
    CHECK(stage.ledger->attempts(PersonId{real ? 1 : 2}, "").value().size() == 1);
}

TEST_CASE("an event that cannot be handled is buried alone") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 3");
    stage.memory->fault = [](std::string_view call, std::string_view about) -> Status {
        if (call == "write" && about == "bad") return fail(Code::kInvalidInput, "this room is bad");
        return {};
    };
    const Seat bad{"eve", "bad"};
    const auto said =
        stage.handle({stage.event(kAnn, Said{kGood, true, false}), stage.event(bad, Called{"round", "tiny"}), stage.event(kBob, Called{"round", "tiny"}),
                      stage.event(bad, Called{"help", ""}), stage.event(kAnn, Said{kGood, true, false})});
    CHECK(holds(said, "Question 3"));
    CHECK(stage.memory->state.buried.size() == 2);
    CHECK(stage.attempts() == 2);
    CHECK(stage.acknowledged == 2);
    CHECK(stage.refused == 0);
    for (const auto& [id, row] : stage.memory->state.sessions) CHECK(stage.memory->state.rooms.at(row.chat.room.value).key != "bad");
    for (const auto& letter : stage.sent) CHECK(letter.place.room != "bad");
    CHECK(holds(stage.lines.str(), "this room is bad"));

    // The person is told, where that is possible.
    stage.memory->fault = [](std::string_view call, std::string_view) -> Status {
        if (call == "session_at") return fail(Code::kInvalidInput, "no");
        return {};
    };
    CHECK(stage.say(kAnn, kGood) == stage.text("chat.trouble") + "\n");
    CHECK(stage.memory->state.buried.size() == 3);
    stage.memory->fault = [](auto, auto) { return Status(); };
    CHECK(holds(stage.say(kAnn, kGood), "Scorecard"));
}

TEST_CASE("what cannot even be buried does not come again for ever") {
    Stage stage;
    stage.memory->fault = [](std::string_view call, std::string_view about) -> Status {
        if (call == "receive" && about == "1") return fail(Code::kInvalidInput, "too large");
        return {};
    };
    CHECK(holds(stage.handle({stage.event(kAnn, Called{"help", ""}), stage.event(kBob, Called{"help", ""})}), stage.text("chat.help")));
    CHECK(stage.acknowledged == 1);
}

TEST_CASE("throwing code below costs one event, not the server") {
    Stage stage;
    int thrown = 0;  // with the others of the wave, and alone
    stage.memory->fault = [&](std::string_view call, std::string_view about) -> Status {
        if (call == "write" && about == "ann" && thrown < 2) {
            ++thrown;
            throw std::runtime_error("boom");
        }
        return {};
    };
    const auto said = stage.handle({stage.event(kAnn, Called{"help", ""}), stage.event(kBob, Called{"help", ""})});
    CHECK(holds(said, stage.text("chat.trouble")));
    CHECK(holds(said, stage.text("chat.help")));
    CHECK(stage.memory->state.buried.size() == 1);
}

TEST_CASE("a commit that fails takes nothing, and the same events later count once") {
    for (const char* call : {"commit", "batch", "receive", "room", "session_at", "commit_turn", "write", "settle"}) {
        for (const auto code : {Code::kUnavailable, Code::kDenied}) {
            INFO(call);
            Stage stage;
            stage.call(kAnn, "round", "tiny 2");
            const auto letters = stage.sent.size();
            const auto acknowledged = stage.acknowledged;
            bool broken = true;
            stage.memory->fault = [&](std::string_view at, std::string_view) -> Status {
                if (broken && at == call) return fail(code, "the disk is full");
                return {};
            };
            const auto answer = stage.event(kAnn, Said{kGood, true, false});
            const auto other = stage.event(kBob, Called{"round", "tiny 2"});
            stage.dispatcher->settle(store::Settled{stage.sent.back().id, store::Settled::How::kSent, ""});
            stage.submit({answer, other}, app::Cursor{"bot", "5"});
            stage.dispatcher->run_until_idle();
            CHECK(stage.sent.size() == letters);
            CHECK(stage.acknowledged == acknowledged);
            CHECK(stage.refused == 1);
            CHECK(stage.attempts() == 0);
            CHECK(stage.memory->state.settled.empty());
            CHECK_FALSE(stage.ledger->cursor("bot").value().has_value());
            CHECK(stage.dispatcher->depth().events == 0);
            CHECK(holds(stage.dispatcher->depth().trouble, "disk is full"));
            CHECK(holds(stage.lines.str(), "disk is full"));

            // It is left alone for a while; events wait meanwhile.
            stage.submit({answer, other}, app::Cursor{"bot", "5"});
            CHECK_FALSE(stage.dispatcher->turn_once());
            CHECK(stage.dispatcher->next_wake() > stage.clock.at);
            broken = false;
            stage.clock.at = stage.dispatcher->next_wake();
            stage.dispatcher->run_until_idle();
            CHECK(stage.acknowledged == acknowledged + 1);
            CHECK(stage.attempts() == 1);
            CHECK(stage.memory->state.settled.size() == 1);
            CHECK(stage.ledger->cursor("bot").value() == "5");
            CHECK(stage.dispatcher->depth().trouble.empty());
        }
    }
}

TEST_CASE("the pauses between failing batches grow to a limit") {
    Stage stage;
    stage.memory->fault = [](std::string_view call, std::string_view) -> Status {
        return call == "commit" ? Status(fail(Code::kUnavailable, "full")) : Status();
    };
    std::vector<Duration> waits;
    stage.submit({stage.event(kAnn, Called{"help", ""})});
    for (int i = 0; i < 10; ++i) {
        REQUIRE(stage.dispatcher->turn_once());
        stage.submit({stage.event(kAnn, Called{"help", ""})});
        waits.push_back(stage.dispatcher->next_wake() - stage.clock.at);
        stage.clock.at = stage.dispatcher->next_wake();
    }
    CHECK(waits.front() == 100ms);
    CHECK(waits[1] == 200ms);
    CHECK(waits.back() == 5s);
}

TEST_CASE("a full queue takes nothing more until there is room") {
    Stage stage;
    stage.pipeline.queue_events = 5;
    stage.restart();
    const auto help = [&] { return stage.event(kAnn, Called{"help", ""}); };
    CHECK(stage.submit({help(), help(), help()}));
    CHECK(stage.submit({help(), help()}));
    CHECK_FALSE(stage.submit({help()}));
    CHECK_FALSE(stage.submit({}));
    stage.dispatcher->run_until_idle();
    CHECK(stage.acknowledged == 2);
    CHECK(stage.sent.size() == 5);
    // One larger than the queue is let in when nothing waits, or it never would be.
    CHECK(stage.submit({help(), help(), help(), help(), help(), help(), help()}));
    CHECK_FALSE(stage.submit({help()}));
    stage.dispatcher->run_until_idle();
    CHECK(stage.submit({help()}));
    stage.dispatcher->close();
    CHECK_FALSE(stage.submit({help()}));
    stage.dispatcher->run_until_idle();
    CHECK(stage.acknowledged == 4);
}

TEST_CASE("marks of letters are written with the next batch, or alone") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnn, "help");
    REQUIRE(stage.ledger->count_unsent().value() == 1);
    stage.dispatcher->settle(store::Settled{stage.sent.back().id, store::Settled::How::kSent, ""});
    CHECK(stage.dispatcher->turn_once());
    CHECK(stage.ledger->count_unsent().value() == 0);
    CHECK_FALSE(stage.dispatcher->turn_once());
    // Of a letter that nobody knows any more.
    stage.dispatcher->settle(store::Settled{4711, store::Settled::How::kDead, "gone"});
    CHECK(stage.dispatcher->turn_once());
    CHECK(stage.dispatcher->depth().trouble.empty());
}

TEST_CASE("unsent letters are handed out again on request") {
    Stage stage;
    for (int i = 0; i < 5; ++i) stage.call(kAnn, "help");
    std::vector<std::pair<std::size_t, bool>> answers;
    app::Reception reception(*stage.ledger, stage.content, stage.options);
    app::Dispatcher dispatcher(*stage.ledger, reception, stage.clock, stage.metrics, stage.log,
                               {{}, [&](std::vector<store::Letter> letters, bool complete) { answers.emplace_back(letters.size(), complete); }}, {});
    dispatcher.refill(0, 3);
    dispatcher.run_until_idle();
    dispatcher.refill(stage.sent[2].id, 3);
    dispatcher.run_until_idle();
    CHECK(answers == std::vector<std::pair<std::size_t, bool>>{{3, false}, {2, true}});
}

TEST_CASE("old rows are cleaned away in slices when there is nothing else to do") {
    Stage stage;
    stage.memory->old_rows = 1200;
    CHECK_FALSE(stage.dispatcher->turn_once());
    stage.clock.at += 10min;
    stage.submit({stage.event(kAnn, Called{"help", ""})});
    CHECK(stage.dispatcher->turn_once());
    CHECK(stage.memory->old_rows == 1200);
    CHECK(stage.dispatcher->turn_once());
    CHECK(stage.memory->old_rows == 700);
    stage.dispatcher->run_until_idle();
    CHECK(stage.memory->old_rows == 0);
    CHECK_FALSE(stage.dispatcher->turn_once());
    CHECK(stage.dispatcher->next_wake() == stage.clock.at + 10min);
    // Under a load without end it is done now and then all the same.
    stage.memory->old_rows = 10;
    stage.clock.at += 71min;
    stage.submit({stage.event(kAnn, Called{"help", ""})});
    CHECK(stage.dispatcher->turn_once());
    CHECK(stage.memory->old_rows == 0);
}

TEST_CASE("a deadline that cannot be handled does not come up for ever") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 2");
    stage.memory->fault = [](std::string_view call, std::string_view) -> Status {
        return call == "commit_turn" ? Status(fail(Code::kInvalidInput, "refused")) : Status();
    };
    CHECK(stage.pass(1h) == "");
    CHECK_FALSE(stage.ledger->next_due().value().has_value());
    stage.memory->fault = [](auto, auto) { return Status(); };
    CHECK(holds(stage.say(kAnn, kGood), "strong"));
}

TEST_CASE("many deadlines at once are all met") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    constexpr int kPeople = 300;
    std::vector<Inbound> all;
    for (int i = 0; i < kPeople; ++i) all.push_back(stage.event({"p" + std::to_string(i), ""}, Called{"round", "tiny 1"}));
    stage.handle(std::move(all));
    const auto before = stage.sent.size();
    stage.pass(5min);
    CHECK(stage.sent.size() == before + kPeople);
}

TEST_CASE("an answer that waits in the queue comes before its deadline") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 2");
    stage.clock.at += 310s;
    const auto said = stage.say(kAnn, kGood);
    CHECK(holds(said, "strong"));
    CHECK_FALSE(holds(said, "Still there?"));
}

TEST_CASE("the thread handles what comes from many threads and stops when all of it is done") {
    Stage stage(true);
    std::atomic<int> durable{0};
    constexpr int kThreads = 4;
    constexpr int kEach = 50;
    std::vector<std::vector<Inbound>> work(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
        const Seat seat{"p" + std::to_string(thread), ""};
        work[std::size_t(thread)].push_back(stage.event(seat, Called{"practice", "tiny"}));
        for (int i = 1; i < kEach; ++i) work[std::size_t(thread)].push_back(stage.event(seat, Called{i % 2 ? "hint" : "repeat", ""}));
    }
    stage.dispatcher->start();
    std::vector<std::thread> threads;
    for (auto& events : work) {
        threads.emplace_back([&] {
            for (auto& event : events) stage.dispatcher->submit({std::move(event)}, std::nullopt, [&](bool good) { durable += good ? 1 : 0; });
        });
    }
    for (auto& thread : threads) thread.join();
    stage.dispatcher->stop();
    CHECK(durable == kThreads * kEach);
    std::map<std::string, int> letters;
    for (const auto& letter : stage.sent) ++letters[letter.place.room];
    CHECK(letters.size() == kThreads);
    for (const auto& [room, count] : letters) CHECK(count == kEach);
    CHECK_FALSE(stage.submit({stage.event(kAnn, Called{"help", ""})}));
}

TEST_CASE("stopping while the disk is in trouble gives the events back") {
    Stage stage;
    stage.memory->fault = [](std::string_view call, std::string_view) -> Status {
        return call == "commit" ? Status(fail(Code::kUnavailable, "full")) : Status();
    };
    std::atomic<int> back{0};
    for (int i = 0; i < 600; ++i) stage.dispatcher->submit({stage.event(kAnn, Called{"help", ""})}, std::nullopt, [&](bool good) { back += good ? 0 : 1; });
    stage.dispatcher->start();
    stage.dispatcher->stop();
    CHECK(back == 600);
    CHECK(stage.sent.empty());
    CHECK(stage.dispatcher->depth().events == 0);
}

TEST_CASE("an end in the pause after a failed batch stores the marks all the same") {
    Stage stage;
    stage.call(kAnn, "help");
    REQUIRE(stage.ledger->count_unsent().value() == 1);
    int failures = 1;
    stage.memory->fault = [&](std::string_view call, std::string_view) -> Status {
        return call == "commit" && failures-- > 0 ? Status(fail(Code::kUnavailable, "full")) : Status();
    };
    stage.dispatcher->settle(store::Settled{stage.sent.back().id, store::Settled::How::kSent, ""});
    CHECK(stage.dispatcher->turn_once());
    CHECK_FALSE(stage.dispatcher->turn_once());  // the pause
    CHECK(stage.ledger->count_unsent().value() == 1);
    SECTION("on the thread") {
        stage.dispatcher->start();
        stage.dispatcher->stop();
    }
    SECTION("without it") { stage.dispatcher->finish(); }
    CHECK(stage.ledger->count_unsent().value() == 0);
}

TEST_CASE("that a room moved is told before the letters that follow, when it is durable") {
    Stage stage;
    std::vector<std::string> order;
    app::Reception reception(*stage.ledger, stage.content, stage.options);
    app::LetterSinks sinks;
    sinks.moved = [&](const std::string& account, const std::string& from, const std::string& to) {
        order.push_back(fmt::format("{}: {} to {} after commit {}", account, from, to, stage.memory->commits));
    };
    const Seat before{"ann", "group"};
    const Seat after{"ann", "supergroup"};
    sinks.post = [&](std::vector<store::Letter> letters) {
        for (const auto& letter : letters) order.push_back("letter to " + letter.place.room);
    };
    app::Dispatcher dispatcher(*stage.ledger, reception, stage.clock, stage.metrics, stage.log, std::move(sinks), {});
    // The first is written under the old key, in the same batch.
    REQUIRE(dispatcher.submit({stage.event(before, Called{"help", ""}), stage.event(before, Moved{"supergroup"}), stage.event(after, Called{"help", ""})},
                              std::nullopt, [](bool) {}));
    dispatcher.run_until_idle();
    CHECK(order == std::vector<std::string>{"bot: group to supergroup after commit 1", "letter to supergroup", "letter to supergroup"});
}

TEST_CASE("a notice that is given once is given again if its batch was not stored") {
    Stage stage;
    int failures = 1;
    stage.memory->fault = [&](std::string_view call, std::string_view) -> Status {
        return call == "commit" && failures-- > 0 ? Status(fail(Code::kUnavailable, "full")) : Status();
    };
    const Seat hidden{"", "group"};
    CHECK(stage.call(hidden, "round", "tiny") == "");
    CHECK(stage.refused == 1);
    stage.clock.at += 1s;
    CHECK(stage.call(hidden, "round", "tiny") == stage.text("chat.hidden") + "\n");
    CHECK(stage.call(hidden, "round", "tiny") == "");
}
