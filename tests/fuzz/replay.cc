// Owns main() of the fuzz targets without libFuzzer: runs each file of the given folders through the target, then small changes of it.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& bytes) { LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()); }

// The file as it is, cut short, with bytes removed and with bytes replaced: always the same ones.
int replay(const std::string& bytes) {
    constexpr std::size_t kChanges = 24;
    constexpr char kBytes[] = {'\0', '\n', '{', ']', '\'', '"', ':', '\xC3'};
    run(bytes);
    int runs = 1;
    for (std::size_t i = 0; i < kChanges && !bytes.empty(); ++i) {
        const std::size_t at = bytes.size() * i / kChanges;
        std::string changed = bytes;
        changed[at] = kBytes[i % sizeof kBytes];
        run(changed);
        run(bytes.substr(0, at));
        run(std::string{bytes}.erase(at, 1 + i));
        runs += 3;
    }
    return runs;
}

}  // namespace

int main(int argc, char** argv) {
    int runs = 0;
    for (int i = 1; i < argc; ++i) {
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(argv[i], error)) {
            std::ifstream file{entry.path(), std::ios::binary};
            runs += replay(std::string{std::istreambuf_iterator<char>{file}, {}});
        }
    }
    std::printf("%d inputs\n", runs);
    return runs == 0 ? 1 : 0;  // an empty corpus tests nothing
}
