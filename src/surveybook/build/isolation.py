"""What keeps a chapter's processes apart from the machine: namespaces, Landlock, limits.

Called in the processes of :mod:`kernel`. The namespaces are made inside those that bubblewrap
made around the kernel, in which only the interpreter, its packages and the book's sources are
mounted. Without namespaces Landlock closes the file system and seccomp the network.

``python -I isolation.py MEANS FOLDER`` exits with 0 if these means work here; it needs none of the
package's modules, so that asking is quick.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

NAMESPACES, LANDLOCK, NONE = "namespaces", "landlock", "none"
"""The means of keeping a chapter's processes apart."""
SCRATCH = "/run/scratch"
"""A chapter's own folder, where there are namespaces."""
CACHE = "/run/cache"
"""Where the kernel keeps what it knows of the typefaces; chapters do not see it."""

DEVICES = tuple(f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom"))
"""What a chapter may read and write besides."""

_NEW_NS, _NEW_IPC, _NEW_PID = 0x20000, 0x08000000, 0x20000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT, _REC, _PRIVATE = 1, 2, 4, 8, 32, 0x4000, 1 << 18
_PARENT_DEATH_SIGNAL, _SUBREAPER, _NO_NEW_PRIVILEGES = 1, 36, 38
_KEEP_CAPABILITIES = 8
_CAPABILITY_VERSION, _READ_SEARCH = 0x20080522, 1 << 2
_NOBODY = 65534


def die_with_parent() -> None:
    """End this process when the one that forked it ends."""
    _call("prctl", _PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of whatever this process's descendants leave behind."""
    _call("prctl", _SUBREAPER, 1, 0, 0, 0)


def enter_namespaces() -> None:
    """Give this process's future children process numbers, mounts and shared memory of their own.

    Raises:
        OSError: the kernel refuses.
    """
    _call("unshare", _NEW_NS | _NEW_IPC | _NEW_PID)


def mount_own(scratch: int) -> None:
    """Mount what a chapter has for itself; in the first process of the new namespaces.

    Args:
        scratch: bytes that the scratch folder holds.

    Raises:
        OSError: the kernel refuses.
    """
    _call("mount", None, b"/", None, _REC | _PRIVATE, None)
    _call("mount", b"proc", b"/proc", b"proc", _NOSUID | _NODEV | _NOEXEC, None)
    # A cell that could make namespaces of its own would reach much more of the kernel.
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    # Much of /proc/sys obeys whoever runs the build, if that is root.
    flags = _REMOUNT | _RDONLY | _NOSUID | _NODEV | _NOEXEC
    _call("mount", None, b"/proc", None, flags, None)
    size = f"mode=700,size={scratch}".encode()
    for place in (SCRATCH, CACHE, "/dev/shm"):
        if Path(place).is_dir():
            _call("mount", b"tmpfs", place.encode(), b"tmpfs", _NOSUID | _NODEV, size)


def become_nobody(scratch: str) -> int:
    """If this process is the machine's administrator, whom no limit of processes holds for, go on
    as its user nobody, who owns the scratch folder.

    Returns:
        The capability, as bits, to keep: what an administrator may read stays readable, and
        :func:`restrict` says what that is.

    Raises:
        OSError: the kernel refuses.
    """
    if os.geteuid() != 0:
        return 0
    os.chown(scratch, _NOBODY, _NOBODY)
    _call("prctl", _KEEP_CAPABILITIES, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    return _READ_SEARCH


def drop_privileges(keep: int = 0) -> None:
    """Give up every capability but ``keep``, for good."""
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    # Effective, permitted and inheritable ones; then the same of a second 32.
    _call("capset", header, (ctypes.c_uint32 * 6)(keep, keep, 0, 0, 0, 0))


def limit_resources(memory: int, processes: int | None, file_size: int) -> None:
    """Limit this process and those that it starts; ``processes`` counts the whole user's."""
    wanted = {
        resource.RLIMIT_DATA: memory,
        # Space that is not memory yet: libraries reserve much of it.
        resource.RLIMIT_AS: 4 * memory,
        resource.RLIMIT_FSIZE: file_size,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 512,
    }
    if processes is not None:
        wanted[resource.RLIMIT_NPROC] = processes
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (most, most))


def restrict(readable: Iterable[str], scratch: str, *, network: bool) -> None:
    """Close the file system but for reading ``readable`` and for the scratch folder, by Landlock,
    and the network and the tracing of other processes, by seccomp.

    Raises:
        OSError: the kernel has none of it.
    """
    from landlockpy import AccessFS, AccessNet, Ruleset, Scope
    from seccompy import Filter

    read = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
    devices = AccessFS.MAKE_CHAR | AccessFS.MAKE_BLOCK | AccessFS.IOCTL_DEV
    # What this kernel does not know of these is left out.
    with Ruleset(
        handled_net=AccessNet.NONE if network else None,
        scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL,
    ) as rules:
        for name in readable:
            if Path(name).is_dir():
                rules.allow_path(name, read)
            elif Path(name).exists():
                rules.allow_path(name, AccessFS.READ_FILE | AccessFS.EXECUTE)
        rules.allow_path(scratch, rules.handled_fs & ~devices)
        for name in DEVICES:
            rules.allow_path(name, AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        rules.allow_path("/proc/self", AccessFS.READ_FILE | AccessFS.READ_DIR)
        rules.restrict()
    refused = ["ptrace", "process_vm_readv", "process_vm_writev", "unshare", "setns", "mount"]
    refused += [
        "open_by_handle_at",
        "bpf",
        "keyctl",
        "add_key",
        "request_key",
        "userfaultfd",
        "perf_event_open",
    ]
    # By a path, where Landlock before its third version lets it pass.
    refused.append("truncate")
    # Local sockets as well: services of the machine listen on these. A ring makes them too.
    refused += [] if network else ["socket", "io_uring_setup"]
    calls = Filter()
    for name in refused:
        calls.errno(name, errno.EACCES)
    calls.load()


def _call(name: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def _try(means: str) -> None:
    """Do once what a chapter's processes do, and nothing with it."""
    if means == LANDLOCK:
        scratch = sys.argv[2]
        drop_privileges(become_nobody(scratch))
        restrict(["/usr"], scratch, network=False)
        return
    enter_namespaces()
    process = os.fork()
    if process == 0:
        try:
            mount_own(1 << 20)
            drop_privileges()
            os._exit(0)
        except OSError as error:
            os.write(2, f"{error}\n".encode())
        finally:
            os._exit(1)
    if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]):
        sys.exit(1)


if __name__ == "__main__":
    try:
        _try(sys.argv[1])
    except (OSError, ImportError) as error:
        sys.exit(str(error))
