# Builds the front end and the Java modules, only what changed. Sourced by ../nbscope.

LIB=$BUILD/lib
JS=$ROOT/widgets-js

ensure_node_modules() {
  local mark
  mark="$JS $(cksum <"$JS/package-lock.json")"
  is_current npm "$mark" && [ -d "$JS/node_modules" ] && return
  need_node
  must "Front-end packages (npm ci)" npm \
    "Is the npm registry reachable? Then run this again." npm --prefix "$JS" ci --no-audit --no-fund
  mark_current npm "$mark"
}

js_fingerprint() {
  (cd "$JS" && fingerprint src wasm luts tools build.mjs package.json package-lock.json 2>/dev/null)
}

ensure_front_end() {
  local mark
  ensure_node_modules
  mark=$(js_fingerprint)
  is_current front-end "$mark" && [ -d "$JS/dist" ] && {
    say "Front end: ready"
    return
  }
  need_node
  must "Front end (widgets-js)" front-end "The sources in widgets-js do not build; the lines above say where." \
    npm --prefix "$JS" run build
  mark_current front-end "$(js_fingerprint)"
}

# In dependency order: the chain that ends with the command line. The module for Spark stands beside it, because its
# dependencies are large; see spark.sh.
MODULES="io compute widgets-java kernel-ext kernel cli"
SPARK_MODULE=compute-spark
WITHOUT_SPARK="-pl !$SPARK_MODULE"
POMS="pom.xml $(printf '%s/pom.xml ' $MODULES $SPARK_MODULE)"

# plain_mvn ARGUMENT...: without colours. Maven resets the terminal also where colours are off, so they are cut out.
plain_mvn() {
  mvn -q -Dstyle.color=never "$@" 2>&1 | strip_colours
  return "${PIPESTATUS[0]}"
}

# maven KIND ARGUMENT...: offline once the same POMs have gone through the same kind of build here.
maven() {
  local kind=$1 mark status
  shift
  mark="${HOME:-} $(cd "$ROOT" && cat $POMS | cksum)"
  cd "$ROOT" || return 1
  if is_current "maven-$kind" "$mark"; then
    plain_mvn -o "$@" >"$LOGS/maven-$kind.log"
    status=$?
    cat "$LOGS/maven-$kind.log"
    grep -qE 'offline mode|has not been downloaded' "$LOGS/maven-$kind.log" || return $status
  fi
  plain_mvn "$@" && mark_current "maven-$kind" "$mark"
}

package_java() {
  rm -rf "$BUILD/lib.new"
  # shellcheck disable=SC2086
  maven package -Dquick $WITHOUT_SPARK -Dmaven.test.skip=true "-Dnbscope.lib=$BUILD/lib.new" package || return 1
  cp "$ROOT"/cli/target/quick/nbscope-cli-*.jar "$BUILD/lib.new/" || return 1
  # A running kernel keeps its old jars open; they are replaced, never overwritten.
  rm -rf "$LIB.old" && { [ ! -d "$LIB" ] || mv "$LIB" "$LIB.old"; } && mv "$BUILD/lib.new" "$LIB" && rm -rf "$LIB.old"
}

java_fingerprint() {
  local module paths=pom.xml
  for module in $MODULES; do
    paths="$paths $module/pom.xml $module/src/main"
  done
  (cd "$ROOT" && fingerprint $paths && fingerprint "$JS"/dist/* && printf '%s' "$JAVA_HOME")
}

ensure_jars() {
  local mark
  need_jdk
  mark=$(java_fingerprint)
  if is_current java "$mark" && [ -d "$LIB" ]; then
    say "Java modules: ready"
  else
    need_maven
    must "Java modules (JDK $JDK_MAJOR)" java \
      "Is the Maven repository reachable? If the lines above show a compile error, that is the cause." package_java
    mark_current java "$(java_fingerprint)"
  fi
}

# java_cli ARGUMENT...: the command line program of the cli module, with the kernel's own flags.
java_cli() {
  # shellcheck disable=SC2086
  "$JAVA_HOME/bin/java" $KERNEL_FLAGS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$LIB/*" nbscope.cli.Main "$@"
}

install_kernel() {
  java_cli kernel install --prefix "$ENV" --lib "$LIB" --java "$JAVA_HOME"
}

# The kernelspec names JAVA_HOME and build/lib, so it is written again when either changed.
ensure_kernel() {
  local mark spec=$ENV/share/jupyter/kernels/nbscope/kernel.json
  mark="$JAVA_HOME $(fingerprint "$LIB")"
  is_current kernel "$mark" && [ -f "$spec" ] && return
  must "Java kernel for this environment" kernel "Run ./nbscope doctor; it says what is missing." install_kernel
  mark_current kernel "$mark"
}

ensure_all() {
  take_lock
  ensure_env
  ensure_front_end
  ensure_jars
  ensure_kernel
}

kernel_command() {
  [ "${1:-}" = install ] && [ $# -le 2 ] || wrong_use "nbscope kernel install [--sys-prefix|--user]"
  local where=${2:---user}
  case $where in
    --user | --sys-prefix) ;;
    *) wrong_use "nbscope kernel install takes --sys-prefix or --user, not \"$where\"" ;;
  esac
  need_jdk
  take_lock
  ensure_front_end
  ensure_jars
  case $where in
    --user)
      if [ -n "$USER_JUPYTER_DATA" ]; then
        export JUPYTER_DATA_DIR=$USER_JUPYTER_DATA
      else
        unset JUPYTER_DATA_DIR
      fi
      java_cli kernel install --user --lib "$LIB" --java "$JAVA_HOME"
      ;;
    --sys-prefix)
      need_python
      java_cli kernel install --prefix "$("$PYTHON" -c 'import sys; print(sys.prefix)')" --lib "$LIB" --java "$JAVA_HOME"
      ;;
  esac
}
