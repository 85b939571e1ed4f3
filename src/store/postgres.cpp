#include "store/postgres.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/limits.h"

namespace mobilscan::store {
namespace {

using core::ErrorCode;
using sql::Failed;
using sql::Statement;

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

// Classes of SQLSTATE, appendix A of PostgreSQL's manual. Deadlocks and failures to serialise are
// over when the transaction is begun again.
ErrorCode error_code(std::string_view state) {
    if (state == "53100") {
        return ErrorCode::storage_full;
    }
    for (const std::string_view unavailable : {"08", "40", "53", "55", "57", "58"}) {
        if (state.starts_with(unavailable)) {
            return ErrorCode::store_unavailable;
        }
    }
    return ErrorCode::store_failed;
}

std::string_view sentence(ErrorCode code) {
    switch (code) {
        case ErrorCode::store_unavailable:
            return "the database is busy, or cannot be reached";
        case ErrorCode::storage_full:
            return "no space is left for the database";
        default:
            return "the database refused a statement";
    }
}

// PostgreSQL's own text may quote values, so only its code is kept.
Failed failed(std::string_view what, std::string_view state) {
    const ErrorCode code = error_code(state);
    std::string message(sentence(code));
    message.append(" (").append(what).append(", PostgreSQL ").append(state).append(")");
    // The transaction was undone: the connection is gone, or another was in the way.
    const bool may_repeat =
        state.starts_with("08") || state.starts_with("40") || state.starts_with("57P");
    return Failed{{code, std::move(message)}, false, may_repeat};
}

Failed lost(std::string_view what) {
    constexpr std::string_view connection_failure = "08006";
    return failed(what, connection_failure);
}

// The number of the lock on the structure of the tables: any, that no other program takes.
#define MOBILSCAN_TABLES_LOCK "7236834016435"

// No letter, digit or sign of folded text is a wildcard.
std::string pattern(std::string_view folded) {
    return "%" + std::string(folded) + "%";
}

constexpr sql::Dialect dialect_row{
    .name = "postgresql",
    .search = {"search",
               "select d.id from detections d"
               " where (d.folded_text like $1 or d.folded_text like $2) and d.id > $3"
               " and (cast($4 as varchar(100)) is null or d.job_id = $4) order by d.id limit $5"},
    .search_term = pattern,
    .search_term_characters_min = 3,
    .listed_ids = "(select unnest(cast($1 as bigint[])))",
    .list_signs = "{}",
};

template <class Number>
Number number_of(const char* text, std::size_t size) {
    Number number{};
    std::from_chars(text, text + size, number);
    return number;
}

class PostgresRow final : public sql::Row {
public:
    PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}

    [[nodiscard]] bool is_null(int column) const override {
        return PQgetisnull(result_, row_, column) != 0;
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        return number_of<std::int64_t>(value(column), size(column));
    }
    [[nodiscard]] double real(int column) const override {
        return number_of<double>(value(column), size(column));
    }
    [[nodiscard]] std::string text(int column) const override {
        return {value(column), size(column)};
    }

private:
    [[nodiscard]] const char* value(int column) const { return PQgetvalue(result_, row_, column); }
    [[nodiscard]] std::size_t size(int column) const {
        return static_cast<std::size_t>(PQgetlength(result_, row_, column));
    }

    const PGresult* result_;
    int row_;
};

// Values as libpq takes them: texts that end in a zero, and null pointers for NULL.
class Parameters {
public:
    explicit Parameters(std::span<const sql::Value> values) {
        texts_.reserve(values.size());
        for (const sql::Value& value : values) {
            texts_.push_back(text_of(value));
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            const bool is_null = std::holds_alternative<std::monostate>(values[i].data());
            pointers_.push_back(is_null ? nullptr : texts_[i].c_str());
        }
    }

    [[nodiscard]] const char* const* data() const { return pointers_.data(); }
    [[nodiscard]] int size() const { return static_cast<int>(pointers_.size()); }

private:
    static std::string text_of(const sql::Value& value) {
        const auto& data = value.data();
        if (const auto* text = std::get_if<std::string_view>(&data)) {
            return std::string(*text);
        }
        std::array<char, 32> digits{};
        char* end = digits.data();
        if (const auto* number = std::get_if<std::int64_t>(&data)) {
            end = std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr;
        } else if (const auto* real = std::get_if<double>(&data)) {
            end = std::to_chars(digits.data(), digits.data() + digits.size(), *real).ptr;
        }
        return {digits.data(), end};
    }

