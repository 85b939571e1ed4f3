// An option that is one of a few words.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

namespace mobilscan::cli {

template <class Value>
using Choices = std::vector<std::pair<std::string, Value>>;

// Adds an option that sets `target`, which must outlive the parsing, to the value of the word
// given. Any other word is refused with the list of those that exist.
template <class Value>
CLI::Option* add_choice(CLI::App& command, const std::string& name, Value& target,
                        const Choices<Value>& choices, const std::string& help) {
    std::string words;
    for (const auto& choice : choices) {
        words += (words.empty() ? "" : "|") + choice.first;
    }
    const auto set = [&target, choices, name, words](const std::string& word) {
        for (const auto& [known, value] : choices) {
            if (word == known) {
                target = value;
                return;
            }
        }
        throw CLI::ValidationError(name, "must be one of " + words + ", not '" + word + "'");
    };
    return command.add_option_function<std::string>(name, set, help)->option_text(words);
}

}  // namespace mobilscan::cli
