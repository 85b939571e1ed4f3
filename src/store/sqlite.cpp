#include "store/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <cerrno>
#include <chrono>
#include <functional>
#include <map>

#include "core/check.h"
#include "core/descriptor.h"
#include "core/limits.h"
#include "core/utc_time.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;
using sql::Failed;
using sql::Statement;

core::ErrorCode error_code(int engine_code) {
    switch (engine_code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR:
        case SQLITE_NOMEM:
        case SQLITE_READONLY:
            return ErrorCode::store_unavailable;
        case SQLITE_FULL:
            return ErrorCode::storage_full;
        default:
            return ErrorCode::store_failed;
    }
}

std::string_view sentence(core::ErrorCode code) {
    switch (code) {
        case ErrorCode::store_unavailable:
            return "the database is busy, or its file cannot be read or written";
        case ErrorCode::storage_full:
            return "no space is left for the database";
        default:
            return "the database refused a statement";
    }
}

// SQLite's own text may quote values, so only its number is kept.
Failed failed(std::string_view what, int engine_code) {
    const core::ErrorCode code = error_code(engine_code);
    std::string message(sentence(code));
    message.append(" (").append(what).append(", SQLite ").append(std::to_string(engine_code));
    return Failed{{code, message + ")"}};
}

const ClockOffset& offset_of(sqlite3_context* context) {
    return *static_cast<const ClockOffset*>(sqlite3_user_data(context));
}

std::int64_t now_us(sqlite3_context* context) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count() +
           offset_of(context).load();
}

void sql_now_us(sqlite3_context* context, int, sqlite3_value**) {
    sqlite3_result_int64(context, now_us(context));
}

