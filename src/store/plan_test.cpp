// No statement of the calls that pages ask again and again reads all detections: with 100,000 jobs
// and 1,000,000 detections, each is answered from an index that leads to its job or row.
//
// The calls' own functions run over a connection that notes their statements, and the engine is
// asked how it answers each. In the end the indexes are dropped, as a test that cannot fail proves
// nothing.
#include <gtest/gtest.h>

#include <list>
#include <regex>
#include <set>

#include "store/detection_store.h"
#include "store/event_store.h"
#include "store/item_store.h"
#include "store/store_test.h"
#include "store/unread_store.h"

namespace mobilscan::store {
namespace {

using sql::Statement;

// A statement with its values, kept for later.
struct Asked {
    std::string name;
    std::string text;
    std::list<std::string> texts;  // that the values refer to
    std::vector<sql::Value> values;
};

// Notes what is run.
class NotingConnection final : public sql::Connection {
public:
    explicit NotingConnection(sql::Connection& inner) : inner_(inner) {}

    using Connection::run;
    std::int64_t run(const Statement& statement, std::span<const sql::Value> values,
                     const sql::OnRow& on_row) override {
        Asked& asked = asked_.emplace_back(
            Asked{std::string(statement.name), std::string(statement.text), {}, {}});
        for (const sql::Value& value : values) {
            const auto* text = std::get_if<std::string_view>(&value.data());
            asked.values.push_back(text == nullptr ? value
                                                   : asked.texts.emplace_back(std::string(*text)));
        }
        return inner_.run(statement, values, on_row);
    }
    void begin() override { inner_.begin(); }
    void commit() override { inner_.commit(); }
    void rollback() noexcept override { inner_.rollback(); }
    [[nodiscard]] const sql::Dialect& dialect() const noexcept override { return inner_.dialect(); }

