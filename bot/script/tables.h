// Owns the names of the tables that fields.h serves; content_tables.cc and script_tables.cc hold them.
#pragma once

#include "bot/script/fields.h"

namespace bot::script {

const Value& pack_value();
const Value& question_value();
const Value& samples_value();
const Value& vocabulary_value();
const Value& messages_value();
const Value& script_value();

}  // namespace bot::script
