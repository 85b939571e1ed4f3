// Whoever changes a job and its segments locks the job's row first, so that no two transactions
// ever wait for each other: users who cancel, workers who commit, leases that run out.
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "store/detection_store.h"
#include "store/reconciler.h"
#include "store/store_test.h"

namespace mobilscan::store {
namespace {

using Clock = std::chrono::steady_clock;

// Counts the statements that the server undid because of a deadlock.
class CountingConnection final : public sql::Connection {
public:
    CountingConnection(std::unique_ptr<sql::Connection> inner, std::atomic<int>& deadlocks)
        : inner_(std::move(inner)), deadlocks_(deadlocks) {}

    using Connection::run;
    std::int64_t run(const sql::Statement& statement, std::span<const sql::Value> values,
                     const sql::OnRow& on_row) override {
        try {
            return inner_->run(statement, values, on_row);
        } catch (const sql::Failed& failed) {
            constexpr const char* deadlock_detected = "40P01";
            if (failed.error.message.find(deadlock_detected) != std::string::npos) {
                ++deadlocks_;
                ADD_FAILURE() << failed.error.message;
            }
            throw;
        }
    }
    void begin() override { inner_->begin(); }
    void commit() override { inner_->commit(); }
    void rollback() noexcept override { inner_->rollback(); }
    [[nodiscard]] const sql::Dialect& dialect() const noexcept override {
        return inner_->dialect();
    }

private:
    std::unique_ptr<sql::Connection> inner_;
    std::atomic<int>& deadlocks_;
};

class LockOrder : public StoreTest {
protected:
    // Reads videos as they come until the time is over.
    static void work(sql::Connection& connection, Clock::time_point end) {
        // So short that leases run out in the middle of the work.
        SegmentStore store(connection, {.lease = std::chrono::milliseconds{5}});
        while (Clock::now() < end) {
            const auto claimed = store.claim("worker");
            if (!claimed || !*claimed) {
                std::this_thread::yield();
                continue;
            }
            Claim held = **claimed;
            if (held.segment == items_segment) {
                static_cast<void>(store.complete_items(held, {}, {}));
                continue;
            }
            if (!held.plan) {
                const auto planned = store.save_plan(held, plan_of(4, 3));
                if (!planned) {
                    continue;
                }
                held = *planned;
            }
            if (held.next_chunk == 2) {
                static_cast<void>(store.fail(held, {core::ErrorCode::corrupt_media, "x"}));
                continue;
            }
            for (std::int64_t n = held.next_chunk; n < held.plan->chunks; ++n) {
                if (!store.commit_chunk(held, chunk_of(n, {text_row(n, "A"), text_row(n, "B")}))) {
                    break;
                }
            }
            static_cast<void>(store.complete(held));
        }
    }

    // Cancels and begins again, whatever is there.
    static void change(sql::Connection& connection, unsigned jobs, unsigned seed,
                       Clock::time_point end) {
        std::mt19937 random(seed);
        JobStore store(connection);
        while (Clock::now() < end) {
            const std::string job = "job-" + std::to_string(1 + random() % jobs);
            switch (random() % 6) {
                case 0:
                case 1:
                    static_cast<void>(store.cancel(job));
                    break;
                case 2:
                    static_cast<void>(store.remove(job, std::chrono::seconds{100}));
                    break;
                case 3:
                    static_cast<void>(store.restore(job));
                    break;
                default:
                    static_cast<void>(store.retry(job));
                    break;
            }
        }
    }

    static void give_back_leases(sql::Connection& connection, Clock::time_point end) {
        while (Clock::now() < end) {
            static_cast<void>(return_expired_leases(connection, 100));
        }
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, LockOrder, testing::ValuesIn(engines()), engine_name);

TEST_P(LockOrder, NobodyWaitsForSomebodyWhoWaitsForHim) {
    constexpr unsigned jobs_count = 4;
    for (unsigned i = 0; i < jobs_count; ++i) {
        accept();
    }
    std::atomic<int> deadlocks = 0;
    const auto end = Clock::now() + std::chrono::seconds{3};
    const auto counting = [&] { return CountingConnection(connect(), deadlocks); };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            auto connection = counting();
            work(connection, end);
        });
        threads.emplace_back([&, i] {
            auto connection = counting();
            change(connection, jobs_count, i, end);
        });
    }
    threads.emplace_back([&] {
        auto connection = counting();
        give_back_leases(connection, end);
    });
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(deadlocks, 0);
    const auto events =
        sql::integer(*connection_, {"events", "select count(*) from events"}, {}).value_or(0);
    std::printf("%lld changes\n", static_cast<long long>(events));
    EXPECT_GT(events, 100);
}

}  // namespace
}  // namespace mobilscan::store
