# nbscope test --quick NAME: one test class or file, without Maven where only Java sources changed. Sourced by ../nbscope.

# Each module has its outputs in this folder, so that no other build mixes with them.
ONE=target/one
QUICK_TOOL=$BUILD/quick
QUICK_SUM=$BUILD/quick.sum

quick_one() {
  local found
  case $1 in
    *[!A-Za-z0-9_.\$/\ -]* | "") unknown_test "$1" ;;
  esac
  found=$(typescript_file "$1")
  if [ -n "$found" ]; then
    take_lock
    ensure_node_modules
    (cd "$JS" && node_modules/.bin/vitest run "$found")
    return
  fi
  found=$(java_classes "$1")
  [ -n "$found" ] || unknown_test "$1"
  need_jdk
  take_lock
  quick_java "$found"
}

# unknown_test NAME: says so, with the tests whose names hold it.
unknown_test() {
  local bare close=
  bare=$(basename -- "$1")
  bare=${bare%%.*}
  case $bare in
    *[!A-Za-z0-9_-]* | "") ;;
    *) close=$(cd "$ROOT" && find $MODULES $SPARK_MODULE widgets-js/test \( -path '*/src/test/java/*' -name '*Test.java' -o -name '*.test.ts' \) \
      -iname "*$bare*" -exec basename {} \; | sed 's/\.java$//' | sort -u | head -n 5 | tr '\n' ' ') ;;
  esac
  wrong_use "no Java test class and no TypeScript test file is called \"$1\"${close:+; there is: ${close% }}"
}

# full_path TYPED: of a file that was typed with folders, from where the command was typed or from ROOT.
full_path() {
  local base file
  for base in "$PWD" "$ROOT" "$JS"; do
    file=$base/$1
    case $1 in /*) file=$1 ;; esac
    [ -f "$file" ] || continue
    printf '%s/%s' "$(cd -P "$(dirname "$file")" && pwd)" "$(basename "$file")"
    return
  done
}

# The TypeScript test file that a name or a path stands for, below widgets-js.
typescript_file() {
  local name=$1 file
  case $name in
    */*)
      file=$(full_path "$name")
      case $file in "$JS"/*.test.ts) printf '%s' "${file#"$JS"/}" ;; esac
      ;;
    *)
      name=${name%.ts}
      (cd "$JS" && find test src -name "${name%.test}.test.ts") | head -n 1
      ;;
  esac
}

# The test classes that a name or a path stands for, each a line "MODULE CLASS". A name may have its package, end in
# .java and name a nested class behind a dot or a dollar sign; two modules may have a class of the same name.
java_classes() {
  local name=${1%.java} package="" outer nested="" file
  case $name in
    */*)
      file=$(full_path "$name.java")
      case $file in "$ROOT"/*/src/test/java/*) class_of "${file#"$ROOT"/}" "" ;; esac
      return
      ;;
  esac
  while :; do
    case $name in
      [[:lower:]]*.*) package=$package/${name%%.*} name=${name#*.} ;;
      *) break ;;
    esac
  done
  outer=${name%%[.\$]*}
  [ "$outer" = "$name" ] || nested=\$$(printf '%s' "${name#"$outer"?}" | tr . '$')
  find_classes "$package" "$outer" "$nested"
}

# find_classes PACKAGE OUTER NESTED: by the file name, else by a class inside a test file.
find_classes() {
  local file files
  files=$(cd "$ROOT" && find $MODULES $SPARK_MODULE -path "*/src/test/java${1:-/*}/$2.java")
  if [ -n "$files" ]; then
    printf '%s\n' "$files" | while IFS= read -r file; do class_of "$file" "$3"; done
  elif [ -z "$1$3" ]; then
    (cd "$ROOT" && find $MODULES $SPARK_MODULE -path '*/src/test/java/*.java' -exec grep -lE "^ +[a-z ]*class $2 " {} +) |
      while IFS= read -r file; do class_of "$file" "\$$2"; done
  fi
}

# class_of FILE NESTED: the line "MODULE CLASS" for a source below ROOT.
class_of() {
  local class=${1#*/src/test/java/}
  printf '%s %s%s\n' "${1%%/*}" "$(printf '%s' "${class%.java}" | tr / .)" "$2"
}

# quick_java LINES: runs the classes, module by module; the worst exit code wins (1, then 3).
quick_java() {
  local module worst=0 status classes
  for module in $MODULES $SPARK_MODULE; do
    classes=$(printf '%s\n' "$1" | sed -n "s/^$module //p")
    [ -n "$classes" ] || continue
    ensure_one "$module"
    # shellcheck disable=SC2086
    run_classes "$module" $classes
    status=$?
    [ $status -ne 0 ] && [ $worst -ne 1 ] && worst=$status
  done
  return $worst
}

chain_of() {
  local module
  [ "$1" != "$SPARK_MODULE" ] || {
    printf 'io compute %s ' "$1"
    return
  }
  for module in $MODULES; do
    printf '%s ' "$module"
    [ "$module" = "$1" ] && return
  done
}

