# Folders, progress lines, failures. Sourced by ../nbscope.

BUILD=$ROOT/build
LOGS=$BUILD/logs
STAMPS=$BUILD/stamps
mkdir -p "$LOGS" "$STAMPS" || exit 1

STEP_PID=
LAB_PID=

say() { printf '%s\n' "$*"; }

# die SENTENCE...: says what is wrong and what to do, one sentence a line.
die() {
  printf 'nbscope: %s\n' "$1" >&2
  shift
  [ $# -gt 0 ] && printf '         %s\n' "$@" >&2
  # The sum stays the last line of a test run, also when it ends before the first test.
  [ -n "${IN_TESTS:-}" ] && say "0 passed, 1 failed, 0 skipped"
  exit 1
}

wrong_use() {
  printf 'nbscope: %s (./nbscope help)\n' "$1" >&2
  exit 2
}

# Ends what this run started, also on Ctrl-C. Each job has its own process group.
stop_jobs() {
  local pid
  for pid in $STEP_PID $LAB_PID; do
    kill -TERM -- "-$pid" 2>/dev/null
  done
  for pid in $STEP_PID $LAB_PID; do
    wait "$pid" 2>/dev/null
  done
  STEP_PID=
  LAB_PID=
}

# The lock goes last, when nothing that this run started can write any more.
finish() {
  stop_jobs
  release_lock
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# in_background LOG COMMAND...: starts COMMAND in its own process group; the number is in STARTED.
in_background() {
  local log=$1
  shift
  set -m
  "$@" >"$log" 2>&1 </dev/null &
  STARTED=$!
  set +m
}

# Waits for STEP_PID and shows that time passes: a running count on a terminal, a line each 30 s elsewhere.
watch_job() {
  local title=$1 begin=$2 shown=0 passed naps=0.05
  while kill -0 "$STEP_PID" 2>/dev/null; do
    sleep $naps
    passed=$((SECONDS - begin))
    [ $passed -ge 2 ] && naps=0.3
    [ $passed -gt $shown ] || continue
    if [ -t 1 ]; then
      printf '\r%s ... %s s' "$title" "$passed"
      shown=$passed
    elif [ $((passed - shown)) -ge 30 ]; then
      printf '  %s: still running, %s s\n' "$title" "$passed"
      shown=$passed
    fi
  done
}

# step TITLE LOG COMMAND...: one line of progress; the details go to build/logs/LOG.log.
step() {
  local title=$1 log=$LOGS/$2.log begin=$SECONDS status
  shift 2
  [ -t 1 ] && printf '%s ...' "$title"
  in_background "$log" "$@"
  STEP_PID=$STARTED
  watch_job "$title" "$begin"
  wait "$STEP_PID"
  status=$?
  STEP_PID=
  [ -t 1 ] && printf '\r\033[K'
  if [ $status -eq 0 ]; then
    printf '%s: %s s\n' "$title" $((SECONDS - begin))
  else
    printf '%s: failed after %s s\n' "$title" $((SECONDS - begin))
  fi
  return $status
}

strip_colours() {
  local escape
  escape=$(printf '\033')
  LC_ALL=C sed "s/$escape\\[[0-9;]*[A-Za-z]//g"
}

# show_log LOG: the end of a log, after a failed step.
show_log() {
  tail -n 30 "$LOGS/$1.log" | strip_colours | sed 's/^/    /' >&2
  printf '    (all of it: %s)\n' "$LOGS/$1.log" >&2
}

# must TITLE LOG ADVICE COMMAND...: a step that the rest needs.
must() {
  local title=$1 log=$2 advice=$3
  shift 3
  step "$title" "$log" "$@" && return 0
  show_log "$log"
  die "$title failed." "$advice"
}

# fingerprint PATH...: changes when a file below changes (names, sizes, times).
fingerprint() {
  find "$@" \( -name node_modules -o -name target -o -name dist -o -name .ipynb_checkpoints \) -prune -o -type f \
    -exec ls -ln --time-style=full-iso {} + 2>/dev/null | cksum
}

# Where ls has no --time-style (macOS), contents are summed instead.
if ! ls --time-style=full-iso / >/dev/null 2>&1; then
  fingerprint() {
    find "$@" \( -name node_modules -o -name target -o -name dist -o -name .ipynb_checkpoints \) -prune -o -type f \
      -exec cksum {} + 2>/dev/null | cksum
  }
fi

is_current() { [ "$(cat "$STAMPS/$1" 2>/dev/null)" = "$2" ]; }

mark_current() { printf '%s\n' "$2" >"$STAMPS/$1"; }
