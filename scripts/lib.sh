# Shell functions that the scripts share. Source it from bash, at the root of the repository.
# shellcheck shell=bash disable=SC2034

build_packages=(
  g++ libcli11-dev libfmt-dev libpq-dev libsqlite3-dev libssl-dev meson ninja-build pkg-config rapidjson-dev
)
test_packages=(catch2 pgbouncer postgresql python3 sqlite3)

say() { printf '%s\n' "$@" >&2; }

die() {
  say "$@"
  exit 1
}

# Runs a command as root: as it is, or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends "$@"
}

# Prints those of the packages that are not installed.
missing_packages() {
  local package
  for package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      printf '%s\n' "$package"
  done
}

# What the script has asked for so far.
needed=()

# Installs those of the packages that are missing. The package lists are fetched only if apt cannot
# do without.
need() {
  needed+=("$@")
  if ! command -v dpkg-query >/dev/null; then
    say "This is no Debian: the script expects what these Debian packages hold: $*"
    return
  fi
  local missing log
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0

  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "These packages are missing, and there is neither root nor sudo to install them." \
      "As root, run: apt-get install ${missing[*]}"
  fi
  say "Installing ${missing[*]}"
  log=$(mktemp)
  if ! apt_get install "${missing[@]}" >"$log" 2>&1 &&
    ! { apt_get update && apt_get install "${missing[@]}"; } >>"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    die "The packages could not be installed. As root, run: apt-get install ${missing[*]}"
  fi
  rm -f "$log"
}

# configure DIRECTORY OPTION...: a Meson build directory with these options. One that was made with
# other options, in another place or for other packages is made anew, since Meson does not look
# again for what it has missed once.
configure() {
  local directory=$1 made_with
  made_with=$(printf '%s\n' "$PWD" "meson $(meson --version)" "$*" "${needed[*]}")
  [ "$(cat "$directory/made-with" 2>/dev/null)" != "$made_with" ] || return 0
  rm -rf "$directory"
  meson setup "$@" || return
  printf '%s\n' "$made_with" >"$directory/made-with"
}

# quietly LOG COMMAND...: runs the command and shows its output only if it fails.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    say "" "Failed: $*" "The whole log: $log"
    return 1
  fi
}
