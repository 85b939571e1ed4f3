// The decoder's system calls. What is not on a list is refused with EPERM, which libraries take
// for a kernel or a container that forbids it; what no decoder can want kills the process.
#include <seccomp.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "decoder/sandbox.h"

namespace mobilscan::decoder {
namespace {

constexpr std::array allowed{
    // the media file, and the socket to the program
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(close),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(poll),
    // a last word on standard error
    SCMP_SYS(write),
    SCMP_SYS(writev),
    // memory; mmap and mprotect are below
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    // threads
    SCMP_SYS(clone),
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    // signals, so that an abort is seen as one
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(tgkill),
    SCMP_SYS(restart_syscall),
    // time and chance
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom),
};

constexpr std::array fatal{
    SCMP_SYS(execve),         SCMP_SYS(execveat), SCMP_SYS(ptrace),
    SCMP_SYS(fork),           SCMP_SYS(vfork),    SCMP_SYS(process_vm_readv),
    SCMP_SYS(socket),         SCMP_SYS(connect),  SCMP_SYS(process_vm_writev),
    SCMP_SYS(bind),           SCMP_SYS(listen),   SCMP_SYS(bpf),
    SCMP_SYS(io_uring_setup),
};

// Memory may be written or executed as code, but no memory becomes code any more.
constexpr std::array not_executable{SCMP_SYS(mmap), SCMP_SYS(mprotect)};
constexpr unsigned protection_argument = 2;

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

template <std::size_t Size>
bool add_all(const Filter& filter, std::uint32_t action, const std::array<int, Size>& calls) {
    return std::all_of(calls.begin(), calls.end(), [&](int call) {
        return seccomp_rule_add(filter.get(), action, call, 0) == 0;
    });
}

bool add_unless_executable(const Filter& filter) {
    const scmp_arg_cmp no_code{protection_argument, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
    return std::all_of(not_executable.begin(), not_executable.end(), [&](int call) {
        return seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, call, 1, &no_code) == 0;
    });
}

}  // namespace

bool filter_system_calls() noexcept {
    const Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
    // clone3 keeps its flags in memory, where no filter can look; on ENOSYS glibc takes clone.
    return filter && add_all(filter, SCMP_ACT_ALLOW, allowed) &&
           add_all(filter, SCMP_ACT_KILL_PROCESS, fatal) && add_unless_executable(filter) &&
           seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
           seccomp_load(filter.get()) == 0;
}

}  // namespace mobilscan::decoder
