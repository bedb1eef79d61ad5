// Owns the translation of the tables to JSON Schema.
#include "bot/script/schema_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

namespace bot::script {
namespace {

using Json = nlohmann::ordered_json;
using Type = Value::Type;

// Values that hold themselves (patterns) become definitions; the rest is written out where it is used.
class Writer {
   public:
    Json schema(const Value& value) {
        Json out = node(value);
        if (!definitions_.empty()) out["definitions"] = definitions_;
        return out;
    }

   private:
    Json node(const Value& value) {
        const bool recursive = value.type == Type::kOneOf && reaches(value, value);
        if (!recursive) return body(value);
        const std::string name = fmt::format("choice{}", index_of(value));
        if (!definitions_.contains(name)) {
            definitions_[name] = Json::object();  // stops the recursion
            definitions_[name] = body(value);
        }
        return {{"$ref", "#/definitions/" + name}};
    }

    std::size_t index_of(const Value& value) {
        for (std::size_t i = 0; i < named_.size(); ++i) {
            if (named_[i] == &value) return i + 1;
        }
        named_.push_back(&value);
        return named_.size();
    }

    static bool reaches(const Value& from, const Value& goal) {
        std::set<const Value*> seen;
        return reaches(from, goal, seen);
    }

    static bool reaches(const Value& from, const Value& goal, std::set<const Value*>& seen) {
        if (!seen.insert(&from).second) return false;
        const auto next = [&](const Value* value) { return value != nullptr && (value == &goal || reaches(*value, goal, seen)); };
        if (next(from.item)) return true;
        for (const Field& field : from.fields) {
            if (next(field.value)) return true;
        }
        for (const Value* option : from.options) {
            if (next(option)) return true;
        }
        return false;
    }

    Json body(const Value& value) {
        Json out = Json::object();
        if (!value.about.empty()) out["description"] = value.about;
        switch (value.type) {
            case Type::kText: text(value, out); break;
            case Type::kInteger:
                out["type"] = "integer";
                out["minimum"] = static_cast<long>(value.least);
                out["maximum"] = static_cast<long>(value.most);
                break;
            case Type::kDecimal:
                out["type"] = "number";
                out["minimum"] = value.least;
                out["maximum"] = value.most;
                break;
            case Type::kTrue: out["const"] = true; break;
            case Type::kChoice: out["enum"] = value.words; break;
            case Type::kList:
                out["type"] = "array";
                out["items"] = node(*value.item);
                if (value.fewest > 0) out["minItems"] = value.fewest;
                break;
            case Type::kTable:
                out["type"] = "object";
                out["propertyNames"] = {{"pattern", regex_of(value.key_format)}};
                out["additionalProperties"] = node(*value.item);
                if (value.fewest > 0) out["minProperties"] = value.fewest;
                break;
            case Type::kRecord: record(value, out); break;
            case Type::kOneOf:
                for (const Value* option : value.options) out["anyOf"].push_back(node(*option));
                break;
        }
        return out;
    }

    static void text(const Value& value, Json& out) {
        const bool number_too = value.format == Format::kAmount || value.format == Format::kArgument;
        out["type"] = number_too ? Json{"string", "integer"} : Json{"string"}.front();
        if (value.format == Format::kFree) {
            out["minLength"] = 1;
        } else {
            out["pattern"] = regex_of(value.format);
        }
    }

    void record(const Value& value, Json& out) {
        out["type"] = "object";
        out["additionalProperties"] = false;
        Json required = Json::array();
        Json properties = Json::object();
        for (const Field& field : value.fields) {
            Json property = node(*field.value);
            // In draft 7 a $ref hides what stands beside it.
            if (property.contains("$ref")) property = Json{{"allOf", Json::array({property})}};
            Json described = Json{{"description", field.about}};
            for (auto& [key, item] : property.items()) {
                if (key != "description") described[key] = item;
            }
            properties[std::string{field.key}] = described;
            if (field.required) required.push_back(field.key);
        }
        if (!required.empty()) out["required"] = required;
        out["properties"] = properties;
    }

    std::vector<const Value*> named_;
    Json definitions_ = Json::object();
};

}  // namespace

std::string schema_json(Shape shape) {
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", fmt::format("Viva {}", to_string(shape))}};
    schema.update(Writer{}.schema(value_of(shape)));
    return schema.dump(2) + "\n";
}

}  // namespace bot::script
