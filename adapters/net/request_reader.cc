// Owns the strictness on top of Beast's request parser.
#include "adapters/net/request_reader.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <functional>
#include <limits>

#include "adapters/net/gate.h"
#include "bot/base/text.h"

namespace adapters::net {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using BeastText = boost::beast::string_view;

constexpr std::size_t kChunkLineCap = 256;  // a size, CR LF and the CR LF before it: far less is honest

std::string_view view(BeastText text) { return {text.data(), text.size()}; }

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

class RequestReader::Parser final : public http::basic_parser<true> {
   public:
    Parser(const std::vector<Route>& routes, std::size_t head_cap, std::size_t headers_cap) : routes_(routes), head_cap_(head_cap), headers_cap_(headers_cap) {
        header_limit(static_cast<std::uint32_t>(head_cap));
        // The gate and on_chunk_header_impl count against the route's cap. Not boost::none: Beast 1.74 finds every length above that.
        body_limit(std::numeric_limits<std::uint64_t>::max());
    }

    // How many of the bytes were used; the rest waits for more.
    std::size_t run(std::string_view bytes) {
        std::size_t used = 0;
        while (used < bytes.size() && !is_done()) {
            input_ = bytes.substr(used);
            eager(is_header_done());  // not before, to see where the head ends
            error_code error;
            const std::size_t step = put(boost::asio::const_buffer(input_.data(), input_.size()), error);
            used += step;
            if (!head_done_) head_bytes_ += step;
            if (error == http::error::need_more) break;
            if (error || step == 0) {
                if (status_ == 0) status_ = error == http::error::header_limit ? 431 : 400;
                return used;
            }
            head_done_ = head_done_ || is_header_done();
        }
        const std::size_t rest = is_done() ? 0 : bytes.size() - used;
        if (head_bytes_ + (head_done_ ? 0 : rest) > head_cap_) status_ = 431;
        if (head_done_ && rest > kChunkLineCap) status_ = 400;
        return used;
    }

    HttpRequest request_;
    Admission admission_;
    int status_ = 0;  // of a refusal
    bool expects_continue_ = false;
    bool head_done_ = false;
    std::size_t head_bytes_ = 0;

   private:
    void refuse(int status, error_code& error) {
        status_ = status;
        error = http::error::bad_value;
    }

    void on_request_impl(http::verb, BeastText method, BeastText target, int version, error_code& error) override {
        http_1_0_ = version == 10;
        request_.method = view(method);
        const std::string_view whole = view(target);
        if (whole.front() != '/') return refuse(400, error);
        const std::size_t mark = whole.find('?');
        request_.path = whole.substr(0, mark);
        if (mark != std::string_view::npos) request_.query = whole.substr(mark + 1);
    }

    void on_response_impl(int, BeastText, int, error_code&) override {}

    void on_field_impl(http::field, BeastText name, BeastText value, error_code& error) override {
        if (head_done_) return refuse(400, error);  // a trailer
        if (request_.headers.size() >= headers_cap_) return refuse(431, error);
        // A value outside the input was unfolded from several lines: others may read those lines as headers.
        const std::less_equal<> before;
        if (!value.empty() && !(before(input_.data(), value.data()) && before(value.data() + value.size(), input_.data() + input_.size()))) {
            return refuse(400, error);
        }
        std::string key = bot::to_lower_ascii(view(name));
        if (key == "content-length") {
            if (length_seen_ || chunked_seen_ || !all_digits(view(value))) return refuse(400, error);
            length_seen_ = true;
        } else if (key == "transfer-encoding") {
            if (length_seen_ || chunked_seen_ || http_1_0_ || bot::to_lower_ascii(view(value)) != "chunked") return refuse(400, error);
            chunked_seen_ = true;
        } else if (key == "host") {
            if (host_seen_) return refuse(400, error);
            host_seen_ = true;
        } else if (key == "expect") {
            expects_continue_ = true;
        }
        request_.headers.emplace_back(std::move(key), view(value));
    }

    void on_header_impl(error_code& error) override {
        if (!http_1_0_ && !host_seen_) return refuse(400, error);
        std::optional<std::uint64_t> length;
        if (!chunked_seen_) length = content_length().value_or(0);
        admission_ = admit(routes_, request_, length);
        if (admission_.status != 0) refuse(admission_.status, error);
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

    std::size_t on_body_impl(BeastText body, error_code&) override {
        request_.body.append(body.data(), body.size());
        return body.size();
    }

    void on_chunk_header_impl(std::uint64_t size, BeastText extensions, error_code& error) override {
        if (!extensions.empty()) return refuse(400, error);
        if (size > admission_.route->body_cap - request_.body.size()) refuse(413, error);
    }

    std::size_t on_chunk_body_impl(std::uint64_t, BeastText body, error_code& error) override { return on_body_impl(body, error); }

    void on_finish_impl(error_code&) override {}

    const std::vector<Route>& routes_;
    std::size_t head_cap_;
    std::size_t headers_cap_;
    std::string_view input_;
    bool http_1_0_ = false;
    bool host_seen_ = false;
    bool length_seen_ = false;
    bool chunked_seen_ = false;
};

RequestReader::RequestReader(const std::vector<Route>& routes, std::size_t head_cap, std::size_t headers_cap)
    : parser_(std::make_unique<Parser>(routes, head_cap, headers_cap)) {}

RequestReader::~RequestReader() = default;

RequestReader::State RequestReader::feed(std::string_view bytes) {
    if (!pending_.empty()) {
        pending_.append(bytes);
        bytes = pending_;
    }
    const std::size_t used = parser_->run(bytes);
    if (parser_->status_ != 0) return State::kRefused;
    if (bytes.data() == pending_.data()) {
        pending_.erase(0, used);
    } else {
        pending_.assign(bytes.substr(used));
    }
    return parser_->is_done() ? State::kDone : State::kMore;
}

int RequestReader::status() const { return parser_->status_; }
const std::string& RequestReader::allow() const { return parser_->admission_.allow; }
const Route* RequestReader::route() const { return parser_->admission_.route; }
HttpRequest RequestReader::take() { return std::move(parser_->request_); }
bool RequestReader::keep_alive() const { return parser_->keep_alive(); }
bool RequestReader::surplus() const { return !pending_.empty(); }

bool RequestReader::take_continue() {
    const bool wanted = parser_->head_done_ && parser_->expects_continue_ && !parser_->is_done();
    if (wanted) parser_->expects_continue_ = false;
    return wanted;
}

std::size_t RequestReader::held() const {
    constexpr std::size_t kOfItsOwn = sizeof(RequestReader) + sizeof(Parser);
    constexpr std::size_t kOfAHeader = sizeof(HttpHeaders::value_type) * 2;  // a vector grows by doubling
    const HttpRequest& request = parser_->request_;
    return kOfItsOwn + pending_.capacity() + parser_->head_bytes_ + request.headers.size() * kOfAHeader + request.body.capacity();
}

}  // namespace adapters::net
