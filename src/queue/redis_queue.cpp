#include "queue/redis_queue.h"

#include <sys/eventfd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "queue/messages.h"
#include "queue/random_name.h"
#include "queue/redis_keys.h"
#include "queue/redis_listener.h"
#include "queue/redis_news.h"
#include "queue/shared_link.h"
#include "queue/signs_of_life.h"

namespace mobilscan::queue {
namespace {

using core::ErrorCode;
using redis::Reply;
using std::string_view;

constexpr string_view rings_last = "255";  // more rings at once than anybody listens to
constexpr std::size_t batch = 500;

// KEYS: a worker's sign of life, its list, the list of messages; ARGV: the message, the disposal.
constexpr string_view dispose_script =
    "if redis.call('EXISTS', KEYS[1]) == 1 or redis.call('LREM', KEYS[2], 1, ARGV[1]) == 0 then"
    " return 0 end"
    " if ARGV[2] == 'list' then redis.call('RPUSH', KEYS[3], ARGV[1]) end"
    " return 1";

// KEYS: a worker's sign of life, its list, the set of workers; ARGV: its name.
constexpr string_view forget_script =
    "if redis.call('EXISTS', KEYS[1]) == 0 and redis.call('LLEN', KEYS[2]) == 0 then"
    " redis.call('SREM', KEYS[3], ARGV[1]) end"
    " return 1";

// A server that evicts keys loses messages while all seems well. `info`: its words of its memory.
Result<void> check_eviction(const Reply& info) {
    constexpr string_view name = "maxmemory_policy:";
    const std::size_t at = info.text.find(name);
    const string_view policy =
        at == std::string::npos ? "" : string_view(info.text).substr(at + name.size());
    if (at != std::string::npos && !policy.starts_with("noeviction")) {
        return failure(ErrorCode::queue_unavailable,
                       "Redis may throw messages away: set its maxmemory-policy to noeviction");
    }
    return {};
}

Result<void> refuse_eviction(redis::Connection& connection) {
    return connection.run({"INFO", "memory"}).and_then(check_eviction);
}

class RedisQueue final : public Doorbell, private Messages {
public:
    explicit RedisQueue(redis::Address address)
        : address_(std::move(address)), commands_(address_, refuse_eviction), signs_(commands_) {}

    void ring(int listeners) noexcept override {
        std::vector<string_view> words{"LPUSH", keys::segments};
        words.resize(words.size() + static_cast<std::size_t>(std::clamp(listeners, 1, 256)), "1");
        if (commands_.run(words)) {
            static_cast<void>(commands_.run({"LTRIM", keys::segments, "0", rings_last}));
        }
    }

    Result<void> announce(const Announcement& job) override {
        return commands_.run({"LPUSH", keys::list, encoded(job)}).map([](const Reply&) {});
    }

    Result<std::unique_ptr<Listener>> listen() override {
        core::Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        auto name = random_name();
        if (!name || !wake.is_open()) {
            return failure(ErrorCode::storage_failed, "no event can be made");
        }
        return std::make_unique<RedisListener>(address_, refuse_eviction, commands_, signs_,
                                               *std::move(name), std::move(wake));
    }

    void tell(const std::string& job_id) noexcept override {
        static_cast<void>(commands_.run({"PUBLISH", keys::events, job_id}));
    }
    std::shared_ptr<void> on_news(std::function<void()> news) override {
        return std::make_shared<RedisNews>(address_, std::move(news));
    }

    Messages* messages() noexcept override { return this; }

    State state() override {
        State state{"redis", "", std::nullopt};
        const auto names = workers();
        if (!names) {
            state.trouble = names.error().message;
            return state;
        }
        const auto alive = are_alive(*names);
        if (!alive) {
            state.trouble = alive.error().message;
            return state;
        }
        state.workers = std::count(alive->begin(), alive->end(), true);
        // It may have been set since the connection was made.
        if (const auto kept = commands_.run({"INFO", "memory"}).and_then(check_eviction); !kept) {
            state.trouble = kept.error().message;
        }
        return state;
    }

private:
    // --- Messages -------------------------------------------------------------------------------
    Result<bool> lost_data() override {
        return commands_.run({"EXISTS", keys::generation}).map([](const Reply& reply) {
            return reply.integer == 0;
        });
    }
    Result<void> note_whole() override {
        return random_name()
            .and_then([this](const std::string& name) {
                return commands_.run({"SET", keys::generation, name, "NX"});
            })
            .map([](const Reply&) {});
    }

    Result<std::int64_t> count() override {
        return lists().and_then([this](const std::vector<std::string>& lists) {
            std::int64_t sum = 0;
            for (const std::string& list : lists) {
                const auto size = commands_.run({"LLEN", list});
                if (!size) {
                    return Result<std::int64_t>(failure(size.error()));
                }
                sum += size->integer;
            }
            return Result<std::int64_t>(sum);
        });
    }

