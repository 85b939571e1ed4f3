#include "store/database.h"

#include <utility>

#include "core/limits.h"
#include "store/postgres.h"
#include "store/sqlite.h"
#include "store/torture_connection.h"

namespace mobilscan::store {
namespace {

// An engine by its way to open a connection, and its tables.
class EngineDatabase final : public Database {
public:
    using Open = std::unique_ptr<sql::Connection> (*)(const std::string&, const ClockOffset&);

    EngineDatabase(std::string address, Open open, std::span<const Migration> migrations,
                   Tables tables)
        : address_(std::move(address)),
          open_(open),
          migrations_(migrations),
          is_up_to_date_(tables == Tables::as_they_are) {}

    [[nodiscard]] Result<std::unique_ptr<sql::Connection>> connect() override {
        auto connection = sql::attempt([&] { return tortured(open_(address_, offset_us_)); });
        if (connection) {
            if (auto ready = bring_up_to_date(**connection); !ready) {
                return failure(std::move(ready.error()));
            }
        }
        return connection;
    }
    [[nodiscard]] std::span<const Migration> migrations() const noexcept override {
        return migrations_;
    }
    void set_clock_offset(std::chrono::microseconds offset) override {
        offset_us_.store(offset.count());
    }

private:
    // By the first connection.
    Result<void> bring_up_to_date(sql::Connection& connection) {
        const std::scoped_lock lock(mutex_);
        if (is_up_to_date_) {
            return {};
        }
        return migrate(connection, migrations_).map([this](const SchemaState& /*before*/) {
            is_up_to_date_ = true;
        });
    }

    std::string address_;
    Open open_;
    std::span<const Migration> migrations_;
    std::mutex mutex_;
    bool is_up_to_date_;  // under mutex_; or nobody asks for it
    ClockOffset offset_us_{0};
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path, Tables tables) {
    auto database =
        std::make_unique<EngineDatabase>(path, open_sqlite, sqlite_migrations(), tables);
    return database->connect().map(
        [&](const auto&) { return std::unique_ptr<Database>(std::move(database)); });
}

Result<std::unique_ptr<Database>> open_postgres_database(const std::string& url, Tables tables) {
    if (!is_postgres_url(url)) {
        return failure(
            core::ErrorCode::usage,
            "database_url is no URL of PostgreSQL: postgresql://USER:PASSWORD@HOST/NAME");
    }
    return std::make_unique<EngineDatabase>(url, open_postgres, postgres_migrations(), tables);
}

Result<ConnectionPool::Borrowed> ConnectionPool::borrow() {
    std::unique_lock lock(mutex_);
    if (!given_back_.wait_for(lock, limits::database_wait_seconds, [this] {
            return !idle_.empty() || open_ < limits::database_connections_max;
        })) {
        return failure(core::ErrorCode::store_unavailable,
                       "all connections to the database are in use");
    }
    while (!idle_.empty()) {
        Idle last = std::move(idle_.back());
        idle_.pop_back();
        lock.unlock();
        if (is_good(last)) {
            return Borrowed(last.connection.release(), GiveBack{this});
        }
        lock.lock();
        --open_;
    }
    ++open_;
    lock.unlock();
    auto made = database_.connect();
    if (!made) {
        lock.lock();
        --open_;
        return failure(made.error());
    }
    return Borrowed(made->release(), GiveBack{this});
}

// What was not used for a while may have been closed by the other side.
bool ConnectionPool::is_good(const Idle& idle) {
    constexpr std::chrono::seconds fresh{1};
    return Clock::now() - idle.since < fresh || idle.connection->is_alive();
}

void ConnectionPool::GiveBack::operator()(sql::Connection* connection) const noexcept {
    std::unique_ptr<sql::Connection> owned(connection);
    owned->rollback();
    pool->take_back(std::move(owned));
}

void ConnectionPool::take_back(std::unique_ptr<sql::Connection> connection) noexcept {
    {
        const std::scoped_lock lock(mutex_);
        if (idle_.size() < limits::database_connections_idle_max) {
            idle_.push_back({std::move(connection), Clock::now()});
        } else {
            --open_;
        }
    }
    given_back_.notify_one();
}

}  // namespace mobilscan::store