    std::vector<std::string> texts_;
    std::vector<const char*> pointers_;
};

// The types of the parameters up to the highest that the statement names: the server finds them out
// (0), but of those that the statement leaves out.
std::vector<Oid> parameter_types(std::string_view text) {
    constexpr Oid found_out = 0;
    constexpr Oid as_text = 25;
    std::vector<Oid> types;
    for (std::size_t at = text.find('$'); at != std::string_view::npos;
         at = text.find('$', at + 1)) {
        const std::string_view digits = text.substr(at + 1, 2);
        const auto number = number_of<std::size_t>(digits.data(), digits.size());
        types.resize(std::max(types.size(), number), as_text);
        if (number > 0) {
            types[number - 1] = found_out;
        }
    }
    return types;
}

void replace(std::string& text, std::string_view marker, std::string_view words) {
    if (const auto at = text.find(marker); at != std::string::npos) {
        text.replace(at, marker.size(), words);
    }
}

class PostgresConnection final : public sql::Connection {
public:
    PostgresConnection(const std::string& url, const ClockOffset& offset_us)
        : offset_us_(offset_us) {
        const std::string wait = std::to_string(limits::database_wait_seconds.count());
        const std::array<const char*, 6> names{"dbname",          "client_encoding",
                                               "connect_timeout", "application_name",
                                               "keepalives_idle", nullptr};
        const std::array<const char*, 6> values{url.c_str(), "UTF8", wait.c_str(),
                                                "mobilscan", "10",   nullptr};
        constexpr int expand_dbname = 1;  // it is a URL
        connection_.reset(PQconnectdbParams(names.data(), values.data(), expand_dbname));
        if (!begin_session()) {
            throw lost("connect");
        }
    }

    using Connection::run;
    std::int64_t run(const Statement& statement, std::span<const sql::Value> values,
                     const sql::OnRow& on_row) override {
        const bool is_alone = queue_.empty() && is_idle();
        try {
            take_clock();
            return execute(statement, values, on_row);
        } catch (const Failed&) {
            // A query by itself may be asked again.
            if (!is_alone || !statement.text.starts_with("select") || is_open() || !restore()) {
                throw;
            }
        }
        take_clock();
        return execute(statement, values, on_row);
    }

    void post(const Statement& statement, std::span<const sql::Value> values) override {
        CHECK(!queue_.empty() || !is_idle());   // in a transaction
        constexpr std::size_t queued_max = 64;  // their answers fit into any socket's buffer
        if (queue_.size() == queued_max) {
            flush();
        }
        enqueue(statement, values);
    }

    // Travels with the first statement: most of what a short transaction costs is waiting. The lock
    // is shared by the transactions of all programs, and not by that which changes the tables: it
    // would lock one table after the other, and they would stand in each other's way.
    void begin() override {
        enqueue({"begin", "begin"}, {});
        enqueue({"begin", "select pg_advisory_xact_lock_shared(" MOBILSCAN_TABLES_LOCK ")"}, {});
        begun_ = queue_.size();
    }
    // What it does may take longer than any other statement.
    void begin_alone() override {
        checked("begin_alone", PQexec(connection_.get(),
                                      "begin; set local statement_timeout = 0; select "
                                      "pg_advisory_xact_lock(" MOBILSCAN_TABLES_LOCK ")"));
    }

    void commit() override {
        if (is_idle() && queue_.size() == begun_) {
            queue_.clear();  // there was no statement
            return;
        }
        try {
            execute({"commit", "commit"}, {}, {});
        } catch (Failed& error) {
            error.commit_unknown = !is_open();
            throw;
        }
    }

    void rollback() noexcept override {
        queue_.clear();
        if (!is_idle()) {
            const Answer answer(PQexec(connection_.get(), "rollback"));
            known_offset_us_ = 0;  // the server forgets what was set in the transaction
        }
    }

    [[nodiscard]] bool is_alive() noexcept override {
        const Answer answer(PQexec(connection_.get(), ""));
        return PQresultStatus(answer.get()) == PGRES_EMPTY_QUERY;
    }

    bool restore() noexcept override {
        if (is_open()) {
            return true;
        }
        PQreset(connection_.get());
        prepared_.clear();
        known_offset_us_ = 0;
        queue_.clear();
        return begin_session();
    }

    [[nodiscard]] const sql::Dialect& dialect() const noexcept override { return dialect_row; }

private:
    struct Prepared {
        std::string name;
        std::size_t parameters = 0;
    };

    struct Queued {
        std::string_view name;
        const char* prepared;
        Parameters parameters;
    };

    [[nodiscard]] bool is_open() const noexcept {
        return PQstatus(connection_.get()) == CONNECTION_OK &&
               PQpipelineStatus(connection_.get()) == PQ_PIPELINE_OFF;
    }
    [[nodiscard]] bool is_idle() const noexcept {
        return PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
    }

    bool begin_session() noexcept {
        if (!is_open()) {
            return false;
        }
        static const std::string settings =
            "set mobilscan.session = 'own'; set timezone = 'UTC';"
            " set client_min_messages = error; set statement_timeout = '" +
            std::to_string(limits::database_statement_seconds.count()) +
            "s'; set idle_in_transaction_session_timeout = '" +
            std::to_string(limits::database_statement_seconds.count()) + "s'";
        const Answer answer(PQexec(connection_.get(), settings.c_str()));
        return PQresultStatus(answer.get()) == PGRES_COMMAND_OK;
    }