    [[nodiscard]] const std::list<Asked>& asked() const { return asked_; }

private:
    sql::Connection& inner_;
    std::list<Asked> asked_;
};

using Lines = std::vector<std::string>;

Lines lines_of(sql::Connection& connection, const std::string& text,
               std::span<const sql::Value> values, int column) {
    Lines lines;
    connection.run({"explain", text}, values,
                   [&](const sql::Row& row) { lines.push_back(row.text(column)); });
    return lines;
}

// --- SQLite -------------------------------------------------------------------------------------

// The names that the statement gives to the table of detections.
std::set<std::string> names_of_detections(const std::string& text) {
    static const std::regex named(R"(\bdetections(?: (\w+))?)");
    std::set<std::string> names{"detections"};
    for (std::sregex_iterator at(text.begin(), text.end(), named), end; at != end; ++at) {
        names.insert((*at)[1].str());
    }
    return names;
}

// The steps that look at more detections than those of a job or of an id.
Lines scans_by_sqlite(sql::Connection& connection, const Asked& asked) {
    constexpr int detail = 3;
    const auto names = names_of_detections(asked.text);
    static const std::regex step(R"((SCAN|SEARCH) (\w+)(.*))");
    Lines scans;
    for (const auto& line :
         lines_of(connection, "explain query plan " + asked.text, asked.values, detail)) {
        std::smatch found;
        if (!std::regex_match(line, found, step) || !names.contains(found[2])) {
            continue;
        }
        const std::string how = found[3];
        const bool is_bounded = how.find("(job_id=?") != std::string::npos ||
                                how.find("(rowid=?)") != std::string::npos;
        if (found[1] == "SCAN" || !is_bounded) {
            scans.push_back(line);
        }
    }
    return scans;
}

// --- PostgreSQL ---------------------------------------------------------------------------------

// Prepares a statement on the server and tells the plan for the values, so that both kinds of
// plans can be asked for: one made for these values, and one made for any.
constexpr Statement make_plan_function{
    "plan_function",
    "create function plan_of(kind text, types text, statement text, arguments text)"
    " returns setof text language plpgsql as 'begin"
    "  perform set_config(''plan_cache_mode'', kind, true);"
    "  execute ''prepare explained '' || types || '' as '' || statement;"
    "  return query execute ''explain execute explained '' || arguments;"
    "  execute ''deallocate explained'';"
    " end'"};

std::string literal(const sql::Value& value) {
    const auto& data = value.data();
    if (const auto* number = std::get_if<std::int64_t>(&data)) {
        return std::to_string(*number);
    }
    if (const auto* real = std::get_if<double>(&data)) {
        return std::to_string(*real);
    }
    if (const auto* text = std::get_if<std::string_view>(&data)) {
        return "'" + std::regex_replace(std::string(*text), std::regex("'"), "''") + "'";
    }
    return "null";
}

// "(a, b)", or nothing. A parameter that the statement leaves out needs a type.
std::pair<std::string, std::string> types_and_arguments(const Asked& asked) {
    std::string types;
    std::string arguments;
    for (std::size_t i = 0; i < asked.values.size(); ++i) {
        const std::string parameter = "$" + std::to_string(i + 1);
        const bool is_used = asked.text.find(parameter) != std::string::npos;
        types += std::string(i == 0 ? "(" : ", ") + (is_used ? "unknown" : "text");
        arguments += (i == 0 ? "(" : ", ") + literal(asked.values[i]);
    }
    const char* end = types.empty() ? "" : ")";
    return {types + end, arguments + end};
}

// A node of the plan and what is said of it.
Lines nodes_of(const Lines& plan) {
    Lines nodes;
    for (const std::string& line : plan) {
        if (nodes.empty() || line.find("->") != std::string::npos) {
            nodes.emplace_back();
        }
        nodes.back() += line + "\n";
    }
    return nodes;
}

Lines scans_by_postgres(sql::Connection& connection, const Asked& asked) {
    const auto [types, arguments] = types_and_arguments(asked);
    static const std::regex scan(R"(Scan (using \w+ )?on detections)");
    static const std::regex bounded(
        R"((Index|Recheck) Cond: .*(job_id(\)::text)? = |\bid = |folded_text))");
    Lines scans;
    for (const char* kind : {"force_custom_plan", "force_generic_plan"}) {
        const std::vector<sql::Value> values{kind, types, asked.text, arguments};
        for (const auto& node :
             nodes_of(lines_of(connection, "select * from plan_of($1, $2, $3, $4)", values, 0))) {
            if (std::regex_search(node, scan) && !std::regex_search(node, bounded)) {
                scans.push_back(std::string(kind) + ": " + node);
            }
        }
    }
    return scans;
}

// ------------------------------------------------------------------------------------------------

// One job has a tenth of all detections, as a long video would. Ids in their order fill the indexes
// from the left to the right, which takes a third of the time.
constexpr Statement add_jobs{
    "add_jobs",
    "insert into video_jobs (job_id, video_name, video_path, status, segments_total,"
    " detections_count)"
    " with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < 100000)"
    " select 'j' || (100000 + i), 'v' || i % 1000, 'p', case when i % 20 = 0 then 'failed'"
    " else 'completed' end, 1, case when i = 1 then 100000 else 9 end from numbers"};
constexpr Statement add_detections{
    "add_detections",
    "insert into detections (video_name, job_id, frame_number, timestamp, detected_text,"
    " confidence, segment, chunk, ordinal, folded_text)"
    " with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < 1000000)"
    " select 'v', 'j' || case when i % 10 = 0 then 100001 else 100001 + i / 10 end, i % 10000, 0,"
    " 'SN', (i % 100) / 100.0, 0, i / 10, i % 10, case when i % 1001 = 0 then '5N ' || i end"
    " from numbers"};

class Plans : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (HasFatalFailure()) {
            return;
        }
        connection_->begin();
        connection_->run(add_jobs, {});
        connection_->run(add_detections, {});
        connection_->commit();
        connection_->run({"analyze", "analyze"}, {});
        if (!is_sqlite()) {
            connection_->run(make_plan_function, {});
        }
    }
    // The rows are thin, and no work made them: the invariants of work are not theirs.
    void TearDown() override {
        connection_.reset();
        StoreTest::TearDown();
    }