# Resources and class paths, from Maven; this changes with every POM and every resource of the chain.
resources_mark() {
  local module paths=
  for module in $MODULES $SPARK_MODULE; do
    paths="$paths $module/src/main/resources $module/src/test/resources"
  done
  printf '%s ' "${HOME:-}" "$JAVA_HOME"
  # shellcheck disable=SC2086
  (cd "$ROOT" && cat $POMS | cksum && fingerprint $paths widgets-js/luts && fingerprint "$JS"/dist/*)
}

# resources_and_paths KIND MAVEN_MODULES MODULE...
resources_and_paths() {
  local module kind=$1 chosen=$2
  shift 2
  for module in "$@"; do
    [ ! -d "$ROOT/$module/$ONE" ] || find "$ROOT/$module/$ONE" -type f ! -name '*.class' -exec rm -f {} +
  done
  maven "$kind" -Dquick -pl "$chosen" "-Dnbscope.target=$ONE" -Dmaven.main.skip=true process-test-resources \
    dependency:build-classpath@main-path dependency:build-classpath@test-path
}

# ensure_resources KIND MODULE MARK MAVEN_MODULES...: as above, unless nothing changed.
ensure_resources() {
  local kind=$1 module=$2 mark=$3
  shift 3
  is_current "$kind" "$mark" && jars_exist "$ROOT/$module/$ONE/test.class-path" && return
  need_maven
  must "Resources and class paths" "quick-maven" "Is the Maven repository reachable? The lines above say more." \
    resources_and_paths "$kind" "$@"
  mark_current "$kind" "$mark"
}

# Every entry of a class path that lies outside the checkout is still there (the folder of Maven's jars may be emptied).
jars_exist() {
  local entry
  printf '%s\n' "$(cat "$1" 2>/dev/null)" | tr ':' '\n' | while IFS= read -r entry; do
    case $entry in
      "$ROOT"/*) ;;
      *) [ -f "$entry" ] || return 1 ;;
    esac
  done
}

ensure_tool() {
  local mark launcher
  launcher=$(tr ':' '\n' <"$ROOT/io/$ONE/test.class-path" | grep -E '/(junit|opentest4j|apiguardian|jspecify)-[^/]*\.jar$' | tr '\n' ':')
  mark="$JAVA_HOME $launcher $(cat "$ROOT"/.nbscope/java/quick/*.java | cksum)"
  is_current quick-tool "$mark" && [ -d "$QUICK_TOOL" ] && return
  rm -rf "$QUICK_TOOL" && mkdir -p "$QUICK_TOOL" || die "build/ cannot be written." "Is the disk full or read-only?"
  must "Runner of single test classes" quick-tool "Its sources are in .nbscope/java." \
    "$JAVA_HOME/bin/javac" -cp "$launcher" -d "$QUICK_TOOL" "$ROOT"/.nbscope/java/quick/*.java
  mark_current quick-tool "$mark"
}

# The classes of a module and of those before it, and the tests of this one.
ensure_one() {
  local module=$1 chain each paths="" resources mark version
  chain=$(chain_of "$module")
  resources=$(resources_mark)
  # shellcheck disable=SC2086
  if [ "$module" = "$SPARK_MODULE" ]; then
    ensure_resources one-spark "$module" "$resources" io,compute,$SPARK_MODULE $chain
  else
    ensure_resources one "$module" "$resources" "!$SPARK_MODULE" $MODULES
  fi
  ensure_tool
  for each in $chain; do paths="$paths $each/src/main/java"; done
  # shellcheck disable=SC2086
  mark="$resources $(cat "$STAMPS/quick-tool") $(cd "$ROOT" && fingerprint $paths "$module/src/test/java")"
  is_current "one-$module" "$mark" && [ -f "$ROOT/$module/$ONE/test.key" ] && return
  version=$(sed -n 's/.*<java.version>\(.*\)<.*/\1/p' "$ROOT/pom.xml")
  # shellcheck disable=SC2086
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$QUICK_TOOL" quick.CompileModules \
    "$ROOT" "$ONE" "$version" $chain || die "the sources do not compile; the lines above say where."
  mark_current "one-$module" "$mark"
}

# run_classes MODULE CLASS...: in the module's folder and with the flags that the POM gives the tests.
run_classes() {
  local module=$1 classes class status
  classes=$ROOT/$module/$ONE/test-classes
  shift
  for class in "$@"; do
    [ -f "$classes/$(printf '%s' "$class" | tr . /).class" ] || wrong_use "there is no class ${class##*.} in $module"
  done
  rm -f "$QUICK_SUM"
  # shellcheck disable=SC2086
  (cd "$ROOT/$module" && "$JAVA_HOME/bin/java" -ea $KERNEL_FLAGS -Xmx3g \
    -cp "$classes:$ROOT/$module/$ONE/classes:$(cat "$ROOT/$module/$ONE/test.class-path"):$QUICK_TOOL" \
    quick.RunTests "$QUICK_SUM" "$@" 2>&1) | grep --line-buffered -v '^WARNING: Using incubator modules'
  status=${PIPESTATUS[0]}
  [ -f "$QUICK_SUM" ] || die "Java ended before the tests did (exit code $status)."
  cat "$QUICK_SUM"
  return "$status"
}
