// The search of DetectionStore. A text that nearly contains the query contains one of the query's
// halves as it is: one edit cannot touch both. So the index of trigrams finds the candidates for
// both kinds of search, and each is compared here.
#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <string>

#include "core/limits.h"
#include "core/text.h"
#include "store/detection_store.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

// Between them stand the ids, as each engine lists them.
constexpr std::string_view rows_before =
    "select " MOBILSCAN_DETECTION_COLUMNS ", d.folded_text, " MOBILSCAN_ITEM_OF_DETECTION
    " from detections d join video_jobs j on j.job_id = d.job_id where d.id in ";
constexpr std::string_view rows_after =
    " and d.confidence >= $2 and j.deleted_at_us is null order by d.id";

// For terms that are too short for the index.
constexpr Statement every_id{"search_every",
                             "select d.id from detections d where d.id > $1"
                             " and d.folded_text like $2 order by d.id limit $3"};
// Of one job: a statement of its own, as the job's index leads to its rows.
constexpr Statement every_id_of_job{
    "search_every_of_job",
    "select d.id from detections d where d.job_id = $4 and d.id > $1"
    " and d.folded_text like $2 order by d.id limit $3"};

using Characters = std::vector<std::string>;

std::string joined(const Characters& characters, std::size_t begin, std::size_t end) {
    return std::accumulate(characters.begin() + static_cast<std::ptrdiff_t>(begin),
                           characters.begin() + static_cast<std::ptrdiff_t>(end), std::string());
}

// The search as candidates are tried.
struct Wanted {
    Characters characters;
    std::array<std::string, 2> terms;  // for the index: one of them stands in every match
    bool indexed = false;              // both are long enough for it
    bool nearly_right = false;
};

Wanted wanted(const SearchQuery& query, std::size_t term_characters_min) {
    Wanted result;
    result.characters = core::characters(core::folded(query.text));
    result.nearly_right = query.nearly_right;
    const std::size_t size = result.characters.size();
    const std::size_t half = size / 2;
    if (query.nearly_right) {
        result.terms = {joined(result.characters, 0, half), joined(result.characters, half, size)};
        result.indexed = half >= term_characters_min;
    } else {
        result.terms.fill(joined(result.characters, 0, size));
        result.indexed = size >= term_characters_min;
    }
    return result;
}

bool matches(const Wanted& wanted, const std::string& folded) {
    if (wanted.nearly_right) {
        return contains_nearly(core::characters(folded), wanted.characters);
    }
    return folded.find(wanted.terms[0]) != std::string::npos;
}

std::vector<std::int64_t> candidates(sql::Connection& connection, const Wanted& wanted,
                                     const SearchQuery& query, std::int64_t after) {
    std::optional<std::string> job;
    if (!query.job_id.empty()) {
        job = query.job_id;
    }
    std::vector<std::int64_t> ids;
    const auto keep = [&](const sql::Row& row) { ids.push_back(row.integer(0)); };
    if (wanted.indexed) {
        const sql::Dialect& dialect = connection.dialect();
        connection.run(dialect.search,
                       {dialect.search_term(wanted.terms[0]), dialect.search_term(wanted.terms[1]),
                        after, job, limits::page_rows_max},
                       keep);
    } else {
        // A wildcard in the term finds more, which is compared again below.
        const std::string pattern = wanted.nearly_right ? "%" : "%" + wanted.terms[0] + "%";
        connection.run(job ? every_id_of_job : every_id,
                       {after, pattern, limits::page_rows_max, job}, keep);
    }
    return ids;
}

// Those of the candidates that exist and are so sure, in the order of their ids.
void read_rows(sql::Connection& connection, std::span<const std::int64_t> ids,
               double confidence_min, const sql::OnRow& on_row) {
    const sql::Dialect& dialect = connection.dialect();
    std::string list(1, dialect.list_signs[0]);
    for (const std::int64_t id : ids) {
        list += (list.size() == 1 ? "" : ",") + std::to_string(id);
    }
    list += dialect.list_signs[1];
    const std::string text =
        std::string(rows_before) + std::string(dialect.listed_ids) + std::string(rows_after);
    connection.run({"search_rows", text}, {list, confidence_min}, on_row);
}

}  // namespace

bool contains_nearly(const std::vector<std::string>& text, const std::vector<std::string>& query) {
    // errors[i]: fewest edits that turn query[0, i) into some part of the text that ends here.
    std::vector<std::size_t> errors(query.size() + 1);
    std::iota(errors.begin(), errors.end(), std::size_t{0});
    if (errors.back() <= 1) {
        return true;
    }
    for (const std::string& character : text) {
        std::size_t diagonal = errors[0];  // of the character before; a match may begin anywhere
        for (std::size_t i = 1; i < errors.size(); ++i) {
            const std::size_t replaced = diagonal + (query[i - 1] == character ? 0 : 1);
            diagonal = errors[i];
            errors[i] = std::min({replaced, errors[i] + 1, errors[i - 1] + 1});
        }
        if (errors.back() <= 1) {
            return true;
        }
    }
    return false;
}

Result<SearchPage> DetectionStore::search(const SearchQuery& query) {
    return sql::attempt([&] {
        const Wanted want = wanted(query, connection_.dialect().search_term_characters_min);
        SearchPage page;
        if (want.characters.empty()) {
            page.total = 0;
            return page;
        }
        const auto limit =
            static_cast<std::size_t>(std::clamp(query.limit, 1, limits::page_rows_max));
        const bool counts = query.after_id == 0;
        std::int64_t matching = 0;
        const auto take = [&](const sql::Row& row) {
            if (!matches(want, row.text(detection_columns))) {
                return;
            }
            ++matching;
            if (page.detections.size() < limit) {
                page.detections.push_back(stored_detection(row));
                page.detections.back().item_id = row.text(detection_columns + 1);
                if (page.detections.size() == limit) {
                    page.next = page.detections.back().id;
                }
            }
        };
        // A full page ends the search, unless what follows it is counted, too.
        const auto is_over = [&](int looked_at) {
            return page.next && (!counts || looked_at >= limits::search_count_rows_max);
        };
        std::int64_t last = query.after_id;
        for (int looked_at = 0; looked_at < limits::search_rows_max && !is_over(looked_at);) {
            const auto ids = candidates(connection_, want, query, last);
            constexpr std::size_t rows_at_once = 100;
            for (std::size_t i = 0; i < ids.size() && !is_over(looked_at); i += rows_at_once) {
                const auto some = std::span(ids).subspan(i, std::min(rows_at_once, ids.size() - i));
                last = some.back();
                read_rows(connection_, some, query.confidence_min, take);
            }
            if (is_over(looked_at)) {
                return page;
            }
            if (ids.size() < static_cast<std::size_t>(limits::page_rows_max)) {
                page.total = counts ? std::optional(matching) : std::nullopt;
                return page;
            }
            looked_at += limits::page_rows_max;
        }
        page.next = page.next.value_or(last);
        return page;
    });
}

}  // namespace mobilscan::store
