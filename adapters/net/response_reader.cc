// Owns the limits on top of Beast's response parser.
#include "adapters/net/response_reader.h"

#include <boost/beast/http/basic_parser.hpp>
#include <limits>

#include "bot/base/text.h"

namespace adapters::net {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using BeastText = boost::beast::string_view;

constexpr int kInterimCap = 8;
constexpr std::size_t kChunkLineCap = 4096;  // sizes with extensions, and the trailer

}  // namespace

class ResponseReader::Parser final : public http::basic_parser<false> {
   public:
    Parser(std::size_t head_cap, std::size_t body_cap) : body_cap_(body_cap) {
        header_limit(static_cast<std::uint32_t>(head_cap));
        body_limit(std::numeric_limits<std::uint64_t>::max());  // counted in on_body_impl
    }

    HttpReply reply_;
    bool too_long_ = false;

   private:
    void on_request_impl(http::verb, BeastText, BeastText, int, error_code&) override {}
    void on_response_impl(int code, BeastText, int, error_code&) override { reply_.status = code; }

    void on_field_impl(http::field, BeastText name, BeastText value, error_code&) override {
        if (is_header_done()) return;  // trailers are nobody's
        reply_.headers.emplace_back(bot::to_lower_ascii({name.data(), name.size()}), std::string(value.data(), value.size()));
    }

    void on_header_impl(error_code& error) override {
        if (content_length().value_or(0) > body_cap_) refuse(error);
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

    std::size_t on_body_impl(BeastText body, error_code& error) override {
        if (body.size() > body_cap_ - reply_.body.size()) {
            refuse(error);
            return 0;
        }
        reply_.body.append(body.data(), body.size());
        return body.size();
    }

    void on_chunk_header_impl(std::uint64_t size, BeastText, error_code& error) override {
        if (size > body_cap_ - reply_.body.size()) refuse(error);
    }

    std::size_t on_chunk_body_impl(std::uint64_t, BeastText body, error_code& error) override { return on_body_impl(body, error); }
    void on_finish_impl(error_code&) override {}

    void refuse(error_code& error) {
        too_long_ = true;
        error = http::error::body_limit;
    }

    std::size_t body_cap_;
};

ResponseReader::ResponseReader(std::size_t head_cap, std::size_t body_cap)
    : head_cap_(head_cap), body_cap_(body_cap), parser_(std::make_unique<Parser>(head_cap, body_cap)) {}

ResponseReader::~ResponseReader() = default;

ResponseReader::State ResponseReader::broken(const char* problem) {
    problem_ = problem;
    return State::kBroken;
}

ResponseReader::State ResponseReader::feed(std::string_view bytes) {
    pending_.append(bytes);
    State state = run();
    while (state == State::kDone && parser_->reply_.status / 100 == 1) {
        if (parser_->reply_.status == 101 || ++interim_ > kInterimCap) return broken("the answer is no HTTP reply");
        parser_ = std::make_unique<Parser>(head_cap_, body_cap_);
        head_done_ = false;
        head_bytes_ = 0;
        state = pending_.empty() ? State::kMore : run();
    }
    return state;
}

ResponseReader::State ResponseReader::run() {
    std::size_t used = 0;
    while (used < pending_.size() && !parser_->is_done()) {
        parser_->eager(parser_->is_header_done());
        error_code error;
        const std::size_t step = parser_->put(boost::asio::const_buffer(pending_.data() + used, pending_.size() - used), error);
        used += step;
        if (!head_done_) head_bytes_ += step;
        if (head_bytes_ > head_cap_) return broken("the answer's headers are longer than allowed");
        if (error == http::error::need_more) break;
        if (parser_->too_long_) return broken("the answer is longer than allowed");
        if (error == http::error::header_limit) return broken("the answer's headers are longer than allowed");
        if (error || step == 0) return broken("the answer is no HTTP reply");
        head_done_ = parser_->is_header_done();
    }
    pending_.erase(0, used);
    if (parser_->is_done()) return State::kDone;
    if (pending_.size() > (parser_->is_header_done() ? kChunkLineCap : head_cap_)) return broken("the answer's headers are longer than allowed");
    return State::kMore;
}

ResponseReader::State ResponseReader::end() {
    error_code error;
    if (!parser_->got_some() || !pending_.empty()) return broken("the answer was cut off");
    parser_->put_eof(error);
    return error || !parser_->is_done() ? broken("the answer was cut off") : State::kDone;
}

HttpReply ResponseReader::take() { return std::move(parser_->reply_); }
bool ResponseReader::keep_alive() const { return pending_.empty() && parser_->keep_alive(); }

}  // namespace adapters::net
