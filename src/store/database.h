// Database: where the rows are, and the way to a connection. One per process, shared by threads.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/migrations.h"
#include "store/sql.h"

namespace mobilscan::store {

class Database {
public:
    Database() = default;
    virtual ~Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // A new connection, for one thread at a time. It must not outlive the database. Errors:
    // store_unavailable, store_failed, storage_full.
    [[nodiscard]] virtual Result<std::unique_ptr<sql::Connection>> connect() = 0;

    // The engine's migrations, as this program knows them.
    [[nodiscard]] virtual std::span<const Migration> migrations() const noexcept = 0;

    // For tests: the database's clock goes on from now + offset, for every connection of this
    // object.
    virtual void set_clock_offset(std::chrono::microseconds offset) = 0;
};

// What opening does with the tables.
enum class Tables : std::uint8_t {
    brought_up_to_date,  // made, or migrated; those that need a newer program are an error
    as_they_are,         // for whoever looks at them, or migrates by itself
};

// The SQLite file at `path`; made when it is not there, its folder must exist. Errors as connect()
// and migrate().
[[nodiscard]] Result<std::unique_ptr<Database>> open_sqlite_database(
    const std::string& path, Tables tables = Tables::brought_up_to_date);

// The same of a PostgreSQL server, whose database must exist; several processes may do it at once.
// `url` as open_postgres() takes it. The server may be away: its tables are made or brought up to
// date by the first connection that comes about. Errors: usage (not such a URL).
[[nodiscard]] Result<std::unique_ptr<Database>> open_postgres_database(
    const std::string& url, Tables tables = Tables::brought_up_to_date);

// Connections for a pool of threads: each borrows one, and gives it back by letting go of it.
// limits::database_connections_max exist at most, opened on demand; of those that nobody uses
// limits::database_connections_idle_max stay open. Threads: any. Must outlive what was borrowed
// from it.
class ConnectionPool {
public:
    explicit ConnectionPool(Database& database) : database_(database) {}

    struct GiveBack {
        ConnectionPool* pool = nullptr;
        void operator()(sql::Connection* connection) const noexcept;
    };
    using Borrowed = std::unique_ptr<sql::Connection, GiveBack>;

    // An idle connection that answers, or a new one; waits for limits::database_wait_seconds while
    // all are in use. Errors as Database::connect().
    [[nodiscard]] Result<Borrowed> borrow();

private:
    using Clock = std::chrono::steady_clock;
    struct Idle {
        std::unique_ptr<sql::Connection> connection;
        Clock::time_point since;
    };

    [[nodiscard]] static bool is_good(const Idle& idle);
    void take_back(std::unique_ptr<sql::Connection> connection) noexcept;

    Database& database_;
    std::mutex mutex_;
    std::condition_variable given_back_;
    std::vector<Idle> idle_;  // the last used last
    std::size_t open_ = 0;    // idle ones and borrowed ones
};

}  // namespace mobilscan::store
