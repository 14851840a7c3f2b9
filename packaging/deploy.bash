# shellcheck shell=bash
# What scripts/deploy-initial and scripts/deploy-update have in common: options, the way to the host, the delivery.

host='' port=22 home='' site=public_html url='' ssh_config='' archive=''
work=$(mktemp -d "${TMPDIR:-/tmp}/bourse-deploy.XXXXXX")

say() { printf 'deploy: %s\n' "$*"; }
fail() { printf 'deploy: %s\n' "$@" >&2; exit 1; }

# read_settings FILE: KEY=value lines for what is the same at each deployment. Read, never run.
read_settings() {
  local key value
  while IFS='=' read -r key value || [ -n "$key" ]; do
    case $key in
      '' | '#'*) ;;
      HOST) host=$value ;;
      PORT) port=$value ;;
      HOME_PATH) home=$value ;;
      SITE) site=$value ;;
      URL) url=$value ;;
      SSH_CONFIG) ssh_config=$value ;;
      *) fail "$1: unknown key $key (HOST, PORT, HOME_PATH, SITE, URL, SSH_CONFIG)" ;;
    esac
  done <"$1"
}

# common_option OPTION VALUE: takes one of the shared options; fails where it is none of them.
common_option() {
  case $1 in
    --host) host=${2:?--host needs USER@HOST} ;;
    --port) port=${2:?--port needs a number} ;;
    --home) home=${2:?--home needs a path on the host} ;;
    --site) site=${2:?--site needs a folder name} ;;
    --url) url=${2:?--url needs an address} ;;
    --ssh-config) ssh_config=${2:?--ssh-config needs a file} ;;
    *) return 1 ;;
  esac
}

# The command that reaches the host, in the array ssh. One connection serves all steps, so that a password is asked for
# once.
connect() {
  [ -n "$host" ] || fail "Which host? --host USER@HOST, or HOST=... in .deploy (see --help)."
  ssh=(ssh -p "$port" -o ConnectTimeout=15 -o ControlMaster=auto -o ControlPersist=60 -o "ControlPath=$work/ssh")
  [ -z "$ssh_config" ] || ssh+=(-F "$ssh_config")
}

# on_host ACTION [ARGUMENT...]: runs packaging/on-host.sh there.
on_host() {
  local word words=''
  for word in "$@"; do words+=" $(printf %q "$word")"; done
  # The words are quoted for the host, above.
  # shellcheck disable=SC2029
  "${ssh[@]}" "$host" "sh -s --$words" <packaging/on-host.sh
}

upload() {
  rsync --rsh="$(printf "'%s' " "${ssh[@]}")" -rlpt --compress "$@"
}

# Unpacks the archive and asks the host what is there: sets tree, version, release, home and installed (a version, or
# nothing).
prepare() {
  connect
  [ -f "$archive" ] || fail "Which release? Give the archive that scripts/package made."
  tree=$work/release
  unzip -q "$archive" -d "$tree"
  version=$(cat "$tree/bourse/VERSION")
  release=$version-$(date -u +%Y%m%d%H%M%S)
  [ "$site" = public_html ] || mv "$tree/public_html" "$tree/$site"
  local survey
  survey=$(on_host survey "$home" "$site") || fail "$host cannot be reached, or lacks what is needed (see above)."
  { read -r home && read -r installed; } <<<"$survey" || installed=''
}

# Shows what a delivery would change, and changes nothing.
rehearse() {
  say "dry run: on $host, in $home, version ${installed:-none} would become $version"
  upload --dry-run --checksum --no-times --itemize-changes "$tree/$site/" "$host:$home/$site/" \
    | sed -n 's/^<f[^ ]* /deploy:   would write '"$site"'\//p'
}

# answers WANTED_VERSION: whether the site is ready and of that version, asked as a visitor, for half a minute.
answers() {
  local health='' tries
  for tries in {1..15}; do
    health=$(curl --silent --show-error --location --max-time 10 "$url/health" 2>&1) || true
    case $health in
      *"\"version\":\"$1\""*)
        health=$(curl --silent --show-error --location --max-time 20 "$url/health/ready" 2>&1) || true
        case $health in *'"status":"ok"'*) return 0 ;; esac
        ;;
    esac
    [ "$tries" -eq 15 ] || sleep 2
  done
  printf 'deploy: the last answer was: %.300s\n' "$health" >&2
  return 1
}

# Puts the release in place, file by file by renaming, and takes it back when it does not answer.
deliver() {
  say "uploading $version beside what runs"
  on_host stage "$home" "$site" "$release"
  local staging=$home/bourse/releases/$release/new
  upload --copy-dest="$home/$site" "$tree/$site/" "$host:$staging/$site/"
  upload "$tree/bourse/" "$host:$staging/bourse/"
  state=staged
  say "bringing the database up to date"
  on_host migrate "$home" "$site" "$release" || fail "The database was not brought up to date; nothing was switched."
  say "switching"
  state=switched
  on_host switch "$home" "$site" "$release"
  say "asking $url/health/ready"
  answers "$version" || fail "$url is not ready with version $version."
  state=delivered
  on_host tidy "$home" "$site" "$release"
  say "version $version runs at $url"
}

# However the script ends, an unfinished delivery is undone.
finish() {
  local result=$?
  trap - EXIT
  trap '' INT TERM HUP
  case ${state:-} in
    staged) on_host drop "$home" "$site" "$release" || true ;;
    switched)
      say "going back to ${installed:-what was there}"
      if on_host back "$home" "$site" "$release"; then
        if [ -z "$installed" ]; then
          say "what was there is back"
        elif answers "$installed"; then
          say "version $installed runs again, the database as it is now"
        else
          printf 'deploy: version %s is back in place but not ready: see %s/health/ready\n' "$installed" "$url" >&2
        fi
      else
        printf 'deploy: going back FAILED; the old files are in %s on the host\n' "$home/bourse/releases/$release/old" >&2
      fi
      ;;
  esac
  [ ! -S "$work/ssh" ] || "${ssh[@]}" -O exit "$host" 2>/dev/null || true
  rm -rf "$work"
  exit "$result"
}
