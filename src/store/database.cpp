#include "store/database.h"

#include <utility>

#include "store/migrations.h"

namespace mobilscan::store {
namespace {

class SqliteDatabase final : public Database {
public:
    explicit SqliteDatabase(std::string path) : path_(std::move(path)) {}

    [[nodiscard]] Result<std::unique_ptr<sql::Connection>> connect() override {
        return sql::attempt([&] { return open_sqlite(path_, offset_us_); });
    }
    void set_clock_offset(std::chrono::microseconds offset) override {
        offset_us_.store(offset.count());
    }

private:
    std::string path_;
    ClockOffset offset_us_{0};
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path) {
    auto database = std::make_unique<SqliteDatabase>(path);
    const auto connection = database->connect();
    if (!connection) {
        return failure(connection.error());
    }
    if (const auto version = migrate(**connection, sqlite_migrations()); !version) {
        return failure(version.error());
    }
    return database;
}

Result<ConnectionPool::Borrowed> ConnectionPool::borrow() {
    {
        const std::scoped_lock lock(mutex_);
        if (!idle_.empty()) {
            Borrowed borrowed(idle_.back().release(), GiveBack{this});
            idle_.pop_back();
            return borrowed;
        }
    }
    auto made = database_.connect();
    if (!made) {
        return failure(made.error());
    }
    return Borrowed(made->release(), GiveBack{this});
}

void ConnectionPool::GiveBack::operator()(sql::Connection* connection) const noexcept {
    std::unique_ptr<sql::Connection> owned(connection);
    owned->rollback();
    const std::scoped_lock lock(pool->mutex_);
    pool->idle_.push_back(std::move(owned));
}

}  // namespace mobilscan::store
