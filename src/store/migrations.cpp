#include "store/migrations.h"

#include <string>
#include <utility>

#include "core/check.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

constexpr Statement make_table{"schema_version_table",
                               "create table if not exists schema_version ("
                               " version bigint primary key, name varchar(100) not null,"
                               " applied_at_us bigint not null)"};
// A table of its own, as databases are older than it: a row for each contract step.
constexpr Statement make_contracts{"schema_contracts_table",
                                   "create table if not exists schema_contracts ("
                                   " version bigint primary key,"
                                   " oldest_compatible bigint not null)"};
constexpr Statement current{"schema_version", "select max(version) from schema_version"};
constexpr Statement oldest{"schema_oldest", "select max(oldest_compatible) from schema_contracts"};
constexpr Statement note{"schema_version_note",
                         "insert into schema_version (version, name, applied_at_us)"
                         " values ($1, $2, mobilscan_now_us())"};
constexpr Statement note_contract{"schema_contract_note",
                                  "insert into schema_contracts (version, oldest_compatible)"
                                  " values ($1, $2)"};

SchemaState state_of(sql::Connection& connection, std::span<const Migration> migrations) {
    CHECK(!migrations.empty());
    connection.run(make_table, {});
    connection.run(make_contracts, {});
    SchemaState state;
    state.version = sql::integer(connection, current, {}).value_or(0);
    state.known = migrations.back().version;
    state.oldest_compatible = sql::integer(connection, oldest, {}).value_or(0);
    for (const Migration& migration : migrations) {
        if (migration.version > state.version) {
            state.pending.push_back(std::to_string(migration.version) + " " +
                                    std::string(migration.name));
        }
    }
    return state;
}

void apply(sql::Connection& connection, const Migration& migration) {
    CHECK(migration.oldest_compatible <= migration.version);
    for (const std::string_view text : migration.statements) {
        connection.run({migration.name, text}, {});
    }
    connection.run(note, {migration.version, migration.name});
    if (migration.oldest_compatible > 0) {
        connection.run(note_contract, {migration.version, migration.oldest_compatible});
    }
}

// Runs `body` in a transaction beside which there is no other. Single queries still run, and may be
// in its way on their side: then the server undoes one of the two.
template <class Body>
Result<SchemaState> alone(sql::Connection& connection, Body&& body) {
    constexpr int attempts_max = 5;
    for (int attempt = 1;; ++attempt) {
        try {
            connection.begin_alone();
            SchemaState state = body();
            connection.commit();
            return state;
        } catch (sql::Failed& failed) {
            connection.rollback();
            if (!failed.may_repeat || attempt == attempts_max || !connection.restore()) {
                return failure(std::move(failed.error));
            }
        }
    }
}

}  // namespace

Result<SchemaState> schema_state(sql::Connection& connection,
                                 std::span<const Migration> migrations) {
    return alone(connection, [&] { return state_of(connection, migrations); });
}

Result<SchemaState> migrate(sql::Connection& connection, std::span<const Migration> migrations) {
    return alone(connection, [&] {
        const SchemaState state = state_of(connection, migrations);
        if (!state.is_usable()) {
            sql::fail(core::ErrorCode::store_failed,
                      "the tables are of version " + std::to_string(state.version) +
                          " and need a program that knows version " +
                          std::to_string(state.oldest_compatible) + "; this one knows " +
                          std::to_string(state.known) + ": install a newer version");
        }
        for (const Migration& migration : migrations) {
            if (migration.version > state.version) {
                apply(connection, migration);
            }
        }
        return state;
    });
}

}  // namespace mobilscan::store
