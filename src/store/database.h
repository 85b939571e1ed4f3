// Database: where the rows are, and the way to a connection. One per process, shared by threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/sql.h"
#include "store/sqlite.h"

namespace mobilscan::store {

class Database {
public:
    Database() = default;
    virtual ~Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // A new connection, for one thread at a time, with tables up to date. It must not outlive the
    // database. Errors: store_unavailable, store_failed, storage_full.
    [[nodiscard]] virtual Result<std::unique_ptr<sql::Connection>> connect() = 0;

    // For tests: the database's clock goes on from now + offset, for every connection of this
    // object.
    virtual void set_clock_offset(std::chrono::microseconds offset) = 0;
};

// The SQLite file at `path`; made when it is not there, its folder must exist. The tables are made
// or brought up to date before this returns. Errors as connect().
[[nodiscard]] Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path);

// Connections for a pool of threads: each borrows one, and gives it back by letting go of it.
// Threads: any. Must outlive what was borrowed from it.
class ConnectionPool {
public:
    explicit ConnectionPool(Database& database) : database_(database) {}

    struct GiveBack {
        ConnectionPool* pool = nullptr;
        void operator()(sql::Connection* connection) const noexcept;
    };
    using Borrowed = std::unique_ptr<sql::Connection, GiveBack>;

    // An idle connection or a new one: as many exist as were ever in use at once.
    // Errors as Database::connect().
    [[nodiscard]] Result<Borrowed> borrow();

private:
    Database& database_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<sql::Connection>> idle_;
};

}  // namespace mobilscan::store