    // The list comes before those of the workers: what is moved meanwhile is then seen there.
    Result<std::vector<std::string>> job_ids() override {
        const auto names = lists();
        if (!names) {
            return failure(names.error());
        }
        std::vector<std::string> ids;
        for (const std::string& list : *names) {
            if (auto added = add_job_ids(list, ids); !added) {
                return failure(added.error());
            }
        }
        return ids;
    }

    // The oldest comes last and stands at the very end.
    Result<void> restore(std::span<const Announcement> jobs) override {
        while (!jobs.empty()) {
            const auto part = jobs.last(std::min(jobs.size(), batch));
            std::vector<std::string> messages;
            messages.reserve(part.size());
            std::transform(part.rbegin(), part.rend(), std::back_inserter(messages), encoded);
            std::vector<string_view> words{"RPUSH", keys::list};
            words.insert(words.end(), messages.begin(), messages.end());
            if (const auto pushed = commands_.run(words); !pushed) {
                return failure(pushed.error());
            }
            jobs = jobs.first(jobs.size() - part.size());
        }
        return {};
    }

    Result<std::vector<LeftMessage>> left_behind() override {
        const auto names = workers();
        const auto alive = names.and_then([this](const auto& all) { return are_alive(all); });
        if (!alive) {
            return failure(alive.error());
        }
        std::vector<LeftMessage> left;
        for (std::size_t i = 0; i < names->size(); ++i) {
            const std::string& name = (*names)[i];
            if ((*alive)[i]) {
                continue;
            }
            const auto messages = commands_.run({"LRANGE", keys::held_by(name), "0", "-1"});
            if (!messages) {
                return failure(messages.error());
            }
            for (const Reply& message : messages->list) {
                left.push_back({name, message.text});
            }
            if (messages->list.empty()) {
                static_cast<void>(commands_.run({"EVAL", forget_script, "3", keys::life_of(name),
                                                 keys::held_by(name), keys::workers, name}));
            }
        }
        return left;
    }

    Result<void> dispose(const LeftMessage& left, Disposal disposal) override {
        const string_view where = disposal == Disposal::to_the_list ? "list" : "drop";
        return commands_
            .run({"EVAL", dispose_script, "3", keys::life_of(left.worker),
                  keys::held_by(left.worker), keys::list, left.message, where})
            .map([](const Reply&) {});
    }

    // --- parts ----------------------------------------------------------------------------------
    Result<std::vector<std::string>> workers() {
        return commands_.run({"SMEMBERS", keys::workers}).map([](const Reply& reply) {
            std::vector<std::string> names;
            names.reserve(reply.list.size());
            for (const Reply& name : reply.list) {
                names.push_back(name.text);
            }
            return names;
        });
    }

    // Of each whether its sign of life is there; one question for all of them.
    Result<std::vector<bool>> are_alive(const std::vector<std::string>& names) {
        if (names.empty()) {
            return std::vector<bool>{};
        }
        std::vector<std::string> signs;
        signs.reserve(names.size());
        std::transform(names.begin(), names.end(), std::back_inserter(signs), keys::life_of);
        std::vector<string_view> words{"MGET"};
        words.insert(words.end(), signs.begin(), signs.end());
        return commands_.run(words).map([](const Reply& reply) {
            std::vector<bool> alive;
            alive.reserve(reply.list.size());
            for (const Reply& sign : reply.list) {
                alive.push_back(sign.kind != Reply::Kind::nothing);
            }
            return alive;
        });
    }

    // Every list that holds messages.
    Result<std::vector<std::string>> lists() {
        return workers().map([](const std::vector<std::string>& names) {
            std::vector<std::string> lists{std::string(keys::list)};
            lists.reserve(names.size() + 1);
            for (const std::string& name : names) {
                lists.push_back(keys::held_by(name));
            }
            return lists;
        });
    }

    // New messages come in from the left and move the others to higher places, so none is missed.
    Result<void> add_job_ids(const std::string& list, std::vector<std::string>& ids) {
        for (std::size_t first = 0;; first += batch) {
            const auto page = commands_.run(
                {"LRANGE", list, std::to_string(first), std::to_string(first + batch - 1)});
            if (!page) {
                return failure(page.error());
            }
            for (const Reply& message : page->list) {
                if (auto job = decoded(message.text)) {
                    ids.push_back(std::move(job->job_id));
                }
            }
            if (page->list.size() < batch) {
                return {};
            }
        }
    }

    redis::Address address_;
    SharedLink commands_;
    SignsOfLife signs_;
};

}  // namespace

Result<std::unique_ptr<Doorbell>> open_redis_queue(const std::string& url) {
    return redis::parse_address(url).map([](redis::Address address) -> std::unique_ptr<Doorbell> {
        return std::make_unique<RedisQueue>(std::move(address));
    });
}

}  // namespace mobilscan::queue
