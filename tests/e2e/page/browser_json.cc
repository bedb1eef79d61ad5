// Owns what browser.h promises: the process, the pipes and the messages of the DevTools protocol.
#include "tests/e2e/page/browser.h"

#include <openssl/evp.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace tests {
namespace {

using nlohmann::json;

constexpr int kPatience = 60'000;  // ms without a word, on a machine that does much else

std::string to_base64(const std::string& bytes) {
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    out.resize(
        std::size_t(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(bytes.data()), int(bytes.size()))));
    return out;
}

void write_base64(const std::string& path, const std::string& base64) {
    std::string out(base64.size(), '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(base64.data()), int(base64.size()));
    out.resize(std::size_t(std::max(size, 0)));
    std::ofstream{path, std::ios::binary} << out;
}

}  // namespace

Browser::Browser() {
    const char* named = std::getenv("VIVA_CHROMIUM");
    const std::string program = named ? named : "chromium";
    int in[2], out[2];
    if (pipe(in) != 0 || pipe(out) != 0) throw std::runtime_error("no pipes for the browser");
    pid_ = fork();
    if (pid_ == 0) {
        setpgid(0, 0);
        dup2(in[0], 30);
        dup2(out[1], 31);
        dup2(30, 3);  // the protocol's two places
        dup2(31, 4);
        for (int fd = 5; fd < 64; ++fd) close(fd);
        const std::string profile = "--user-data-dir=" + home_.path() + "/profile";
        if (!std::freopen((home_.path() + "/log").c_str(), "w", stderr) || !std::freopen("/dev/null", "w", stdout)) _exit(127);
        setenv("HOME", home_.path().c_str(), 1);
        execlp(program.c_str(), program.c_str(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
               "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
               "--remote-debugging-pipe", profile.c_str(), "about:blank", static_cast<char*>(nullptr));
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to_ = in[1];
    from_ = out[0];
    const auto target = call("Target.createTarget", {{"url", "about:blank"}}).at("targetId").get<std::string>();
    session_ = call("Target.attachToTarget", {{"targetId", target}, {"flatten", true}}).at("sessionId").get<std::string>();
    for (const char* domain : {"Page", "Network", "Log", "Runtime"}) call(std::string(domain) + ".enable");
    call("Fetch.enable", {{"patterns", json::array({{{"urlPattern", "*"}}})}});
}

Browser::~Browser() {
    close(to_);  // the end of the pipe ends the browser
    close(from_);
    kill(-pid_, SIGKILL);  // and its helpers, its own group
    waitpid(pid_, nullptr, 0);
}

void Browser::look(int width, int height, bool dark) {
    call("Emulation.setDeviceMetricsOverride", {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", width < 600}});
    call("Emulation.setEmulatedMedia", {{"media", ""}, {"features", json::array({{{"name", "prefers-color-scheme"}, {"value", dark ? "dark" : "light"}}})}});
}

void Browser::print_media(bool print) { call("Emulation.setEmulatedMedia", {{"media", print ? "print" : ""}}); }

void Browser::open(const std::string& html, const std::string& policy) {
    html_ = html;
    policy_ = policy;
    loaded_ = false;
    requests.clear();
    complaints.clear();
    dialogs.clear();
    call("Page.navigate", {{"url", kAddress}});
    while (!loaded_) take(read());
}

json Browser::evaluate(const std::string& expression) {
    const auto frame = call("Page.getFrameTree").at("frameTree").at("frame").at("id");
    const auto world = call("Page.createIsolatedWorld", {{"frameId", frame}}).at("executionContextId");
    const auto answer = call("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}, {"awaitPromise", true}, {"contextId", world}});
    if (answer.contains("exceptionDetails")) throw std::runtime_error(answer.dump());
    return answer.at("result").value("value", json());
}

void Browser::press(const std::string& key, int code) {
    for (const char* type : {"rawKeyDown", "keyUp"})
        call("Input.dispatchKeyEvent", {{"type", type}, {"key", key}, {"code", key}, {"windowsVirtualKeyCode", code}});
}

void Browser::screenshot(const std::string& path) {
    const auto size = call("Page.getLayoutMetrics").at("cssContentSize");
    const json clip = {{"x", 0}, {"y", 0}, {"width", size.at("width")}, {"height", size.at("height")}, {"scale", 1}};
    write_base64(path, call("Page.captureScreenshot", {{"format", "png"}, {"captureBeyondViewport", true}, {"clip", clip}}).at("data").get<std::string>());
}

void Browser::pdf(const std::string& path) {
    write_base64(path, call("Page.printToPDF", {{"paperWidth", 8.27}, {"paperHeight", 11.69}, {"printBackground", false}}).at("data").get<std::string>());
}

void Browser::send(const std::string& method, const json& parameters) {
    json message = {{"id", ++last_id_}, {"method", method}, {"params", parameters}};
    if (!session_.empty()) message["sessionId"] = session_;
    const auto text = message.dump(-1, ' ', false, json::error_handler_t::replace) + '\0';
    for (std::size_t at = 0; at < text.size();) {
        const auto written = ::write(to_, text.data() + at, text.size() - at);
        if (written <= 0) throw std::runtime_error("the browser is gone:\n" + read_file(home_.path() + "/log"));
        at += std::size_t(written);
    }
}

json Browser::call(const std::string& method, const json& parameters) {
    send(method, parameters);
    const int id = last_id_;
    for (;;) {
        const auto message = read();
        if (message.value("id", 0) != id) {
            take(message);
            continue;
        }
        if (message.contains("error")) throw std::runtime_error(method + ": " + message.at("error").dump());
        return message.at("result");
    }
}

json Browser::read() {
    for (;;) {
        if (const auto end = buffer_.find('\0'); end != std::string::npos) {
            auto message = json::parse(buffer_.substr(0, end));
            buffer_.erase(0, end + 1);
            return message;
        }
        pollfd waiting{from_, POLLIN, 0};
        char bytes[65536];
        const auto size = poll(&waiting, 1, kPatience) == 1 ? ::read(from_, bytes, sizeof bytes) : 0;
        if (size <= 0) throw std::runtime_error("the browser says nothing:\n" + read_file(home_.path() + "/log"));
        buffer_.append(bytes, std::size_t(size));
    }
}

void Browser::take(const json& event) {
    const auto method = event.value("method", "");
    if (method == "Page.loadEventFired") loaded_ = true;
    if (method == "Log.entryAdded") complaints.push_back(event.at("params").at("entry").at("text").get<std::string>());
    if (method == "Runtime.consoleAPICalled" || method == "Runtime.exceptionThrown") complaints.push_back(event.at("params").dump());
    if (method == "Page.javascriptDialogOpening") {
        dialogs.push_back(event.at("params").at("message").get<std::string>());
        send("Page.handleJavaScriptDialog", {{"accept", true}});
    }
    if (method != "Fetch.requestPaused") return;
    const auto& request = event.at("params");
    const std::string address = request.at("request").at("url").get<std::string>();
    requests.push_back(address);
    if (address != kAddress) {
        send("Fetch.failRequest", {{"requestId", request.at("requestId")}, {"errorReason", "BlockedByClient"}});
        return;
    }
    json headers = json::array({{{"name", "Content-Type"}, {"value", "text/html; charset=utf-8"}}});
    if (!policy_.empty()) headers.push_back({{"name", "Content-Security-Policy"}, {"value", policy_}});
    send("Fetch.fulfillRequest", {{"requestId", request.at("requestId")}, {"responseCode", 200}, {"responseHeaders", headers}, {"body", to_base64(html_)}});
}

}  // namespace tests