    [[nodiscard]] static bool is_sqlite() { return GetParam().name == "sqlite"; }

    // The scans among the statements that `calls` runs, each with its statement.
    template <class Calls>
    Lines scans_of(Calls calls) {
        NotingConnection noting(*connection_);
        calls(noting);
        EXPECT_FALSE(noting.asked().empty());
        Lines scans;
        for (const Asked& asked : noting.asked()) {
            for (const auto& scan : is_sqlite() ? scans_by_sqlite(*connection_, asked)
                                                : scans_by_postgres(*connection_, asked)) {
                scans.push_back(asked.name + ": " + scan);
            }
        }
        return scans;
    }

    template <class T>
    static void must(const Result<T>& result) {
        EXPECT_TRUE(result.has_value()) << result.error().message;
    }

    // GET /jobs and /api/v1/jobs
    static void list_jobs(sql::Connection& connection) {
        JobStore jobs(connection);
        for (const JobOrder order :
             {JobOrder::newest, JobOrder::oldest, JobOrder::name, JobOrder::name_descending}) {
            for (const auto& status :
                 {std::optional<core::JobStatus>(), std::optional(core::JobStatus::failed)}) {
                must(jobs.list({.status = status, .name_part = {}, .order = order, .after = {}}));
                must(jobs.list({.status = status,
                                .name_part = "v99",
                                .order = order,
                                .after = JobCursor{"v5", 500}}));
            }
        }
    }
    // GET /job/{id}, and /results/{id} in the store's pages; what /api/v1 shows of a job
    static void show_job(sql::Connection& connection, const std::string& job_id) {
        must(JobStore(connection).find(job_id));
        DetectionStore detections(connection);
        for (const bool with_items : {false, true}) {
            DetectionQuery query{.job_id = job_id, .after = {}, .with_items = with_items};
            must(detections.page(query));
            query.after = DetectionCursor{500, 500};
            query.confidence_min = 0.9;
            must(detections.page(query));
        }
        must(detections.total(job_id, 0));
        must(detections.total(job_id, 0.9));
        must(detections.search({.text = "sn", .job_id = job_id}));
        ItemStore items(connection);
        must(items.list({.job_id = job_id, .text = {}}));
        must(items.list({.job_id = job_id, .text = "sn"}));
        must(items.total({.job_id = job_id, .text = {}}));
        must(items.find("item"));
        must(items.sightings("item", 100));
        must(items.moments("item"));
        must(UnreadStore(connection).list(job_id));
    }
    // GET /stats, /api/v1/stats, /health
    static void show_totals(sql::Connection& connection) {
        must(JobStore(connection).counts());
        must(JobStore(connection).days(30));
        must(EventStore(connection).newest());
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Plans, testing::ValuesIn(engines()), engine_name);

TEST_P(Plans, OfWhatPagesAskLookAtTheDetectionsOfOneJobOnly) {
    EXPECT_EQ(scans_of(list_jobs), Lines{});
    EXPECT_EQ(scans_of(show_totals), Lines{});
    for (const char* job_id : {"j100001", "j150000"}) {
        EXPECT_EQ(scans_of([&](auto& connection) { show_job(connection, job_id); }), Lines{});
    }

    // The same without the indexes: every statement that asks for detections scans them.
    for (const char* index :
         {"idx_job_id", "idx_detections_key", "idx_detections_page", "idx_detections_sure"}) {
        connection_->run({"drop_index", std::string("drop index ") + index}, {});
    }
    connection_ = connect();  // that remembers no plan
    EXPECT_EQ(scans_of(show_totals), Lines{});
    const Lines scans = scans_of([&](auto& connection) { show_job(connection, "j150000"); });
    for (const std::string name : {"detections_page:", "detections_page_items:",
                                   "detections_total_sure:", "search_every_of_job:"}) {
        EXPECT_TRUE(std::any_of(scans.begin(), scans.end(), [&](const auto& scan) {
            return scan.starts_with(name);
        })) << name;
    }
}

}  // namespace
}  // namespace mobilscan::store
