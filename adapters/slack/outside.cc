// Owns what outside.h promises.
#include "adapters/slack/outside.h"

#include <algorithm>
#include <utility>

#include "adapters/net/url.h"

namespace adapters::slack {

Outside::Outside(std::vector<Door> doors) : doors_(std::move(doors)) {
    // Without the '/' a host that only begins like ours would be let through.
    std::erase_if(doors_, [](const Door& door) { return !door.prefix.ends_with('/') || !door.exchange; });
}

const Door* Outside::door_of(std::string_view url) const {
    const auto found = std::find_if(doors_.begin(), doors_.end(), [&](const Door& door) {
        return url.starts_with(door.prefix) && net::is_request_target(url.substr(door.prefix.size() - 1));
    });
    return found == doors_.end() ? nullptr : &*found;
}

bool Outside::allows(std::string_view url) const { return door_of(url) != nullptr; }

Answer Outside::post(std::string_view url, std::string_view content_type, std::string_view body, bot::Duration total) const {
    Answer answer;
    const auto* door = door_of(url);
    if (!door) {
        answer.details = "the address is not allowed";
        return answer;
    }
    net::HttpCall http;
    http.path = url.substr(door->prefix.size() - 1);
    http.content_type = content_type;
    http.body = body;
    http.total = total;
    auto reply = door->exchange(http);
    if (!reply) {
        answer.details = std::move(reply.error().message);
        return answer;
    }
    const int status = reply->status;
    answer = decode_answer(std::move(*reply));
    if (!answer.understood) {
        answer.ok = status >= 200 && status < 300;
        answer.details.clear();
    }
    return answer;
}

}  // namespace adapters::slack