// The form in which the original's time columns are kept in SQLite.
void sql_now(sqlite3_context* context, int, sqlite3_value**) {
    const std::string text = core::utc_text(now_us(context), ' ');
    sqlite3_result_text(context, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

// A phrase of FTS5: in quotes, so that nothing in it is syntax.
std::string phrase(std::string_view folded) {
    std::string quoted = "\"";
    for (const char c : folded) {
        quoted.append(c == '"' ? 2 : 1, c);
    }
    return quoted + "\"";
}

constexpr sql::Dialect dialect_row{
    .name = "sqlite",
    .search = {"search",
               "select d.id from detection_text t join detections d on d.id = t.rowid"
               " where detection_text match $1 || ' OR ' || $2 and t.rowid > $3"
               " and ($4 is null or d.job_id = $4) order by t.rowid limit $5"},
    .search_term = phrase,
    .search_term_characters_min = 3,
    .listed_ids = "(select value from json_each($1))",
    .list_signs = "[]",
};

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class SqliteRow final : public sql::Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

    [[nodiscard]] bool is_null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        return sqlite3_column_int64(statement_, column);
    }
    [[nodiscard]] double real(int column) const override {
        return sqlite3_column_double(statement_, column);
    }
    [[nodiscard]] std::string text(int column) const override {
        const void* data = sqlite3_column_text(statement_, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
        return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
    }

private:
    sqlite3_stmt* statement_;
};

// Leaves a cached statement ready for its next use, however this one ends.
class Use {
public:
    explicit Use(sqlite3_stmt* statement) : statement_(statement) {}
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

private:
    sqlite3_stmt* statement_;
};

void bind(sqlite3_stmt* statement, int parameter, const sql::Value& value) {
    const auto& data = value.data();
    if (const auto* number = std::get_if<std::int64_t>(&data)) {
        CHECK(sqlite3_bind_int64(statement, parameter, *number) == SQLITE_OK);
    } else if (const auto* real = std::get_if<double>(&data)) {
        CHECK(sqlite3_bind_double(statement, parameter, *real) == SQLITE_OK);
    } else if (const auto* text = std::get_if<std::string_view>(&data)) {
        const char* begin = text->data() == nullptr ? "" : text->data();
        const int result = sqlite3_bind_text64(statement, parameter, begin, text->size(),
                                               SQLITE_STATIC, SQLITE_UTF8);
        if (result != SQLITE_OK) {  // longer than SQLite's limit, or no memory
            throw failed("bind", result);
        }
    }
}

class SqliteConnection final : public sql::Connection {
public:
    SqliteConnection(const std::string& path, const ClockOffset& offset_us) {
        sqlite3* opened = nullptr;
        const int result = sqlite3_open_v2(
            path.c_str(), &opened,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
        database_.reset(opened);  // also when opening failed
        if (result != SQLITE_OK) {
            throw failed("open", result);
        }
        const auto wait = std::chrono::milliseconds(limits::database_wait_seconds);
        sqlite3_busy_timeout(opened, static_cast<int>(wait.count()));
        add_function("mobilscan_now_us", sql_now_us, offset_us);
        add_function("mobilscan_now", sql_now, offset_us);
        run({"journal_mode", "pragma journal_mode = wal"}, {});
        run({"synchronous", "pragma synchronous = full"}, {});
        run({"foreign_keys", "pragma foreign_keys = off"}, {});
        run({"cache_size", "pragma cache_size = -16384"}, {});
    }

    using Connection::run;
    std::int64_t run(const Statement& statement, std::span<const sql::Value> values,
                     const sql::OnRow& on_row) override {
        sqlite3_stmt* prepared = prepare(statement);
        const Use use(prepared);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::string parameter = "$" + std::to_string(i + 1);
            const int index = sqlite3_bind_parameter_index(prepared, parameter.c_str());
            if (index != 0) {  // a statement may leave a parameter unused
                bind(prepared, index, values[i]);
            }
        }
        int result = SQLITE_OK;
        const int before = sqlite3_total_changes(database_.get());
        while ((result = sqlite3_step(prepared)) == SQLITE_ROW) {
            if (on_row) {
                on_row(SqliteRow(prepared));
            }
        }
        if (result != SQLITE_DONE) {
            throw failed(statement.name, result);
        }
        const bool changed = sqlite3_total_changes(database_.get()) != before;
        return changed ? sqlite3_changes(database_.get()) : 0;
    }

    void begin() override { run({"begin", "begin immediate"}, {}); }

    void commit() override {
        try {
            run({"commit", "commit"}, {});
        } catch (Failed& error) {
            // Busy leaves the transaction open; other errors may come after the log was synced.
            error.commit_unknown = sqlite3_get_autocommit(database_.get()) != 0;
            throw;
        }
    }

    void rollback() noexcept override {
        if (sqlite3_get_autocommit(database_.get()) == 0) {
            sqlite3_exec(database_.get(), "rollback", nullptr, nullptr, nullptr);
        }
    }

    [[nodiscard]] const sql::Dialect& dialect() const noexcept override { return dialect_row; }

private:
    sqlite3_stmt* prepare(const Statement& statement) {
        if (const auto found = prepared_.find(statement.text); found != prepared_.end()) {
            return found->second.get();
        }
        sqlite3_stmt* made = nullptr;
        const int result = sqlite3_prepare_v3(database_.get(), statement.text.data(),
                                              static_cast<int>(statement.text.size()),
                                              SQLITE_PREPARE_PERSISTENT, &made, nullptr);
        if (result != SQLITE_OK) {
            throw failed(statement.name, result);
        }
        prepared_.emplace(statement.text, made);
        return made;
    }

    void add_function(const char* name, void (*function)(sqlite3_context*, int, sqlite3_value**),
                      const ClockOffset& offset_us) {
        void* data = const_cast<ClockOffset*>(&offset_us);  // SQLite's interface; only read
        const int result =
            sqlite3_create_function_v2(database_.get(), name, 0, SQLITE_UTF8 | SQLITE_INNOCUOUS,
                                       data, function, nullptr, nullptr, nullptr);
        if (result != SQLITE_OK) {
            throw failed(name, result);
        }
    }

    std::unique_ptr<sqlite3, Close> database_;
    std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, std::less<>> prepared_;
};

}  // namespace

std::unique_ptr<sql::Connection> open_sqlite(const std::string& path,
                                             const ClockOffset& offset_us) {
    // SQLite would make the file readable by everybody; its other files take the mode of this.
    // Only a file that is not there yet: closing any descriptor of a database file drops the locks
    // that other connections of this process hold on it.
    const core::Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
    if (!file.is_open() && errno != EEXIST) {
        throw failed("open", SQLITE_CANTOPEN);
    }
    return std::make_unique<SqliteConnection>(path, offset_us);
}

}  // namespace mobilscan::store
