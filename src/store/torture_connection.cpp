#include "store/torture_connection.h"

#include "core/torture.h"

#ifdef MOBILSCAN_TORTURE

#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace mobilscan::store {
namespace {

// Every occurrence of a part, by another.
std::string replaced(std::string text, std::string_view part, std::string_view by) {
    for (std::size_t at = text.find(part); at != std::string::npos;
         at = text.find(part, at + by.size())) {
        text.replace(at, part.size(), by);
    }
    return text;
}

// A worker's guard is the token, the state and, of a chunk, its number.
std::string without_fence(std::string_view text) {
    const bool keeps_state = core::is_mutant("state_only_fence");
    std::string changed = replaced(std::string(text), "claim_token = $3 and status = 'processing'",
                                   keeps_state ? "cast($3 as text) is not null"
                                                 " and status = 'processing'"
                                               : "cast($3 as text) is not null");
    if (changed != text) {
        changed = replaced(std::move(changed), " and next_chunk = $4",
                           " and cast($4 as bigint) is not null");
    }
    return changed;
}

class TorturedConnection final : public sql::Connection {
public:
    explicit TorturedConnection(std::unique_ptr<sql::Connection> connection)
        : connection_(std::move(connection)) {}

    using Connection::run;
    std::int64_t run(const sql::Statement& statement, std::span<const sql::Value> values,
                     const sql::OnRow& on_row) override {
        note_step(statement);
        const bool is_alone = !in_transaction_ && !step_.empty();
        if (is_alone) {
            core::crash_point("before", statement.name);
        }
        const std::int64_t rows = connection_->run(mutated(statement), values, on_row);
        if (is_alone) {
            step_.clear();
            core::crash_point("after", statement.name);
        }
        return rows;
    }

    using Connection::post;
    void post(const sql::Statement& statement, std::span<const sql::Value> values) override {
        note_step(statement);
        connection_->post(mutated(statement), values);
    }

    void begin() override {
        connection_->begin();
        in_transaction_ = true;
        step_.clear();
    }
    void begin_alone() override {
        connection_->begin_alone();
        in_transaction_ = true;
        step_.clear();
    }
    void commit() override {
        const std::string step = std::exchange(step_, {});
        if (!step.empty()) {
            core::crash_point("before", step);
        }
        connection_->commit();
        in_transaction_ = false;
        if (!step.empty()) {
            core::crash_point("after", step);
        }
    }
    void rollback() noexcept override {
        connection_->rollback();
        in_transaction_ = false;
        step_.clear();
    }
    [[nodiscard]] bool is_alive() noexcept override { return connection_->is_alive(); }
    bool restore() noexcept override { return connection_->restore(); }
    [[nodiscard]] const sql::Dialect& dialect() const noexcept override {
        return connection_->dialect();
    }

private:
    // A step has the name of its first statement that changes something.
    void note_step(const sql::Statement& statement) {
        if (step_.empty() && !statement.text.starts_with("select")) {
            step_ = statement.name;
        }
    }

    static sql::Statement mutated(const sql::Statement& statement) {
        if (!core::is_mutant("no_fence") && !core::is_mutant("state_only_fence")) {
            return statement;
        }
        static std::mutex mutex;
        static std::map<std::string, std::string, std::less<>> texts;  // keep their addresses
        const std::scoped_lock lock(mutex);
        auto found = texts.find(statement.text);
        if (found == texts.end()) {
            found = texts.emplace(statement.text, without_fence(statement.text)).first;
        }
        return {statement.name, found->second};
    }

    std::unique_ptr<sql::Connection> connection_;
    std::string step_;
    bool in_transaction_ = false;
};

}  // namespace

std::unique_ptr<sql::Connection> tortured(std::unique_ptr<sql::Connection> connection) {
    return std::make_unique<TorturedConnection>(std::move(connection));
}

}  // namespace mobilscan::store

#else

namespace mobilscan::store {

std::unique_ptr<sql::Connection> tortured(std::unique_ptr<sql::Connection> connection) {
    return connection;
}

}  // namespace mobilscan::store

#endif
