// Owns how a meter is written as one line of text where all letters are as wide as each other: label, bar, figure.
// Pure. Must not know a platform's markup; a screen that wraps lines has its own way.
#pragma once

#include <string>
#include <vector>

#include "bot/base/message.h"

namespace bot {

// Columns for the labels of the meters that stand together in blocks from begin on (which is one): those of the widest, at most 16, so that a line with bar
// and figure fits on a phone.
int meter_label_columns(const std::vector<Block>& blocks, std::size_t begin);

// The line of one meter: its label safe to show, filled up to label_columns (a longer one stays whole), ten cells, the value.
std::string meter_line(const Block& meter, int label_columns);

}  // namespace bot
