# Shared by the shell scripts. The one that sources it has set `root` to the repository.
# shellcheck shell=bash
root=${root:?set by the script that sources this}

# Everything for people goes to standard error: `./run scan x.mp4 --format json > file` must
# leave only the program's own output in the file.
say() { printf '%s\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    shift
    if (($#)); then printf '  %s\n' "$@" >&2; fi
    exit 3
}

# Makes .cache/ and takes its lock, so that two ./run at once do not build into each other.
# The lock ends with the process; the descriptor is closed for what it starts for long.
lock_cache() {
    if ! mkdir -p "$root/.cache" "$root/build" 2>/dev/null ||
        [[ ! -w $root/.cache || ! -w $root/build ]]; then
        die "cannot write to $root." \
            "It keeps what it fetches and builds in .cache/ and build/ there." \
            "Clone the repository to a folder of your own, or, if an earlier run was root's:" \
            "sudo chown -R $(id -un) '$root/.cache' '$root/build'"
    fi
    exec 9>"$root/.cache/lock" || die "cannot write to $root/.cache/lock."
    if ! flock --nonblock 9; then
        say "waiting for another set-up or build in this folder to finish"
        flock 9
    fi
}

# Whether the system's own Node.js can build the page: 20.19 or later, with npm.
system_node() {
    local version
    command -v node >/dev/null && command -v npm >/dev/null || return 1
    version=$(node --version 2>/dev/null) || return 1
    [[ $version =~ ^v([0-9]+)\.([0-9]+)\. ]] || return 1
    ((BASH_REMATCH[1] > 20 || (BASH_REMATCH[1] == 20 && BASH_REMATCH[2] >= 19)))
}

# Puts a Node.js that can build the page into PATH: the system's, or the one that set-up fetched.
use_node() {
    if system_node; then return; fi
    [[ -x $root/.cache/node/bin/node ]] ||
        die "there is no Node.js 20.19 or later with npm." "Run: scripts/setup run"
    export PATH=$root/.cache/node/bin:$PATH
}

# need_space MEGABYTES WHAT: stops while there is still room to say so.
need_space() {
    local free
    free=$(df --output=avail -BM "$root" | tail -n 1 | tr -dc '0-9')
    ((free >= $1)) ||
        die "$2 needs about $1 MB below $root; $free MB are free." "Free some space and run again."
}
