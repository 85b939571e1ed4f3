#include "store/sql.h"

namespace mobilscan::store::sql {

std::optional<std::int64_t> integer(Connection& connection, const Statement& statement,
                                    std::initializer_list<Value> values) {
    std::optional<std::int64_t> result;
    connection.run(statement, values, [&](const Row& row) { result = row.optional_integer(0); });
    return result;
}

bool any(Connection& connection, const Statement& statement, std::initializer_list<Value> values) {
    bool found = false;
    connection.run(statement, values, [&](const Row&) { found = true; });
    return found;
}

}  // namespace mobilscan::store::sql
