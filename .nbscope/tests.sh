# nbscope test: every suite, one sum. Sourced by ../nbscope.

REPORTS=$BUILD/reports
NOT_RUN=0

test_command() {
  IN_TESTS=1
  case ${1:-} in
    "") test_all ;;
    --quick)
      [ $# -le 2 ] || wrong_use "test --quick takes one class or one file"
      if [ $# -eq 2 ]; then quick_one "$2"; else quick_all; fi
      ;;
    *) wrong_use "test takes --quick [CLASS|FILE] or nothing, not \"$1\"" ;;
  esac
}

# Installs what the tests want where that is allowed; says what is missing where it is not.
ensure_packages() {
  local list
  list=$(missing_packages)
  install_where_allowed "$list"
  list=$(missing_packages)
  [ -z "$list" ] && return
  say "Missing, so not every test can run: $list"
  say "Install them (Debian, Ubuntu: sudo apt-get install $list), then run this again."
  NOT_RUN=1
}

# suite TITLE LOG COMMAND...: a step whose failure is kept in FAILED_SUITES, so that the others still run.
FAILED_SUITES=
suite() {
  local title=$1 log=$2
  shift 2
  step "$title" "$log" "$@" && return
  show_log "$log"
  FAILED_SUITES="$FAILED_SUITES --failed $log"
}

java_checks() {
  rm -rf "$ROOT"/*/target/surefire-reports
  maven verify verify -Dmaven.test.failure.ignore=true "-Dnbscope.python=$ENV/bin/python" \
    "-Dnbscope.libertem=$PEERS/bin/python" "-Dnbscope.spark.home=$SPARK_ENV/pyspark"
}

front_end_checks() {
  cd "$JS" || return 1
  npm run --silent verify -- -- --reporter=default --reporter=json "--outputFile.json=$REPORTS/front-end.json"
}

browser_checks() {
  cd "$JS" && node browser/run.js --report "$REPORTS/browser.json"
}

# A test kernel on the unmodified base library of stock Java kernels, with its own kernelspec, for the browser tests.
stock_kernel() {
  local file=$BUILD/stock.class-path
  maven stock -Dquick -pl kernel-ext -am test-compile dependency:build-classpath -DincludeScope=test \
    "-Dmdep.outputFile=$file" || return 1
  "$JAVA_HOME/bin/java" -cp "$ROOT/kernel-ext/target/quick/test-classes:$ROOT/kernel-ext/target/quick/classes:$(cat "$file")" \
    nbscope.kernel.stock.KernelSpec "$ENV/share/jupyter/kernels/nbscope-stock"
}

test_all() {
  local status
  take_lock
  rm -rf "$REPORTS" && mkdir -p "$REPORTS"
  ensure_packages
  ensure_all
  ensure_peer_packages
  ensure_compute_peers ""
  ensure_spark_cluster
  suite "Java tests and checks" test-java java_checks
  suite "TypeScript tests and checks" test-front-end front_end_checks
  if find_chromium; then
    suite "Stock kernel for the browser tests" stock stock_kernel
    suite "Browser tests in JupyterLab" test-browser browser_checks
  fi
  # shellcheck disable=SC2086
  "$ENV/bin/python" "$ROOT/.nbscope/summary.py" "$ROOT" "$REPORTS" $FAILED_SUITES
  status=$?
  [ $status -eq 0 ] && [ $NOT_RUN -ne 0 ] && status=3
  return $status
}

quick_all() {
  take_lock
  rm -rf "$REPORTS" && mkdir -p "$REPORTS"
  ensure_front_end
  need_jdk
  need_maven
  rm -rf "$ROOT"/*/target/quick/surefire-reports
  suite "Java tests" test-java maven quick -Dquick -Dmaven.test.failure.ignore=true test
  suite "TypeScript tests" test-front-end vitest_all
  need_python
  # shellcheck disable=SC2086
  "$PYTHON" "$ROOT/.nbscope/summary.py" --quick "$ROOT" "$REPORTS" $FAILED_SUITES
}

vitest_all() {
  cd "$JS" && node_modules/.bin/vitest run --reporter=default --reporter=json "--outputFile.json=$REPORTS/front-end.json"
}
