# shellcheck shell=sh
# The part of a deployment that runs on the host, sent there by packaging/deploy.bash:
#
#   ACTION HOME SITE [RELEASE]
#
# A release lies in HOME/bourse/releases/RELEASE: new/ is what was uploaded, old/ what it replaced, switched lists the
# files in the order in which they were replaced, added those that were not there before, assets the application's own.
set -eu
# A connection that breaks must not leave half a switch behind.
trap '' HUP PIPE
umask 022

action=$1 home=$2 site=$3 release=${4:-}
[ -n "$home" ] || home=$HOME
home=$(cd "$home" && pwd)
cd "$home"
folder=bourse/releases/$release

die() { echo "on the host: $*" >&2; exit 1; }

# One at a time: a switch whose connection broke may still be at work when its return is asked for.
alone() {
  lock=bourse/releases/.lock tries=60
  until mkdir "$lock" 2>/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || die "another deployment is at work; if none is, remove $home/$lock"
    sleep 1
  done
  trap 'rmdir "$lock"' EXIT
}

# place FROM NAME: NAME becomes a copy of FROM, in one step.
place() {
  mkdir -p "$(dirname "$2")"
  cp -p "$1" "$2.deploying"
  mv -f "$2.deploying" "$2"
}

# replace NAME FROM: the same, noting what stood there.
replace() {
  if [ -e "$1" ]; then
    if cmp -s "$1" "$2"; then return; fi
    mkdir -p "$folder/old/$(dirname "$1")"
    cp -p "$1" "$folder/old/$1"
  else
    echo "$1" >>"$folder/added"
  fi
  echo "$1" >>"$folder/switched"
  place "$2" "$1"
}

# Every uploaded file, in the order of the switch: what nothing points at yet, the program, then what points at it all.
in_order() {
  (cd "$folder/new" && find . -type f | sed 's|^\./||' | LC_ALL=C sort) | awk -v site="$site" '
    { rank = 2 }
    index($0, site "/assets/") == 1 { rank = 1 }
    index($0, "bourse/") == 1 || index($0, site "/api/") == 1 { rank = 3 }
    $0 == site "/.htaccess" { rank = 4 }
    $0 == site "/sw.js" { rank = 5 }
    $0 == site "/index.html" { rank = 6 }
    { print rank " " $0 }
  ' | LC_ALL=C sort -s -k 1,1n | cut -d ' ' -f 2-
}

# change NAME EXPRESSION: sed in place, also where sed cannot.
change() {
  sed "$2" "$1" >"$1.changed"
  mv -f "$1.changed" "$1"
}

# What the administrator, or the hosting panel, has set in the two .htaccess files stays set.
keep_choices() {
  now=$site/.htaccess next=$folder/new/$site/.htaccess
  if [ -f "$now" ]; then
    for word in BOURSE_HTTPS BOURSE_PORTE; do
      value=$(sed -n "s/^SetEnvIf Request_URI ^ $word=\([a-z-]*\).*/\1/p" "$now" | head -n 1)
      # Former releases wrote this word; it means the same today.
      if [ "$value" = fastcgi ]; then value=auto; fi
      if [ -n "$value" ]; then change "$next" "s/^\(SetEnvIf Request_URI ^ $word=\).*/\1$value/"; fi
    done
    sed -n '/^# php -- BEGIN cPanel/,/^# php -- END cPanel/p' "$now" >>"$next"
  fi
  if grep -q '^Options +ExecCGI' "$site/api/.htaccess" 2>/dev/null; then
    change "$folder/new/$site/api/.htaccess" 's/^#Options +ExecCGI/Options +ExecCGI/'
  fi
  # The bridge goes with the program, where it is in use.
  if [ -f "$site/api/bourse.php" ]; then
    cp "$folder/new/bourse/options/bourse.php" "$folder/new/$site/api/bourse.php"
  fi
}

case $action in
  survey)
    for tool in rsync cmp awk find sed; do
      command -v "$tool" >/dev/null || die "$tool is missing"
    done
    echo "$home"
    if [ -x "$site/api/bourse.fcgi" ]; then
      cat bourse/VERSION 2>/dev/null || echo unknown
    else
      echo
    fi
    ;;
  backup) bourse/bourse backup ;;
  stage)
    [ -n "$release" ] || die "no release named"
    mkdir -p bourse "$site" storage/etiquettes storage/bordereaux storage/exports storage/logs backup tmp
    # Not for neighbours on the host: old programs, and .env beside them.
    (umask 077 && mkdir -p "$folder/new")
    ;;
  settings)
    if [ -e bourse/.env ]; then die "bourse/.env exists already and is never replaced"; fi
    mkdir -p bourse
    ;;
  migrate)
    [ -f bourse/.env ] || die "bourse/.env is missing"
    BOURSE_ENV=$home/bourse/.env "$folder/new/$site/api/bourse.fcgi" migrate up
    ;;
  switch)
    alone
    keep_choices
    if [ -d "$folder/new/$site/assets" ]; then ls "$folder/new/$site/assets" >"$folder/assets"; fi
    in_order >"$folder/order"
    while IFS= read -r name; do
      replace "$name" "$folder/new/$name"
    done <"$folder/order"
    ;;
  back)
    alone
    [ -d "$folder" ] || die "there is no release $release"
    touch "$folder/switched" "$folder/added"
    # The last file switched first.
    sed '1!G;h;$!d' "$folder/switched" >"$folder/order"
    while IFS= read -r name; do
      if grep -qxF "$name" "$folder/added"; then
        rm -f "$name"
      else
        place "$folder/old/$name" "$name"
      fi
    done <"$folder/order"
    rm -rf "$folder"
    ;;
  last) cat bourse/releases/last 2>/dev/null || true ;;
  drop) rm -rf "$folder" ;;
  tidy)
    alone
    rm -rf "$folder/new"
    before=$(cat bourse/releases/last 2>/dev/null || true)
    echo "$release" >bourse/releases/last
    # Assets of the release before stay for pages that are still open; older ones go.
    if [ -s "bourse/releases/$before/assets" ] && [ -s "$folder/assets" ]; then
      for file in "$site"/assets/*; do
        name=$(basename "$file")
        grep -qxF "$name" "$folder/assets" "bourse/releases/$before/assets" || rm -f "$file"
      done
    fi
    for other in bourse/releases/*/; do
      case $other in "$folder/" | "bourse/releases/$before/") ;; *) rm -rf "$other" ;; esac
    done
    ;;
  *) die "unknown action $action" ;;
esac
