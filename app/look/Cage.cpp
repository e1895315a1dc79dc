// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/Cage.h"

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <initializer_list>
#include <vector>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

namespace prohori::cage {

namespace {

#if defined(__x86_64__)
constexpr unsigned kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kMachine = AUDIT_ARCH_AARCH64;
#else
#error "the cage has to know the numbers of the system's calls on this machine"
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kHasShadowMemory = true;  // terabytes of address space, none of it used
#else
constexpr bool kHasShadowMemory = false;
#endif

constexpr rlim_t kMostMemory = rlim_t(512) * 1024 * 1024;
constexpr rlim_t kMostFiles = 64;

bool limit(__rlimit_resource what, rlim_t most)
{
    const rlimit both{most, most};
    return ::setrlimit(what, &both) == 0;
}

bool limitAll(rlim_t cpuSeconds)
{
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0
        && limit(RLIMIT_CPU, cpuSeconds) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0)
        && limit(RLIMIT_NOFILE, kMostFiles) && (kHasShadowMemory || limit(RLIMIT_AS, kMostMemory));
}

/// A filter of system calls, rule by rule; the first that fits decides.
class Filter {
public:
    Filter()
    {
        load(offsetof(seccomp_data, arch));
        m_rules.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kMachine, 1, 0));
        end(SECCOMP_RET_KILL_PROCESS);
        load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
        // The numbers of the x32 calling convention would go past every rule.
        constexpr unsigned kX32 = 0x40000000;
        m_rules.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kX32, 0, 1));
        end(SECCOMP_RET_KILL_PROCESS);
#endif
    }
    void when(std::initializer_list<long> calls, unsigned answer)
    {
        for (const long call : calls) {
            m_rules.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, unsigned(call), 0, 1));
            end(answer);
        }
    }
    /// When one of `bits` is set in the low half of that argument.
    void whenBits(long call, unsigned argument, unsigned bits, unsigned answer)
    {
        m_rules.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, unsigned(call), 0, 4));
        load(unsigned(offsetof(seccomp_data, args) + argument * sizeof(__u64)));
        m_rules.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
        end(answer);
        load(offsetof(seccomp_data, nr));
    }
    bool install(unsigned otherwise)
    {
        end(otherwise);
        const sock_fprog program{static_cast<unsigned short>(m_rules.size()), m_rules.data()};
        return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
    }

private:
    void load(unsigned offset)
    {
        m_rules.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
    }
    void end(unsigned answer)
    {
        m_rules.push_back(BPF_STMT(BPF_RET | BPF_K, answer));
    }

    std::vector<sock_filter> m_rules;
};

constexpr unsigned kNo = SECCOMP_RET_ERRNO | EPERM;
constexpr unsigned kNotThere = SECCOMP_RET_ERRNO | ENOSYS;

}  // namespace

bool closeForDecoding(unsigned cpuSeconds)
{
    if (!limitAll(cpuSeconds))
        return false;
    Filter filter;
    filter.when(
        {
            SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_close, SYS_fstat, SYS_lseek, SYS_brk, SYS_mmap,
                SYS_munmap, SYS_mremap, SYS_mprotect, SYS_madvise, SYS_futex, SYS_set_robust_list, SYS_rseq,
                SYS_sched_yield, SYS_sched_getaffinity, SYS_clock_gettime, SYS_clock_nanosleep, SYS_nanosleep,
                SYS_gettimeofday, SYS_getrandom, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
                SYS_sigaltstack, SYS_getpid, SYS_gettid, SYS_tgkill, SYS_exit, SYS_exit_group, SYS_sysinfo,
                // threads that wait for each other
                SYS_eventfd2, SYS_pipe2, SYS_ppoll, SYS_fcntl,
#if defined(__x86_64__)
                SYS_poll,
#endif
        },
        SECCOMP_RET_ALLOW);
    // A thread of this process, and no process.
    filter.whenBits(SYS_clone, 0, CLONE_THREAD, SECCOMP_RET_ALLOW);
    filter.when({SYS_clone3}, kNotThere);
    return filter.install(kNo);
}

bool closeForReading(unsigned cpuSeconds)
{
    if (!limitAll(cpuSeconds))
        return false;
    Filter filter;
    filter.when(
        {
            SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_sendto, SYS_sendmsg,
                SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_tkill, SYS_unlinkat,
                SYS_renameat, SYS_renameat2, SYS_mkdirat, SYS_mknodat, SYS_linkat, SYS_symlinkat, SYS_fchmod,
                SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_truncate, SYS_ftruncate, SYS_utimensat,
                SYS_setxattr, SYS_mount, SYS_umount2, SYS_unshare, SYS_setns, SYS_bpf, SYS_keyctl,
                SYS_add_key, SYS_request_key, SYS_perf_event_open, SYS_memfd_create, SYS_execveat,
#if defined(__x86_64__)
                SYS_unlink, SYS_rename, SYS_mkdir, SYS_rmdir, SYS_mknod, SYS_link, SYS_symlink, SYS_chmod,
                SYS_chown, SYS_creat,
#endif
        },
        kNo);
    constexpr unsigned kWrites = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    filter.whenBits(SYS_openat, 2, kWrites, kNo);
#if defined(__x86_64__)
    filter.whenBits(SYS_open, 1, kWrites, kNo);
#endif
    // What hides its arguments from a filter is not there.
    filter.when({SYS_clone3, SYS_openat2, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register},
                kNotThere);
    return filter.install(SECCOMP_RET_ALLOW);
}

}  // namespace prohori::cage
