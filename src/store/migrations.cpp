#include "store/migrations.h"

#include <string>

#include "core/check.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

constexpr Statement make_table{"schema_version_table",
                               "create table if not exists schema_version ("
                               " version bigint primary key, name varchar(100) not null,"
                               " applied_at_us bigint not null)"};
constexpr Statement current{"schema_version", "select max(version) from schema_version"};
constexpr Statement note{"schema_version_note",
                         "insert into schema_version (version, name, applied_at_us)"
                         " values ($1, $2, mobilscan_now_us())"};

void apply(sql::Connection& connection, const Migration& migration) {
    for (const std::string_view text : migration.statements) {
        connection.run({migration.name, text}, {});
    }
    connection.run(note, {migration.version, migration.name});
}

}  // namespace

Result<std::int64_t> migrate(sql::Connection& connection, std::span<const Migration> migrations) {
    CHECK(!migrations.empty());
    return sql::write_repeatable(connection, [&] {
        connection.run(connection.dialect().lock_tables, {});
        connection.run(make_table, {});
        const std::int64_t version = sql::integer(connection, current, {}).value_or(0);
        const std::int64_t newest = migrations.back().version;
        if (version > newest) {
            sql::fail(
                core::ErrorCode::store_failed,
                "the database was made by a newer version of this program (tables of version " +
                    std::to_string(version) + ", known: " + std::to_string(newest) + ")");
        }
        for (const Migration& migration : migrations) {
            if (migration.version > version) {
                apply(connection, migration);
            }
        }
        return newest;
    });
}

}  // namespace mobilscan::store
