#include "queue/silent_doorbell.h"

#include <condition_variable>
#include <mutex>

namespace mobilscan::queue {
namespace {

class SilentListener final : public Listener {
public:
    Heard wait(std::chrono::milliseconds timeout, const std::stop_token& stop) override {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any never;
        never.wait_for(lock, stop, timeout, [] { return false; });
        return {};
    }
};

class SilentDoorbell final : public Doorbell {
public:
    void ring(int /*listeners*/) noexcept override {}
    [[nodiscard]] Result<std::unique_ptr<Listener>> listen() override {
        return std::make_unique<SilentListener>();
    }
    [[nodiscard]] State state() override { return {"none", "", std::nullopt}; }
};

}  // namespace

std::unique_ptr<Doorbell> make_silent_doorbell() {
    return std::make_unique<SilentDoorbell>();
}

}  // namespace mobilscan::queue
