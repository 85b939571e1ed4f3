// SQL as the rest of store/ sees it: connections, statements, values, rows. An engine is one
// implementation of Connection, its migrations, and one Dialect row; nothing else differs.
//
// Statements are written once for all engines: parameters are $1, $2 ... (both SQLite and
// PostgreSQL read that), casts are cast(x as t), new time columns hold BIGINT microseconds and are
// compared with mobilscan_now_us(), a function that every engine provides: only the database's
// clock counts. Where an engine locks rows, it replaces the markers `skip_locked`
// and `lock_rows`.
//
// Inside store/ an error travels as the exception Failed and becomes a Result at the public
// functions, by attempt() or write(); it never leaves the folder. Its message names the
// statement and the engine's error number, and never a bound value.
//
// Threads: a Connection belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/result.h"

namespace mobilscan::store::sql {

// Stands after a sub-select that picks rows to be changed. A comment to SQLite, whose writers
// stand in line anyway; "for update skip locked" elsewhere.
inline constexpr std::string_view skip_locked = "/*skip locked*/";
// Stands at the end of a query whose rows nobody else may change until the transaction ends.
inline constexpr std::string_view lock_rows = "/*lock rows*/";

// A statement with the name that errors and logs show.
struct Statement {
    std::string_view name;
    std::string_view text;
};

// One bound value. Text is not copied: it must outlive the call that is given it.
class Value {
public:
    Value() = default;  // NULL
    template <class T>
        requires std::is_arithmetic_v<T>
    Value(T number) {  // NOLINT(google-explicit-constructor): reads as SQL where it is used
        if constexpr (std::is_floating_point_v<T>) {
            data_ = static_cast<double>(number);
        } else {
            data_ = static_cast<std::int64_t>(number);
        }
    }
    Value(std::string_view text) : data_(text) {}
    Value(const std::string& text) : data_(std::string_view(text)) {}
    Value(const char* text) : data_(std::string_view(text)) {}
    template <class T>
    Value(const std::optional<T>& value) {
        if (value) {
            *this = Value(*value);
        }
    }

    using Data = std::variant<std::monostate, std::int64_t, double, std::string_view>;
    [[nodiscard]] const Data& data() const noexcept { return data_; }

private:
    Data data_;
};

// The current row of a query, valid only inside the callback. Columns count from 0.
class Row {
public:
    virtual ~Row() = default;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;  // 0 for NULL
    [[nodiscard]] virtual double real(int column) const = 0;           // 0 for NULL
    [[nodiscard]] virtual std::string text(int column) const = 0;      // empty for NULL

    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const {
        return is_null(column) ? std::nullopt : std::optional(integer(column));
    }
    [[nodiscard]] std::optional<std::string> optional_text(int column) const {
        return is_null(column) ? std::nullopt : std::optional(text(column));
    }

protected:
    Row() = default;
    Row(const Row&) = default;
    Row& operator=(const Row&) = default;
};

using OnRow = std::function<void(const Row&)>;

// What the engines do differently and statements cannot hide.
struct Dialect {
    std::string_view name;
    // Detections whose folded text contains one of two texts, in the order of their id. $1 and $2
    // are made by `search_term`, $3 is the id to begin after, $4 the job (NULL: any), $5 the
    // number of rows.
    Statement search;
    std::string (*search_term)(std::string_view folded);
    std::size_t search_term_characters_min;  // shorter terms cannot use the index
    // The ids that $1 lists, as a sub-select, and the signs around the list.
    std::string_view listed_ids;
    std::string_view list_signs;
};

class Connection {
public:
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Runs the statement, calls on_row for each row, and returns how many rows it changed. Throws
    // Failed.
    std::int64_t run(const Statement& statement, std::initializer_list<Value> values,
                     const OnRow& on_row = {}) {
        return run(statement, std::span(values.begin(), values.size()), on_row);
    }
    virtual std::int64_t run(const Statement& statement, std::span<const Value> values,
                             const OnRow& on_row) = 0;

    // Runs the statement of a transaction whose outcome nobody needs: over a network it travels
    // with a later one, at the latest with commit(), which then throws what this would have thrown.
    void post(const Statement& statement, std::initializer_list<Value> values) {
        post(statement, std::span(values.begin(), values.size()));
    }
    virtual void post(const Statement& statement, std::span<const Value> values) {
        run(statement, values, {});
    }

    // A transaction that may write: other writers wait from begin() on, or its rows are locked as
    // they are touched. Throw Failed; a commit() that may or may not have taken effect throws it
    // with commit_unknown set.
    virtual void begin() = 0;
    // One that changes the tables: no other transaction runs beside it.
    virtual void begin_alone() { begin(); }
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;  // does nothing when no transaction is open

    // Whether the database answers; asks it.
    [[nodiscard]] virtual bool is_alive() noexcept { return true; }
    // Connects again if the connection is lost; whether it stands.
    virtual bool restore() noexcept { return true; }

    [[nodiscard]] virtual const Dialect& dialect() const noexcept = 0;

protected:
    Connection() = default;
};

struct Failed {
    core::Error error;
    bool commit_unknown = false;
    bool may_repeat = false;  // the transaction was undone by nothing that it did
};

[[noreturn]] inline void fail(core::ErrorCode code, std::string message) {
    throw Failed{{code, std::move(message)}};
}

// Runs `body` outside of a transaction: for reads and for single statements.
template <class Body>
[[nodiscard]] auto attempt(Body&& body) -> Result<decltype(body())> {
    try {
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            return {};
        } else {
            return body();
        }
    } catch (Failed& failed) {
        return failure(std::move(failed.error));
    }
}

// Runs `body` in a transaction of its own; whatever it throws rolls back. A transaction that was
// lost with its connection, or to a deadlock, is tried once more.
//
// When nobody can tell whether COMMIT took effect, `reread` looks: it returns the result when the
// rows say that it did, or nothing; then the whole is tried once more.
template <class Body, class Reread>
[[nodiscard]] auto write(Connection& connection, Body&& body, Reread&& reread)
    -> Result<decltype(body())> {
    using Outcome = decltype(body());
    for (bool again = true;; again = false) {
        try {
            connection.begin();
            Outcome outcome = body();
            connection.commit();
            return outcome;
        } catch (Failed& failed) {
            connection.rollback();
            const bool is_back = connection.restore();
            if (!failed.commit_unknown) {
                if (again && is_back && failed.may_repeat) {
                    continue;
                }
                return failure(std::move(failed.error));
            }
            auto stands = attempt([&]() -> std::optional<Outcome> { return reread(); });
            if (!stands) {
                return failure(std::move(stands.error()));
            }
            if (*stands) {
                return std::move(**stands);
            }
            if (!again) {
                return failure(std::move(failed.error));
            }
        } catch (...) {
            connection.rollback();
            throw;
        }
    }
}

// write() for what may be done twice without harm: an unknown COMMIT is simply repeated.
template <class Body>
[[nodiscard]] auto write_repeatable(Connection& connection, Body&& body)
    -> Result<decltype(body())> {
    using Outcome = decltype(body());
    return write(connection, body, []() -> std::optional<Outcome> { return std::nullopt; });
}

// The single integer that a query gives; nothing when it gives no row or NULL.
[[nodiscard]] std::optional<std::int64_t> integer(Connection& connection,
                                                  const Statement& statement,
                                                  std::initializer_list<Value> values);

// True when the query gives at least one row.
[[nodiscard]] bool any(Connection& connection, const Statement& statement,
                       std::initializer_list<Value> values);

}  // namespace mobilscan::store::sql
