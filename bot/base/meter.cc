// Owns what meter.h promises.
#include "bot/base/meter.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace bot {
namespace {

constexpr int kCells = 10;
constexpr int kMaxLabel = 16;

std::string label_of(const Block& meter) {
    std::string label;
    for (const auto& run : meter.runs) label += plain_line(run.text);
    return label;
}

}  // namespace

int meter_label_columns(const std::vector<Block>& blocks, std::size_t begin) {
    int columns = 0;
    for (std::size_t i = begin; i < blocks.size() && blocks[i].kind == Block::Kind::kMeter; ++i)
        columns = std::max(columns, display_width(label_of(blocks[i])));
    return std::min(columns, kMaxLabel);
}

std::string meter_line(const Block& meter, int label_columns) {
    std::string line = label_of(meter);
    const int width = display_width(line);
    if (!line.empty()) line.append(std::size_t(std::max(0, label_columns - width)) + 1, ' ');
    const int percent = std::clamp(meter.percent, 0, 100);
    const int full = (percent * kCells + 50) / 100;
    for (int i = 0; i < kCells; ++i) line += i < full ? "█" : "░";
    return line + fmt::format(" {:>3}", percent);
}

}  // namespace bot
