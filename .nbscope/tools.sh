# Finds JDK, Maven, Node, Python and Chromium. Sourced by ../nbscope.

KERNEL_FLAGS="--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

# The major version of the JDK in a folder, from its release file; nothing when it is no JDK.
jdk_major() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_candidates() {
  local default
  [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
  default=$(command -v javac 2>/dev/null) && default=$(readlink -f "$default" 2>/dev/null) &&
    dirname "$(dirname "$default")"
  [ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v 25+ 2>/dev/null
  printf '%s\n' /usr/lib/jvm/* /opt/* /opt/*/jdk* /usr/local/*jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/*
}

# Sets JAVA_HOME to a JDK of 25 or newer. A good JAVA_HOME or default java wins.
find_jdk() {
  local folder major seen=
  while IFS= read -r folder; do
    major=$(jdk_major "$folder") || continue
    [ "${major:-0}" -ge 25 ] && {
      export JAVA_HOME=$folder
      JDK_MAJOR=$major
      return 0
    }
    seen="$seen $major"
  done <<LIST
$(jdk_candidates)
LIST
  JDK_SEEN=$seen
  return 1
}

need_jdk() {
  find_jdk && return
  die "no JDK 25 or newer was found${JDK_SEEN:+ (only:$JDK_SEEN)}." \
    "Install one (Debian, Ubuntu: openjdk-25-jdk-headless or temurin-25-jdk; macOS: brew install openjdk)," \
    "or set JAVA_HOME to its folder, then run this again."
}

# at_least FOUND WANTED: compares dotted versions.
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

# Maven's own version, without its colours and without the lines that JAVA_TOOL_OPTIONS adds.
maven_version() {
  (cd / && mvn -v) 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p'
}

need_maven() {
  local found
  found=$(maven_version) && [ -n "$found" ] ||
    die "Maven (mvn) was not found." "Install Maven 3.8.7 or newer (Debian, Ubuntu: apt-get install maven)."
  at_least "$found" 3.8.7 || die "Maven $found is too old." "Install Maven 3.8.7 or newer."
}

need_node() {
  local found
  found=$(node --version 2>/dev/null | sed 's/^v//')
  [ -n "$found" ] && command -v npm >/dev/null 2>&1 ||
    die "Node.js (node and npm) was not found." "Install Node.js 20.19 or newer."
  at_least "$found" 20.19.0 || die "Node.js $found is too old." "Install Node.js 20.19 or newer."
}

# Sets PYTHON to a Python of 3.11 or newer.
find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    command -v "$name" >/dev/null 2>&1 || continue
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && {
      PYTHON=$(command -v "$name")
      return 0
    }
  done
  return 1
}

need_python() {
  find_python || die "no Python 3.11 or newer was found." "Install one (Debian, Ubuntu: apt-get install python3 python3-venv)."
}

find_chromium() {
  local name
  for name in ${NBSCOPE_CHROMIUM:+"$NBSCOPE_CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    CHROMIUM=$(command -v "$name" 2>/dev/null) && {
      export CHROMIUM
      return 0
    }
  done
  CHROMIUM=
  return 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

has_library() {
  ldconfig -p 2>/dev/null | grep -q "$1" && return 0
  ls /usr/lib/*/"$1"* /usr/lib/"$1"* /usr/local/lib/"$1"* >/dev/null 2>&1
}

has_pocl() { ls /etc/OpenCL/vendors/*.icd >/dev/null 2>&1; }

# The Debian packages that the tests want and this machine lacks.
missing_packages() {
  local list=
  find_chromium || list="$list chromium"
  has_library libOpenCL.so.1 || list="$list ocl-icd-libopencl1"
  has_pocl || list="$list pocl-opencl-icd"
  has_library libjxrglue.so.0 || list="$list libjxr0"
  printf '%s' "${list# }"
}