    // Only tests have another clock than the server's.
    void take_clock() {
        const std::int64_t offset = offset_us_.load();
        if (offset != known_offset_us_) {
            const std::string text = std::to_string(offset);
            const sql::Value value(text);
            execute({"clock_offset", "select set_config('mobilscan.clock_offset_us', $1, false)"},
                    std::span(&value, 1), {});
            known_offset_us_ = offset;
        }
    }

    std::int64_t execute(const Statement& statement, std::span<const sql::Value> values,
                         const sql::OnRow& on_row) {
        enqueue(statement, values);
        const Answer answer = queue_.size() > 1 ? flush() : execute_only();
        for (int row = 0; on_row && row < PQntuples(answer.get()); ++row) {
            on_row(PostgresRow(answer.get(), row));
        }
        if (PQresultStatus(answer.get()) == PGRES_TUPLES_OK &&
            std::string_view(PQcmdStatus(answer.get())).starts_with("SELECT")) {
            return 0;
        }
        const std::string_view changed = PQcmdTuples(answer.get());
        return number_of<std::int64_t>(changed.data(), changed.size());
    }

    void enqueue(const Statement& statement, std::span<const sql::Value> values) {
        const Prepared& prepared = prepare(statement);
        queue_.push_back({statement.name, prepared.name.c_str(),
                          Parameters(values.first(std::min(values.size(), prepared.parameters)))});
    }

    Answer execute_only() {
        const std::vector<Queued> queue = std::exchange(queue_, {});
        const Queued& only = queue.front();
        return checked(only.name,
                       PQexecPrepared(connection_.get(), only.prepared, only.parameters.size(),
                                      only.parameters.data(), nullptr, nullptr, as_text));
    }

    // Sends all that is queued at once. Returns the answer of the last statement; the first that
    // fails ends it, and the others are left out by the server.
    Answer flush() {
        const std::vector<Queued> queue = std::exchange(queue_, {});
        PGconn* connection = connection_.get();
        const auto send = [connection](const Queued& one) {
            return PQsendQueryPrepared(connection, one.prepared, one.parameters.size(),
                                       one.parameters.data(), nullptr, nullptr, as_text) != 0;
        };
        if (PQenterPipelineMode(connection) == 0 || !std::ranges::all_of(queue, send) ||
            PQpipelineSync(connection) == 0) {
            throw lost(queue.back().name);
        }
        Answer answer;
        std::string_view name;
        for (const Queued& one : queue) {
            Answer next(PQgetResult(connection));
            const Answer end(next ? PQgetResult(connection) : nullptr);
            if (!has_failed(answer)) {
                answer = std::move(next);
                name = one.name;
            }
        }
        const Answer synced(PQgetResult(connection));
        if (PQresultStatus(synced.get()) != PGRES_PIPELINE_SYNC ||
            PQexitPipelineMode(connection) == 0) {
            throw lost(name);
        }
        return checked(name, answer.release());
    }

    static bool has_failed(const Answer& answer) {
        return answer && PQresultStatus(answer.get()) == PGRES_FATAL_ERROR;
    }

    const Prepared& prepare(const Statement& statement) {
        if (const auto found = prepared_.find(statement.text); found != prepared_.end()) {
            return found->second;
        }
        std::string text(statement.text);
        replace(text, sql::skip_locked, "for update skip locked");
        replace(text, sql::lock_rows, "for update");
        const std::vector<Oid> types = parameter_types(text);
        Prepared prepared{"s" + std::to_string(prepared_.size()), types.size()};
        checked(statement.name, PQprepare(connection_.get(), prepared.name.c_str(), text.c_str(),
                                          static_cast<int>(types.size()), types.data()));
        return prepared_.emplace(statement.text, std::move(prepared)).first->second;
    }

    static Answer checked(std::string_view name, PGresult* result) {
        Answer answer(result);
        const ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
            return answer;
        }
        const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        throw state == nullptr ? lost(name) : failed(name, state);
    }

    static constexpr int as_text = 0;

    const ClockOffset& offset_us_;
    std::int64_t known_offset_us_ = 0;
    std::vector<Queued> queue_;
    std::size_t begun_ = 0;  // how much of the queue only begins a transaction
    std::unique_ptr<PGconn, Finish> connection_;
    std::map<std::string, Prepared, std::less<>> prepared_;
};

}  // namespace

bool is_postgres_url(const std::string& url) {
    const bool has_scheme = url.starts_with("postgresql://") || url.starts_with("postgres://");
    PQconninfoOption* options = has_scheme ? PQconninfoParse(url.c_str(), nullptr) : nullptr;
    PQconninfoFree(options);
    return options != nullptr;
}

std::unique_ptr<sql::Connection> open_postgres(const std::string& url,
                                               const ClockOffset& offset_us) {
    return std::make_unique<PostgresConnection>(url, offset_us);
}

}  // namespace mobilscan::store
