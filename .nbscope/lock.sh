# One build at a time in one checkout. Sourced by ../nbscope.

LOCK=$BUILD/lock
LOCK_OURS=

# birth_of PID: when a process began, nothing when there is none. A number alone may belong to a later process.
birth_of() {
  if [ -r /proc/self/stat ]; then
    # The name in parentheses may hold spaces; the start is the 20th field after it.
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
  else
    ps -o lstart= -p "$1" 2>/dev/null
  fi
}

# The lock belongs to a process that has ended. Between mkdir and the note it has no owner; that takes no time unless
# the process ended there, so a lock that stays without one is an old one.
lock_is_old() {
  local pid birth
  [ -d "$LOCK" ] || return 1
  [ -f "$LOCK/owner" ] || {
    sleep 1
    [ -d "$LOCK" ] && [ ! -f "$LOCK/owner" ]
    return
  }
  { read -r pid && IFS= read -r birth; } <"$LOCK/owner" 2>/dev/null || return 1
  [ "$(birth_of "$pid")" != "$birth" ]
}

# Only who holds the second folder removes an old lock, and looks again there: of two that see the same old lock, the
# later one would otherwise remove the fresh lock of the other.
remove_old_lock() {
  mkdir "$LOCK.removal" 2>/dev/null || {
    find "$LOCK.removal" -prune -mmin +1 -exec rmdir {} + 2>/dev/null
    return
  }
  lock_is_old && rm -rf "$LOCK"
  rmdir "$LOCK.removal" 2>/dev/null
}

# Waits until no other ./nbscope builds here. A ./nbscope that this one started goes on inside its lock.
take_lock() {
  local told= pid="" owner
  [ -n "$LOCK_OURS" ] || [ "${NBSCOPE_LOCK:-}" = "$LOCK" ] && return
  owner="$$
$(birth_of $$)"
  until mkdir "$LOCK" 2>/dev/null; do
    [ -d "$LOCK" ] || [ -w "$BUILD" ] || die "build/ cannot be written." "Does it belong to another user?"
    lock_is_old && {
      remove_old_lock
      continue
    }
    [ -n "$told" ] || {
      read -r pid <"$LOCK/owner" 2>/dev/null
      say "Waiting: another ./nbscope (process ${pid:-unknown}) builds in this folder."
      told=1
    }
    sleep 0.3
  done
  printf '%s\n' "$owner" >"$LOCK/owner"
  LOCK_OURS=1
  export NBSCOPE_LOCK=$LOCK
}

release_lock() {
  [ -n "$LOCK_OURS" ] || return 0
  rm -rf "$LOCK"
  LOCK_OURS=
  unset NBSCOPE_LOCK
}
